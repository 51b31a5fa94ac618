import { afterAll, expect, test } from 'vitest';
import { AddOrUpdateGroups } from '../../../src/operations/chime/AddOrUpdateGroups.ts';
import { ListGroups } from '../../../src/operations/chime/ListGroups.ts';
import { deleteAccountGroups } from '../../../src/store/account-groups.ts';
import { bringGroup } from '../../support/groups.ts';
import { createEnterprise, withAccount } from '../../support/people.ts';
import { acme, createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('lists the groups that give licenses and no others, in pages', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Acme');
  for (const name of ['A', 'B', 'C', 'Unmapped']) await bringGroup(world, AccountId, name);
  const Groups = ['A', 'B', 'C'].map((GroupName) => ({ GroupName, LicenseType: 'Pro' as const }));
  await world.ana.call(AddOrUpdateGroups, { AccountId, Groups });
  const first = await world.ana.call(ListGroups, { AccountId, MaxResults: 2 });
  const second = await world.ana.call(ListGroups, { AccountId, MaxResults: 2, NextToken: first.NextToken });
  expect([...first.Groups, ...second.Groups].map(({ GroupName }) => GroupName).toSorted()).toEqual(['A', 'B', 'C']);
  expect(second.NextToken).toBeUndefined();
});

test('a group that is gone from its source is shown as Missing, until its name is added anew', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Missing');
  const id = await bringGroup(world, AccountId, 'Chime Pro');
  const add = { AccountId, Groups: [{ GroupName: 'Chime Pro', LicenseType: 'Pro' as const }] };
  await world.ana.call(AddOrUpdateGroups, add);
  await withAccount(world, acme, AccountId, (tx, account) => deleteAccountGroups(tx, account, [id]));
  expect((await world.ana.call(ListGroups, { AccountId })).Groups).toMatchObject([{ GroupName: 'Chime Pro', Status: 'Missing' }]);
  await bringGroup(world, AccountId, 'Chime Pro');
  await world.ana.call(AddOrUpdateGroups, add);
  expect((await world.ana.call(ListGroups, { AccountId })).Groups).toMatchObject([{ GroupName: 'Chime Pro', Status: 'Active' }]);
});
