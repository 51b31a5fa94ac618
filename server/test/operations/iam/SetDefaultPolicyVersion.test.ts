import { afterAll, beforeAll, expect, test } from 'vitest';
import { AttachUserPolicy } from '../../../src/operations/iam/AttachUserPolicy.ts';
import { CreatePolicy } from '../../../src/operations/iam/CreatePolicy.ts';
import { CreatePolicyVersion } from '../../../src/operations/iam/CreatePolicyVersion.ts';
import { ListGroups } from '../../../src/operations/iam/ListGroups.ts';
import { ListUsers } from '../../../src/operations/iam/ListUsers.ts';
import { SetDefaultPolicyVersion } from '../../../src/operations/iam/SetDefaultPolicyVersion.ts';
import { allow, chimeReadOnly } from '../../support/policies.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('the version set as default counts from the next request on', async () => {
  const PolicyArn = `arn:aws:iam::${acme}:policy/changing`;
  await world.ana.call(CreatePolicy, { PolicyName: 'changing', PolicyDocument: allow('iam:ListUsers') });
  await world.ana.call(CreatePolicyVersion, { PolicyArn, PolicyDocument: allow('iam:ListGroups') });
  await world.ana.call(AttachUserPolicy, { UserName: 'bo', PolicyArn });
  await world.ana.call(SetDefaultPolicyVersion, { PolicyArn, VersionId: 'v2' });
  await world.bo.call(ListGroups, {});
  await world.ana.call(SetDefaultPolicyVersion, { PolicyArn, VersionId: 'v1' });
  await world.bo.call(ListUsers, {});
  await expect(world.bo.call(ListGroups, {})).rejects.toMatchObject({ status: 403 });
});

test('404 for a version that is not there; 403 for a policy that AWS manages', async () => {
  const PolicyArn = `arn:aws:iam::${acme}:policy/changing`;
  await expect(world.ana.call(SetDefaultPolicyVersion, { PolicyArn, VersionId: 'v9' })).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
  });
  await expect(world.ana.call(SetDefaultPolicyVersion, { PolicyArn, VersionId: '3' })).rejects.toMatchObject({
    status: 400,
    code: 'ValidationError',
  });
  await expect(world.ana.call(SetDefaultPolicyVersion, { PolicyArn: chimeReadOnly, VersionId: 'v1' })).rejects.toMatchObject({
    status: 403,
  });
});
