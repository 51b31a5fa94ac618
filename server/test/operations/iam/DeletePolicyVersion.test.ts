import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreatePolicy } from '../../../src/operations/iam/CreatePolicy.ts';
import { CreatePolicyVersion } from '../../../src/operations/iam/CreatePolicyVersion.ts';
import { DeletePolicyVersion } from '../../../src/operations/iam/DeletePolicyVersion.ts';
import { ListPolicyVersions } from '../../../src/operations/iam/ListPolicyVersions.ts';
import { allow } from '../../support/policies.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('any version but the default can be deleted', async () => {
  const PolicyArn = `arn:aws:iam::${acme}:policy/list`;
  await world.ana.call(CreatePolicy, { PolicyName: 'list', PolicyDocument: allow('iam:ListUsers') });
  await world.ana.call(CreatePolicyVersion, { PolicyArn, PolicyDocument: allow('iam:ListGroups'), SetAsDefault: true });
  await expect(world.ana.call(DeletePolicyVersion, { PolicyArn, VersionId: 'v2' })).rejects.toMatchObject({
    status: 409,
    code: 'DeleteConflict',
    message: 'Cannot delete the default version of a policy.',
  });
  await world.ana.call(DeletePolicyVersion, { PolicyArn, VersionId: 'v1' });
  expect(await world.ana.call(ListPolicyVersions, { PolicyArn })).toMatchObject({ Versions: [{ VersionId: 'v2' }] });
  await expect(world.ana.call(DeletePolicyVersion, { PolicyArn, VersionId: 'v1' })).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
  });
});
