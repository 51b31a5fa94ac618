import { afterAll, beforeAll, expect, test } from 'vitest';
import { AddUserToGroup } from '../../../src/operations/iam/AddUserToGroup.ts';
import { AttachRolePolicy } from '../../../src/operations/iam/AttachRolePolicy.ts';
import { CreateGroup } from '../../../src/operations/iam/CreateGroup.ts';
import { CreatePolicy } from '../../../src/operations/iam/CreatePolicy.ts';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { GetAccountAuthorizationDetails } from '../../../src/operations/iam/GetAccountAuthorizationDetails.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { allow, chimeReadOnly, trust } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('everything that has to do with authorisation, in pages of any size', async () => {
  await world.ana.call(CreateGroup, { GroupName: 'staff' });
  await world.ana.call(AddUserToGroup, { GroupName: 'staff', UserName: 'bo' });
  await world.ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'own', PolicyDocument: allow('iam:GetUser') });
  await world.ana.call(CreateRole, { RoleName: 'r', AssumeRolePolicyDocument: trust('*') });
  await world.ana.call(AttachRolePolicy, { RoleName: 'r', PolicyArn: chimeReadOnly });
  await world.ana.call(CreatePolicy, { PolicyName: 'p', PolicyDocument: allow('iam:ListUsers') });
  const all = await world.ana.call(GetAccountAuthorizationDetails, {});
  expect(all.UserDetailList).toMatchObject([
    { UserName: 'admin', AttachedManagedPolicies: [{ PolicyName: 'AdministratorAccess' }] },
    { UserName: 'bo', GroupList: ['staff'], UserPolicyList: [{ PolicyName: 'own', PolicyDocument: expect.stringMatching(/^%7B/) }] },
  ]);
  expect(all.GroupDetailList).toMatchObject([{ GroupName: 'staff' }]);
  expect(all.RoleDetailList).toMatchObject([{ RoleName: 'r', AttachedManagedPolicies: [{ PolicyArn: chimeReadOnly }] }]);
  expect(all.Policies?.map(({ PolicyName }) => PolicyName)).toEqual(['p', 'AdministratorAccess', 'AmazonChimeReadOnly']);
  expect(all.Policies?.[0]?.PolicyVersionList).toMatchObject([{ VersionId: 'v1', IsDefaultVersion: true }]);

  const names: (string | undefined)[] = [];
  for (let Marker: string | undefined; ;) {
    const page: Awaited<typeof all> = await world.ana.call(GetAccountAuthorizationDetails, { MaxItems: 1, Marker });
    names.push(
      page.UserDetailList?.[0]?.UserName ??
        page.GroupDetailList?.[0]?.GroupName ??
        page.RoleDetailList?.[0]?.RoleName ??
        page.Policies?.[0]?.PolicyName,
    );
    Marker = page.Marker;
    if (Marker === undefined) break;
  }
  expect(names).toEqual(['admin', 'bo', 'staff', 'r', 'p', 'AdministratorAccess', 'AmazonChimeReadOnly']);
});

test('only the kinds that are asked for', async () => {
  const some = await world.ana.call(GetAccountAuthorizationDetails, { Filter: ['Group', 'LocalManagedPolicy'] });
  expect(some).toMatchObject({ UserDetailList: [], GroupDetailList: [{}], RoleDetailList: [], Policies: [{ PolicyName: 'p' }] });
});
