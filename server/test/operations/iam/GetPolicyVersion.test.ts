import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreatePolicy } from '../../../src/operations/iam/CreatePolicy.ts';
import { GetPolicyVersion } from '../../../src/operations/iam/GetPolicyVersion.ts';
import { allow, chimeReadOnly } from '../../support/policies.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('the document is what was created, percent-encoded', async () => {
  const PolicyArn = `arn:aws:iam::${acme}:policy/list`;
  const PolicyDocument = allow('iam:ListUsers');
  await world.ana.call(CreatePolicy, { PolicyName: 'list', PolicyDocument });
  const { PolicyVersion } = await world.ana.call(GetPolicyVersion, { PolicyArn, VersionId: 'v1' });
  expect(PolicyVersion).toMatchObject({ VersionId: 'v1', IsDefaultVersion: true, CreateDate: '2026-06-01T12:00:00Z' });
  expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toBe(PolicyDocument);
});

test('policies that AWS manages can be read', async () => {
  const { PolicyVersion } = await world.ana.call(GetPolicyVersion, { PolicyArn: chimeReadOnly, VersionId: 'v1' });
  expect(JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? ''))).toMatchObject({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow' }],
  });
});

test('404 for a version or a policy that is not there', async () => {
  for (const [PolicyArn, VersionId] of [
    [chimeReadOnly, 'v2'],
    [chimeReadOnly, `v1${'0'.repeat(40)}`],
    [`arn:aws:iam::${acme}:policy/absent`, 'v1'],
  ] as const) {
    await expect(world.ana.call(GetPolicyVersion, { PolicyArn, VersionId })).rejects.toMatchObject({
      status: 404,
      code: 'NoSuchEntity',
      message: `Policy ${PolicyArn} version ${VersionId} does not exist or is not attachable.`,
    });
  }
});
