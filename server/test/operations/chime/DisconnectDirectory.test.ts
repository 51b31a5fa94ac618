import { afterAll, expect, test } from 'vitest';
import { DisconnectDirectory } from '../../../src/operations/chime/DisconnectDirectory.ts';
import { GetAccount } from '../../../src/operations/chime/GetAccount.ts';
import { SuspendUsers } from '../../../src/operations/chime/SuspendUsers.ts';
import { addDirectory, connectTo, createEnterprise, newestRun } from '../../support/directories.ts';
import { addMember, changeAccount, changeUser, countSessions, findUserRow, signIn } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('users keep profile, license and state, and Carillon decides on them; directory sessions end, others go on', async () => {
  const AccountId = await createEnterprise(world, 'Corp');
  await changeAccount(world, AccountId, { type: 'Team' });
  const id = await addMember(world, world.ana, AccountId, 'kept@people.example');
  await changeUser(world, id, { managed_by: 'directory', license_type: 'Basic' });
  const before = await findUserRow(world, id);
  await connectTo(world, AccountId, await addDirectory(world, { url: 'ldaps://dc1.corp.acme.example' }));
  await signIn(world, id);
  await signIn(world, id);
  await world.database.write('', (tx) =>
    tx.query(
      tx.sql
        .updateTable('user_sessions')
        .set({ method: 'directory' })
        .where('id', '=', (query) => query.selectFrom('user_sessions').select('id').where('user_id', '=', id).limit(1)),
    ),
  );
  await world.ana.call(DisconnectDirectory, { AccountId });
  expect((await world.ana.call(GetAccount, { AccountId })).Account).toMatchObject({ AccountType: 'EnterpriseLWA' });
  expect(await findUserRow(world, id)).toEqual({ ...before, managed_by: 'carillon' });
  expect(await countSessions(world, id)).toBe(1);
  expect(await newestRun(world, AccountId)).toMatchObject({ state: 'Failed', message: 'The directory was disconnected.' });
  expect(await world.ana.call(SuspendUsers, { AccountId, UserIdList: [id] })).toEqual({ UserErrors: [] });
});

test('404 for an account that is connected to none, and for another AWS account’s', async () => {
  const AccountId = await createEnterprise(world, 'None', 'none.example');
  await expect(world.ana.call(DisconnectDirectory, { AccountId })).rejects.toMatchObject({
    status: 404,
    message: 'Account None is connected to no directory.',
  });
  await expect(world.gil.call(DisconnectDirectory, { AccountId })).rejects.toMatchObject({ status: 404 });
});
