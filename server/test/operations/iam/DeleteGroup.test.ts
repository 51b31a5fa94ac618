import { afterAll, beforeAll, expect, test } from 'vitest';
import { AddUserToGroup } from '../../../src/operations/iam/AddUserToGroup.ts';
import { AttachGroupPolicy } from '../../../src/operations/iam/AttachGroupPolicy.ts';
import { CreateGroup } from '../../../src/operations/iam/CreateGroup.ts';
import { DeleteGroup } from '../../../src/operations/iam/DeleteGroup.ts';
import { DeleteGroupPolicy } from '../../../src/operations/iam/DeleteGroupPolicy.ts';
import { DetachGroupPolicy } from '../../../src/operations/iam/DetachGroupPolicy.ts';
import { GetGroup } from '../../../src/operations/iam/GetGroup.ts';
import { PutGroupPolicy } from '../../../src/operations/iam/PutGroupPolicy.ts';
import { RemoveUserFromGroup } from '../../../src/operations/iam/RemoveUserFromGroup.ts';
import { allow, chimeReadOnly } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a group is deleted once it is empty, and each refusal names what must go first', async () => {
  await world.ana.call(CreateGroup, { GroupName: 'staff' });
  await world.ana.call(AddUserToGroup, { GroupName: 'staff', UserName: 'bo' });
  await world.ana.call(PutGroupPolicy, { GroupName: 'staff', PolicyName: 'list', PolicyDocument: allow('iam:ListUsers') });
  await world.ana.call(AttachGroupPolicy, { GroupName: 'staff', PolicyArn: chimeReadOnly });

  const refused = (message: string) =>
    expect(world.ana.call(DeleteGroup, { GroupName: 'staff' })).rejects.toMatchObject({ status: 409, code: 'DeleteConflict', message });
  await refused('Cannot delete entity, must remove users from group first. Still there: bo.');
  await world.ana.call(RemoveUserFromGroup, { GroupName: 'staff', UserName: 'bo' });
  await refused(`Cannot delete entity, must detach all policies first. Still there: ${chimeReadOnly}.`);
  await world.ana.call(DetachGroupPolicy, { GroupName: 'staff', PolicyArn: chimeReadOnly });
  await refused('Cannot delete entity, must delete policies first. Still there: list.');
  await world.ana.call(DeleteGroupPolicy, { GroupName: 'staff', PolicyName: 'list' });

  await world.ana.call(DeleteGroup, { GroupName: 'staff' });
  await expect(world.ana.call(GetGroup, { GroupName: 'staff' })).rejects.toMatchObject({ code: 'NoSuchEntity' });
});
