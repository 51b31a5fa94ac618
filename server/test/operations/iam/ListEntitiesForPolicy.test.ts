import { afterAll, beforeAll, expect, test } from 'vitest';
import { AttachGroupPolicy } from '../../../src/operations/iam/AttachGroupPolicy.ts';
import { AttachUserPolicy } from '../../../src/operations/iam/AttachUserPolicy.ts';
import { CreateGroup } from '../../../src/operations/iam/CreateGroup.ts';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { GetGroup } from '../../../src/operations/iam/GetGroup.ts';
import { ListEntitiesForPolicy } from '../../../src/operations/iam/ListEntitiesForPolicy.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

const PolicyArn = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess';

test('groups come first, then users, in pages, each once', async () => {
  for (const name of ['b', 'a']) {
    await world.ana.call(CreateUser, { UserName: `user-${name}`, Path: `/${name}/` });
    await world.ana.call(AttachUserPolicy, { UserName: `user-${name}`, PolicyArn });
    await world.ana.call(CreateGroup, { GroupName: `group-${name}`, Path: `/${name}/` });
    await world.ana.call(AttachGroupPolicy, { GroupName: `group-${name}`, PolicyArn });
  }
  for (const MaxItems of [1, 2, 3, 4, 100]) {
    const names: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page = await world.ana.call(ListEntitiesForPolicy, { PolicyArn, MaxItems, ...(Marker !== undefined && { Marker }) });
      names.push(
        ...(page.PolicyGroups ?? []).map(({ GroupName }) => GroupName),
        ...(page.PolicyUsers ?? []).map(({ UserName }) => UserName),
      );
      Marker = page.Marker;
    } while (Marker !== undefined);
    expect(names).toEqual(['group-a', 'group-b', 'user-a', 'user-b']);
  }
});

test('kind, path and use select', async () => {
  const { GroupId } = (await world.ana.call(GetGroup, { GroupName: 'group-a' })).Group;
  expect(await world.ana.call(ListEntitiesForPolicy, { PolicyArn, EntityFilter: 'Group', PathPrefix: '/a/' })).toEqual({
    PolicyGroups: [{ GroupName: 'group-a', GroupId }],
    PolicyUsers: [],
    PolicyRoles: [],
    IsTruncated: false,
  });
  expect(await world.ana.call(ListEntitiesForPolicy, { PolicyArn, EntityFilter: 'User' })).toMatchObject({
    PolicyGroups: [],
    PolicyUsers: [{}, {}],
  });
  expect(await world.ana.call(ListEntitiesForPolicy, { PolicyArn, EntityFilter: 'Role' })).toMatchObject({
    PolicyGroups: [],
    PolicyUsers: [],
  });
  expect(await world.ana.call(ListEntitiesForPolicy, { PolicyArn, PolicyUsageFilter: 'PermissionsBoundary' })).toMatchObject({
    PolicyGroups: [],
    PolicyUsers: [],
  });
});

test('entities of other accounts are not listed', async () => {
  expect(await world.gil.call(ListEntitiesForPolicy, { PolicyArn })).toMatchObject({ PolicyGroups: [], PolicyUsers: [] });
});
