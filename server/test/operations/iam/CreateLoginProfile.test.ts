import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateLoginProfile } from '../../../src/operations/iam/CreateLoginProfile.ts';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { DeleteLoginProfile } from '../../../src/operations/iam/DeleteLoginProfile.ts';
import { DeleteUser } from '../../../src/operations/iam/DeleteUser.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a user has one password, which is stored nowhere in the clear', async () => {
  const { LoginProfile } = await world.ana.call(CreateLoginProfile, {
    UserName: 'bo',
    Password: 'Correct-Horse-9',
    PasswordResetRequired: true,
  });
  expect(LoginProfile).toEqual({ UserName: 'bo', CreateDate: '2026-06-01T12:00:00Z', PasswordResetRequired: true });
  await expect(world.ana.call(CreateLoginProfile, { UserName: 'bo', Password: 'Correct-Horse-9' })).rejects.toMatchObject({
    status: 409,
    code: 'EntityAlreadyExists',
  });
  await world.door.services.trail.flush();
  const rows = await world.database.read('', async (tx) => [
    ...(await tx.query(tx.sql.selectFrom('iam_login_profiles').selectAll())),
    ...(await tx.query(tx.sql.selectFrom('audit_events').select('event'))),
  ]);
  expect(JSON.stringify(rows)).not.toContain('Correct-Horse-9');
  expect(JSON.stringify(rows)).toContain('scrypt$65536$8$1$');
});

test.each([
  ['Sh0rt!', 'Password should have a minimum length of 8'],
  ['onlyletters', 'Password should have at least three of: uppercase letters, lowercase letters, numbers, symbols'],
])('the password %s is refused', async (Password, message) => {
  await expect(world.ana.call(CreateLoginProfile, { UserName: 'admin', Password })).rejects.toMatchObject({
    status: 400,
    code: 'PasswordPolicyViolation',
    message,
  });
});

test('a user with a password is not deleted', async () => {
  await world.ana.call(CreateUser, { UserName: 'carol' });
  await world.ana.call(CreateLoginProfile, { UserName: 'carol', Password: 'Correct-Horse-9' });
  await expect(world.ana.call(DeleteUser, { UserName: 'carol' })).rejects.toMatchObject({
    code: 'DeleteConflict',
    message: 'Cannot delete entity, must delete login profile first. Still there: login profile.',
  });
  await world.ana.call(DeleteLoginProfile, { UserName: 'carol' });
  await world.ana.call(DeleteUser, { UserName: 'carol' });
});
