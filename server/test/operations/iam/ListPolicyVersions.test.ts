import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreatePolicy } from '../../../src/operations/iam/CreatePolicy.ts';
import { CreatePolicyVersion } from '../../../src/operations/iam/CreatePolicyVersion.ts';
import { ListPolicyVersions } from '../../../src/operations/iam/ListPolicyVersions.ts';
import { allow, chimeReadOnly } from '../../support/policies.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('versions come in pages, the newest first, without documents', async () => {
  const PolicyArn = `arn:aws:iam::${acme}:policy/list`;
  await world.ana.call(CreatePolicy, { PolicyName: 'list', PolicyDocument: allow('iam:ListUsers') });
  for (const SetAsDefault of [true, false])
    await world.ana.call(CreatePolicyVersion, { PolicyArn, PolicyDocument: allow('iam:ListGroups'), SetAsDefault });
  const first = await world.ana.call(ListPolicyVersions, { PolicyArn, MaxItems: 2 });
  expect(first).toEqual({
    Versions: [
      { VersionId: 'v3', IsDefaultVersion: false, CreateDate: '2026-06-01T12:00:00Z' },
      { VersionId: 'v2', IsDefaultVersion: true, CreateDate: '2026-06-01T12:00:00Z' },
    ],
    IsTruncated: true,
    Marker: expect.any(String),
  });
  expect(await world.ana.call(ListPolicyVersions, { PolicyArn, Marker: first.Marker })).toMatchObject({
    Versions: [{ VersionId: 'v1' }],
    IsTruncated: false,
  });
});

test('policies that AWS manages have one', async () => {
  expect(await world.ana.call(ListPolicyVersions, { PolicyArn: chimeReadOnly })).toMatchObject({
    Versions: [{ VersionId: 'v1', IsDefaultVersion: true }],
    IsTruncated: false,
  });
});
