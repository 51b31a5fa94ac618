import { afterAll, expect, test } from 'vitest';
import { AssociateSigninDelegateGroupsWithAccount } from '../../../src/operations/chime/AssociateSigninDelegateGroupsWithAccount.ts';
import { GetAccount } from '../../../src/operations/chime/GetAccount.ts';
import { bringGroup } from '../../support/groups.ts';
import { createEnterprise } from '../../support/people.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('the account shows the groups, each once', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Acme');
  for (const name of ['Desk', 'Night desk']) await bringGroup(world, AccountId, name);
  for (const names of [['Desk'], ['Night desk', 'Desk']]) {
    const SigninDelegateGroups = names.map((GroupName) => ({ GroupName }));
    await world.ana.call(AssociateSigninDelegateGroupsWithAccount, { AccountId, SigninDelegateGroups });
  }
  const { Account } = await world.ana.call(GetAccount, { AccountId });
  expect(Account?.SigninDelegateGroups).toEqual([{ GroupName: 'Desk' }, { GroupName: 'Night desk' }]);
});

test('404 for a group that the account does not have, 400 for one without a name or for too many, and nothing is changed', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Strict');
  await bringGroup(world, AccountId, 'Desk');
  const associate = (SigninDelegateGroups: { GroupName?: string }[]) =>
    world.ana.call(AssociateSigninDelegateGroupsWithAccount, { AccountId, SigninDelegateGroups });
  await expect(associate([{ GroupName: 'Desk' }, { GroupName: 'desk' }])).rejects.toMatchObject({ status: 404 });
  await expect(associate([{}])).rejects.toMatchObject({ status: 400 });
  const tooMany = Array.from({ length: 101 }, (_, index) => ({ GroupName: `Desk ${index}` }));
  await expect(associate(tooMany)).rejects.toMatchObject({ status: 400 });
  expect((await world.ana.call(GetAccount, { AccountId })).Account).not.toHaveProperty('SigninDelegateGroups');
});
