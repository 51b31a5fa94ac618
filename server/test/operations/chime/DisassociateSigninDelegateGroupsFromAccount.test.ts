import { afterAll, expect, test } from 'vitest';
import { AssociateSigninDelegateGroupsWithAccount } from '../../../src/operations/chime/AssociateSigninDelegateGroupsWithAccount.ts';
import { DisassociateSigninDelegateGroupsFromAccount } from '../../../src/operations/chime/DisassociateSigninDelegateGroupsFromAccount.ts';
import { GetAccount } from '../../../src/operations/chime/GetAccount.ts';
import { bringGroup } from '../../support/groups.ts';
import { createEnterprise } from '../../support/people.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('the account shows only the groups that are left; 404 for one that is not associated', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Acme');
  const names = ['Desk', 'Night desk'];
  for (const name of names) await bringGroup(world, AccountId, name);
  const SigninDelegateGroups = names.map((GroupName) => ({ GroupName }));
  await world.ana.call(AssociateSigninDelegateGroupsWithAccount, { AccountId, SigninDelegateGroups });
  const disassociate = (GroupNames: string[]) => world.ana.call(DisassociateSigninDelegateGroupsFromAccount, { AccountId, GroupNames });
  await expect(disassociate(['Desk', 'Other'])).rejects.toMatchObject({ status: 404 });
  await disassociate(['Desk']);
  expect((await world.ana.call(GetAccount, { AccountId })).Account?.SigninDelegateGroups).toEqual([{ GroupName: 'Night desk' }]);
  await disassociate(['Night desk']);
  expect((await world.ana.call(GetAccount, { AccountId })).Account).not.toHaveProperty('SigninDelegateGroups');
});
