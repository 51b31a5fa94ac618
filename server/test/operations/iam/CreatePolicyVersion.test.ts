import { afterAll, beforeAll, expect, test } from 'vitest';
import { AttachUserPolicy } from '../../../src/operations/iam/AttachUserPolicy.ts';
import { CreatePolicy } from '../../../src/operations/iam/CreatePolicy.ts';
import { CreatePolicyVersion } from '../../../src/operations/iam/CreatePolicyVersion.ts';
import { DeletePolicyVersion } from '../../../src/operations/iam/DeletePolicyVersion.ts';
import { GetPolicy } from '../../../src/operations/iam/GetPolicy.ts';
import { ListGroups } from '../../../src/operations/iam/ListGroups.ts';
import { ListUsers } from '../../../src/operations/iam/ListUsers.ts';
import { allow, chimeReadOnly } from '../../support/policies.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

const PolicyArn = `arn:aws:iam::${acme}:policy/changing`;

test('a new default version counts from the next request on, another one does not', async () => {
  await world.ana.call(CreatePolicy, { PolicyName: 'changing', PolicyDocument: allow('iam:ListUsers') });
  await world.ana.call(AttachUserPolicy, { UserName: 'bo', PolicyArn });
  await world.bo.call(ListUsers, {});
  world.clock.advance(60_000);
  const second = await world.ana.call(CreatePolicyVersion, { PolicyArn, PolicyDocument: allow('iam:ListGroups') });
  expect(second).toEqual({ PolicyVersion: { VersionId: 'v2', IsDefaultVersion: false, CreateDate: '2026-06-01T12:01:00Z' } });
  await expect(world.bo.call(ListGroups, {})).rejects.toMatchObject({ status: 403 });
  await world.ana.call(CreatePolicyVersion, { PolicyArn, PolicyDocument: allow('iam:ListGroups'), SetAsDefault: true });
  await world.bo.call(ListGroups, {});
  await expect(world.bo.call(ListUsers, {})).rejects.toMatchObject({ status: 403 });
  expect(await world.ana.call(GetPolicy, { PolicyArn })).toMatchObject({
    Policy: { DefaultVersionId: 'v3', CreateDate: '2026-06-01T12:00:00Z', UpdateDate: '2026-06-01T12:01:00Z' },
  });
});

test('a sixth version is refused, and a deleted one leaves room but not its number', async () => {
  const PolicyDocument = allow('iam:ListUsers');
  await world.ana.call(CreatePolicyVersion, { PolicyArn, PolicyDocument });
  await world.ana.call(CreatePolicyVersion, { PolicyArn, PolicyDocument });
  await expect(world.ana.call(CreatePolicyVersion, { PolicyArn, PolicyDocument })).rejects.toMatchObject({
    status: 409,
    code: 'LimitExceeded',
    message: 'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
  });
  await world.ana.call(DeletePolicyVersion, { PolicyArn, VersionId: 'v5' });
  expect(await world.ana.call(CreatePolicyVersion, { PolicyArn, PolicyDocument })).toMatchObject({ PolicyVersion: { VersionId: 'v6' } });
});

test('a version that cannot be compiled is refused', async () => {
  await world.ana.call(DeletePolicyVersion, { PolicyArn, VersionId: 'v6' });
  await expect(world.ana.call(CreatePolicyVersion, { PolicyArn, PolicyDocument: '{}' })).rejects.toMatchObject({
    status: 400,
    code: 'MalformedPolicyDocument',
  });
});

test('a policy that AWS manages has no further version', async () => {
  await expect(world.ana.call(CreatePolicyVersion, { PolicyArn: chimeReadOnly, PolicyDocument: allow('*') })).rejects.toMatchObject({
    status: 403,
    code: 'AccessDenied',
  });
});
