import { afterAll, expect, test } from 'vitest';
import { BatchUpdateUser } from '../../../src/operations/chime/BatchUpdateUser.ts';
import { addMember, changeUser, createTeam, findUserRow } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('each item is carried out or answered by itself', async () => {
  const AccountId = await createTeam(world.ana, 'Acme');
  const [one, two, three, managed] = [
    await addMember(world, world.ana, AccountId, 'one@acme.example'),
    await addMember(world, world.ana, AccountId, 'two@acme.example'),
    await addMember(world, world.ana, AccountId, 'three@acme.example'),
    await addMember(world, world.ana, AccountId, 'managed@acme.example'),
  ];
  await changeUser(world, managed, { managed_by: 'directory' });
  const { UserErrors } = await world.ana.call(BatchUpdateUser, {
    AccountId,
    UpdateUserRequestItems: [
      { UserId: one, LicenseType: 'Basic' },
      { UserId: two, LicenseType: 'Plus' },
      { UserId: 'nobody', LicenseType: 'Basic' },
      { UserId: managed, LicenseType: 'Basic' },
      { UserId: three, UserType: 'SharedDevice' },
    ],
  });
  expect(UserErrors).toMatchObject([
    { UserId: two, ErrorCode: 'BadRequest' },
    { UserId: 'nobody', ErrorCode: 'NotFound' },
    { UserId: managed, ErrorCode: 'Unprocessable' },
  ]);
  expect(await findUserRow(world, one)).toMatchObject({ license_type: 'Basic', user_type: 'PrivateUser' });
  expect(await findUserRow(world, two)).toMatchObject({ license_type: 'Pro' });
  expect(await findUserRow(world, three)).toMatchObject({ license_type: 'Pro', user_type: 'SharedDevice' });
  expect(await findUserRow(world, managed)).toMatchObject({ license_type: 'Pro' });
});

test('items of one user are carried out one after the other', async () => {
  const AccountId = await createTeam(world.ana, 'Twice');
  const UserId = await addMember(world, world.ana, AccountId, 'twice@acme.example');
  const items = [
    { UserId, LicenseType: 'Basic' as const },
    { UserId, UserType: 'SharedDevice' as const },
  ];
  expect(await world.ana.call(BatchUpdateUser, { AccountId, UpdateUserRequestItems: items })).toEqual({ UserErrors: [] });
  expect(await findUserRow(world, UserId)).toMatchObject({ license_type: 'Basic', user_type: 'SharedDevice' });
});

test('20 items are carried out at once, 21 are 400, none is fine', async () => {
  const AccountId = await createTeam(world.ana, 'Bounds');
  const items = Array.from({ length: 21 }, (_, index) => ({ UserId: `user-${index}` }));
  const call = (UpdateUserRequestItems: typeof items) => world.ana.call(BatchUpdateUser, { AccountId, UpdateUserRequestItems });
  await expect(call(items)).rejects.toMatchObject({ status: 400 });
  expect((await call(items.slice(1))).UserErrors).toHaveLength(20);
  expect(await call([])).toEqual({ UserErrors: [] });
});

test('403 without UpdateUserLicenses, 404 for another AWS account', async () => {
  const AccountId = await createTeam(world.ana, 'Guarded');
  await expect(world.bo.call(BatchUpdateUser, { AccountId, UpdateUserRequestItems: [] })).rejects.toMatchObject({ status: 403 });
  await expect(world.gil.call(BatchUpdateUser, { AccountId, UpdateUserRequestItems: [] })).rejects.toMatchObject({ status: 404 });
});
