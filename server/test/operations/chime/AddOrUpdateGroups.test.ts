import { afterAll, expect, test } from 'vitest';
import { AddOrUpdateGroups } from '../../../src/operations/chime/AddOrUpdateGroups.ts';
import { UpdateSupportedLicenses } from '../../../src/operations/chime/UpdateSupportedLicenses.ts';
import { bringGroup } from '../../support/groups.ts';
import { containing } from '../../support/matchers.ts';
import { addMember, changeAccount, countSessions, createTeam, findUserRow, signIn } from '../../support/members.ts';
import { claimDomain } from '../../support/people.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

async function createOkta(name: string): Promise<{ AccountId: string; ids: string[] }> {
  const AccountId = await createTeam(world.ana, name);
  const ids = [];
  for (const user of ['ann', 'ben', 'cid']) ids.push(await addMember(world, world.ana, AccountId, `${user}@${name.toLowerCase()}.example`));
  await changeAccount(world, AccountId, { type: 'EnterpriseOIDC' });
  await claimDomain(world, AccountId, `${name.toLowerCase()}.example`);
  return { AccountId, ids };
}

test('the members of the group get its license at once, and whoever is in no group loses it', async () => {
  const { AccountId, ids } = await createOkta('Acme');
  const [ann = '', ben = '', cid = ''] = ids;
  await bringGroup(world, AccountId, 'Chime Basic', { members: [ann, ben] });
  await bringGroup(world, AccountId, 'Elsewhere', { members: [cid] });
  await signIn(world, cid);
  const mapping = { GroupName: 'Chime Basic', LicenseType: 'Basic' as const };
  expect(await world.ana.call(AddOrUpdateGroups, { AccountId, Groups: [mapping] })).toEqual({
    Groups: [{ ...mapping, Source: 'SCIM', MemberCount: 2, Status: 'Active' }],
    GroupErrors: [],
  });
  expect((await findUserRow(world, ann))?.license_type).toBe('Basic');
  expect((await findUserRow(world, cid))?.registration_status).toBe('Suspended');
  expect(await countSessions(world, cid)).toBe(0);
});

test('the license of a group that has one is changed', async () => {
  const { AccountId, ids } = await createOkta('Changed');
  await bringGroup(world, AccountId, 'All', { members: ids });
  for (const LicenseType of ['Basic', 'Pro'] as const) {
    const { Groups } = await world.ana.call(AddOrUpdateGroups, { AccountId, Groups: [{ GroupName: 'All', LicenseType }] });
    expect(Groups).toMatchObject([{ LicenseType, MemberCount: 3 }]);
    expect((await findUserRow(world, ids[0] ?? ''))?.license_type).toBe(LicenseType);
  }
});

test('a name that no group has exactly is an error of its own, and the others are added', async () => {
  const { AccountId } = await createOkta('Partly');
  await bringGroup(world, AccountId, 'Chime Pro');
  const Groups = ['chime pro', 'Chime Pro', 'New'].map((GroupName) => ({ GroupName, LicenseType: 'Pro' as const }));
  const answer = await world.ana.call(AddOrUpdateGroups, { AccountId, Groups });
  expect(answer.Groups).toMatchObject([{ GroupName: 'Chime Pro' }]);
  expect(answer.GroupErrors).toMatchObject([
    { GroupName: 'chime pro', ErrorCode: 'NotFound' },
    { GroupName: 'New', ErrorCode: 'NotFound', ErrorMessage: containing('may not have synchronised yet') },
  ]);
});

test('a license that the account does not support is an error of its own', async () => {
  const { AccountId } = await createOkta('Narrow');
  await bringGroup(world, AccountId, 'All');
  await world.ana.call(UpdateSupportedLicenses, { AccountId, SupportedLicenses: ['Pro'] });
  const { GroupErrors } = await world.ana.call(AddOrUpdateGroups, { AccountId, Groups: [{ GroupName: 'All', LicenseType: 'Basic' }] });
  expect(GroupErrors).toMatchObject([{ GroupName: 'All', ErrorCode: 'BadRequest', ErrorMessage: containing('does not support') }]);
});

test('a directory account takes groups of its directory only', async () => {
  const { AccountId } = await createOkta('Directory');
  await bringGroup(world, AccountId, 'Pushed');
  await bringGroup(world, AccountId, 'Domain Users', { source: 'directory' });
  await changeAccount(world, AccountId, { type: 'EnterpriseDirectory' });
  const Groups = ['Pushed', 'Domain Users'].map((GroupName) => ({ GroupName, LicenseType: 'Pro' as const }));
  const answer = await world.ana.call(AddOrUpdateGroups, { AccountId, Groups });
  expect(answer.Groups).toMatchObject([{ GroupName: 'Domain Users', Source: 'ActiveDirectory' }]);
  expect(answer.GroupErrors).toMatchObject([{ GroupName: 'Pushed' }]);
});

test('a dry run answers the group and changes no license', async () => {
  const { AccountId, ids } = await createOkta('Dry');
  await bringGroup(world, AccountId, 'All', { members: ids });
  const input = { AccountId, Groups: [{ GroupName: 'All', LicenseType: 'Basic' as const }] };
  expect((await world.ana.call(AddOrUpdateGroups, input, { dryRun: true })).Groups).toMatchObject([{ MemberCount: 3 }]);
  expect((await findUserRow(world, ids[0] ?? ''))?.license_type).toBe('Pro');
});

test('422 for a Team account, 400 for 51 groups', async () => {
  const AccountId = await createTeam(world.ana, 'Team');
  const group = { GroupName: 'All', LicenseType: 'Pro' as const };
  await expect(world.ana.call(AddOrUpdateGroups, { AccountId, Groups: [group] })).rejects.toMatchObject({ status: 422 });
  const Groups = Array.from({ length: 51 }, () => group);
  await expect(world.ana.call(AddOrUpdateGroups, { AccountId, Groups })).rejects.toMatchObject({ status: 400 });
});
