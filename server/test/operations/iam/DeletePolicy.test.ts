import { afterAll, beforeAll, expect, test } from 'vitest';
import { AttachUserPolicy } from '../../../src/operations/iam/AttachUserPolicy.ts';
import { CreatePolicy } from '../../../src/operations/iam/CreatePolicy.ts';
import { CreatePolicyVersion } from '../../../src/operations/iam/CreatePolicyVersion.ts';
import { DeletePolicy } from '../../../src/operations/iam/DeletePolicy.ts';
import { DeletePolicyVersion } from '../../../src/operations/iam/DeletePolicyVersion.ts';
import { DetachUserPolicy } from '../../../src/operations/iam/DetachUserPolicy.ts';
import { GetPolicy } from '../../../src/operations/iam/GetPolicy.ts';
import { allow, chimeReadOnly } from '../../support/policies.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a policy is deleted once it is attached to nothing and has one version, and each refusal names what must go first', async () => {
  const PolicyArn = `arn:aws:iam::${acme}:policy/list`;
  await world.ana.call(CreatePolicy, { PolicyName: 'list', PolicyDocument: allow('iam:ListUsers') });
  await world.ana.call(CreatePolicyVersion, { PolicyArn, PolicyDocument: allow('iam:ListGroups') });
  await world.ana.call(AttachUserPolicy, { UserName: 'bo', PolicyArn });
  await expect(world.ana.call(DeletePolicy, { PolicyArn })).rejects.toMatchObject({
    status: 409,
    code: 'DeleteConflict',
    message: 'Cannot delete a policy attached to entities. Still there: user bo.',
  });
  await world.ana.call(DetachUserPolicy, { UserName: 'bo', PolicyArn });
  await expect(world.ana.call(DeletePolicy, { PolicyArn })).rejects.toMatchObject({
    status: 409,
    code: 'DeleteConflict',
    message: expect.stringMatching(/^This policy has more than one version\. .* Still there: v2\.$/),
  });
  await world.ana.call(DeletePolicyVersion, { PolicyArn, VersionId: 'v2' });
  await world.ana.call(DeletePolicy, { PolicyArn });
  await expect(world.ana.call(GetPolicy, { PolicyArn })).rejects.toMatchObject({ status: 404, code: 'NoSuchEntity' });
});

test('a policy that AWS manages cannot be deleted', async () => {
  await expect(world.ana.call(DeletePolicy, { PolicyArn: chimeReadOnly })).rejects.toMatchObject({
    status: 403,
    code: 'AccessDenied',
    message: 'Policy is outside your own account.',
  });
});
