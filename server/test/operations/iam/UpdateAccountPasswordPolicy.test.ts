import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateLoginProfile } from '../../../src/operations/iam/CreateLoginProfile.ts';
import { GetAccountPasswordPolicy } from '../../../src/operations/iam/GetAccountPasswordPolicy.ts';
import { UpdateAccountPasswordPolicy } from '../../../src/operations/iam/UpdateAccountPasswordPolicy.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('what is left out gets its default, and what is set is enforced', async () => {
  await world.ana.call(UpdateAccountPasswordPolicy, { MinimumPasswordLength: 12, RequireSymbols: true });
  await world.ana.call(UpdateAccountPasswordPolicy, { RequireNumbers: true, MaxPasswordAge: 90 });
  expect((await world.ana.call(GetAccountPasswordPolicy, {})).PasswordPolicy).toEqual({
    MinimumPasswordLength: 6,
    RequireSymbols: false,
    RequireNumbers: true,
    RequireUppercaseCharacters: false,
    RequireLowercaseCharacters: false,
    AllowUsersToChangePassword: false,
    ExpirePasswords: true,
    MaxPasswordAge: 90,
    HardExpiry: false,
  });
  await expect(world.ana.call(CreateLoginProfile, { UserName: 'bo', Password: 'letters' })).rejects.toMatchObject({
    code: 'PasswordPolicyViolation',
    message: 'Password should have at least one number',
  });
  await world.ana.call(CreateLoginProfile, { UserName: 'bo', Password: 'letters1' });
});
