import { afterAll, expect, test } from 'vitest';
import { AddOrUpdateGroups } from '../../../src/operations/chime/AddOrUpdateGroups.ts';
import { DeleteGroups } from '../../../src/operations/chime/DeleteGroups.ts';
import { ListGroups } from '../../../src/operations/chime/ListGroups.ts';
import { listMemberIds } from '../../../src/store/account-groups.ts';
import { bringGroup } from '../../support/groups.ts';
import { addMember, changeAccount, createTeam, findUserRow } from '../../support/members.ts';
import { claimDomain, withAccount } from '../../support/people.ts';
import { acme, createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('the group gives no license any more, and stays with its members', async () => {
  const AccountId = await createTeam(world.ana, 'Acme');
  const id = await addMember(world, world.ana, AccountId, 'ann@acme.example');
  await changeAccount(world, AccountId, { type: 'EnterpriseOIDC' });
  await claimDomain(world, AccountId, 'acme.example');
  const groupId = await bringGroup(world, AccountId, 'Chime Pro', { members: [id] });
  await world.ana.call(AddOrUpdateGroups, { AccountId, Groups: [{ GroupName: 'Chime Pro', LicenseType: 'Pro' }] });
  expect((await findUserRow(world, id))?.registration_status).toBe('Registered');
  const { GroupErrors } = await world.ana.call(DeleteGroups, { AccountId, GroupNames: ['Chime Pro', 'Other', 'Other'] });
  expect(GroupErrors).toMatchObject([{ GroupName: 'Other', ErrorCode: 'NotFound' }]);
  expect((await findUserRow(world, id))?.registration_status).toBe('Suspended');
  expect(await world.ana.call(ListGroups, { AccountId })).toEqual({ Groups: [] });
  expect(await withAccount(world, acme, AccountId, (tx, account) => listMemberIds(tx, account, groupId))).toEqual([id]);
});
