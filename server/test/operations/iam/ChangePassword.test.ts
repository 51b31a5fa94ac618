import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChangePassword } from '../../../src/operations/iam/ChangePassword.ts';
import { CreateLoginProfile } from '../../../src/operations/iam/CreateLoginProfile.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { allow } from '../../support/policies.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a user whom a policy allows it changes the own password, knowing the old one', async () => {
  await world.ana.call(CreateLoginProfile, { UserName: 'bo', Password: 'Correct-Horse-9' });
  const change = (OldPassword: string) => world.bo.call(ChangePassword, { OldPassword, NewPassword: 'Battery-Staple-7' });
  await expect(change('Correct-Horse-9')).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining('no identity-based policy'),
  });
  await world.ana.call(PutUserPolicy, {
    UserName: 'bo',
    PolicyName: 'own',
    PolicyDocument: allow('iam:ChangePassword', `arn:aws:iam::${acme}:user/\${aws:username}`),
  });
  await expect(change('wrong')).rejects.toMatchObject({ status: 403, code: 'AccessDenied', message: 'The old password was incorrect.' });
  await change('Correct-Horse-9');
  await change('Battery-Staple-7');
});
