import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateGroup } from '../../../src/operations/iam/CreateGroup.ts';
import { CreateLoginProfile } from '../../../src/operations/iam/CreateLoginProfile.ts';
import { GetLoginProfile } from '../../../src/operations/iam/GetLoginProfile.ts';
import { UpdateAccountPasswordPolicy } from '../../../src/operations/iam/UpdateAccountPasswordPolicy.ts';
import { UpdateLoginProfile } from '../../../src/operations/iam/UpdateLoginProfile.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a password used lately is refused, as often as the password policy says', async () => {
  await world.ana.call(UpdateAccountPasswordPolicy, { PasswordReusePrevention: 2 });
  await world.ana.call(CreateLoginProfile, { UserName: 'bo', Password: 'Correct-Horse-1' });
  const change = (Password: string) => world.ana.call(UpdateLoginProfile, { UserName: 'bo', Password });
  await change('Correct-Horse-2');
  await expect(change('Correct-Horse-1')).rejects.toMatchObject({ status: 400, code: 'PasswordPolicyViolation' });
  await change('Correct-Horse-3');
  await change('Correct-Horse-1');
  await world.ana.call(UpdateLoginProfile, { UserName: 'bo', PasswordResetRequired: true });
  expect((await world.ana.call(GetLoginProfile, { UserName: 'bo' })).LoginProfile.PasswordResetRequired).toBe(true);
});

test('while a password is hashed, others write; of two passwords set at once, one is refused', async () => {
  await world.ana.call(CreateLoginProfile, { UserName: 'admin', Password: 'Correct-Horse-1' });
  const order: string[] = [];
  const change = async (Password: string) => {
    await world.ana.call(UpdateLoginProfile, { UserName: 'admin', Password }).finally(() => order.push('password'));
  };
  const group = world.ana.call(CreateGroup, { GroupName: 'desk' }).then(() => order.push('group'));
  const changes = await Promise.allSettled([change('Correct-Horse-2'), change('Correct-Horse-3'), group]);
  expect(order[0]).toBe('group');
  expect(changes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  expect(changes.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { status: 409, code: 'EntityTemporarilyUnmodifiable', message: expect.stringContaining('by another request') },
  });
});
