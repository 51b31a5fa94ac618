import { afterAll, beforeAll, expect, test } from 'vitest';
import { AttachRolePolicy } from '../../../src/operations/iam/AttachRolePolicy.ts';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { DeleteRole } from '../../../src/operations/iam/DeleteRole.ts';
import { DeleteRolePolicy } from '../../../src/operations/iam/DeleteRolePolicy.ts';
import { DetachRolePolicy } from '../../../src/operations/iam/DetachRolePolicy.ts';
import { GetRole } from '../../../src/operations/iam/GetRole.ts';
import { PutRolePolicy } from '../../../src/operations/iam/PutRolePolicy.ts';
import { allow, chimeReadOnly, trust } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a role is deleted once nothing is left of it, and each refusal names what must go first', async () => {
  await world.ana.call(CreateRole, { RoleName: 'r', AssumeRolePolicyDocument: trust('*') });
  await world.ana.call(AttachRolePolicy, { RoleName: 'r', PolicyArn: chimeReadOnly });
  await world.ana.call(PutRolePolicy, { RoleName: 'r', PolicyName: 'own', PolicyDocument: allow('iam:GetUser') });
  const refused = (message: string) =>
    expect(world.ana.call(DeleteRole, { RoleName: 'r' })).rejects.toMatchObject({ status: 409, code: 'DeleteConflict', message });
  await refused(`Cannot delete entity, must detach all policies first. Still there: ${chimeReadOnly}.`);
  await world.ana.call(DetachRolePolicy, { RoleName: 'r', PolicyArn: chimeReadOnly });
  await refused('Cannot delete entity, must delete policies first. Still there: own.');
  await world.ana.call(DeleteRolePolicy, { RoleName: 'r', PolicyName: 'own' });
  await world.ana.call(DeleteRole, { RoleName: 'r' });
  await expect(world.ana.call(GetRole, { RoleName: 'r' })).rejects.toMatchObject({ status: 404 });
});
