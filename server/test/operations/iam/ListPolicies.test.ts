import { afterAll, beforeAll, expect, test } from 'vitest';
import { AttachUserPolicy } from '../../../src/operations/iam/AttachUserPolicy.ts';
import { CreatePolicy } from '../../../src/operations/iam/CreatePolicy.ts';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { ListPolicies } from '../../../src/operations/iam/ListPolicies.ts';
import { allow } from '../../support/policies.ts';
import { createWorld, globex, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

const PolicyDocument = allow('iam:ListUsers');

test('policies of AWS come first, then those of the account, in pages, each once', async () => {
  for (const PolicyName of ['zeta', 'Alpha']) await world.ana.call(CreatePolicy, { PolicyName, PolicyDocument });
  await world.gil.call(CreatePolicy, { PolicyName: 'theirs', PolicyDocument });
  for (const MaxItems of [1, 3, 6, 7, 1000]) {
    const names: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page = await world.ana.call(ListPolicies, { MaxItems, ...(Marker !== undefined && { Marker }) });
      names.push(...(page.Policies ?? []).map(({ PolicyName }) => PolicyName));
      Marker = page.Marker;
    } while (Marker !== undefined);
    expect(names).toEqual([
      'AdministratorAccess',
      'AmazonChimeFullAccess',
      'AmazonChimeReadOnly',
      'AmazonChimeUserManagement',
      'IAMFullAccess',
      'IAMReadOnlyAccess',
      'Alpha',
      'zeta',
    ]);
  }
});

test('scope, path and use select', async () => {
  await world.gil.call(CreatePolicy, { PolicyName: 'below', Path: '/a/b/', PolicyDocument });
  await world.gil.call(CreatePolicy, { PolicyName: 'used', PolicyDocument });
  await world.gil.call(CreateUser, { UserName: 'greta' });
  await world.gil.call(AttachUserPolicy, { UserName: 'greta', PolicyArn: `arn:aws:iam::${globex}:policy/used` });
  const list = async (input: {
    Scope?: 'AWS' | 'Local';
    OnlyAttached?: boolean;
    PathPrefix?: string;
    PolicyUsageFilter?: 'PermissionsBoundary';
  }) => ((await world.gil.call(ListPolicies, input)).Policies ?? []).map(({ PolicyName }) => PolicyName);
  expect(await list({ Scope: 'Local' })).toEqual(['below', 'theirs', 'used']);
  expect(await list({ Scope: 'AWS' })).toHaveLength(6);
  expect(await list({ PathPrefix: '/a/' })).toEqual(['below']);
  expect(await list({ OnlyAttached: true })).toEqual(['AdministratorAccess', 'used']);
  expect(await list({ PolicyUsageFilter: 'PermissionsBoundary' })).toEqual([]);
});
