import { afterAll, beforeAll, expect, test } from 'vitest';
import { AddUserToGroup } from '../../../src/operations/iam/AddUserToGroup.ts';
import { CreateGroup } from '../../../src/operations/iam/CreateGroup.ts';
import { DeleteGroupPolicy } from '../../../src/operations/iam/DeleteGroupPolicy.ts';
import { ListUsers } from '../../../src/operations/iam/ListUsers.ts';
import { PutGroupPolicy } from '../../../src/operations/iam/PutGroupPolicy.ts';
import { allow } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('what a deleted policy allowed is denied to the members from the next request on', async () => {
  await world.ana.call(CreateGroup, { GroupName: 'staff' });
  await world.ana.call(AddUserToGroup, { GroupName: 'staff', UserName: 'bo' });
  await world.ana.call(PutGroupPolicy, { GroupName: 'staff', PolicyName: 'list', PolicyDocument: allow('iam:ListUsers') });
  await world.bo.call(ListUsers, {});
  await world.ana.call(DeleteGroupPolicy, { GroupName: 'staff', PolicyName: 'list' });
  await expect(world.bo.call(ListUsers, {})).rejects.toMatchObject({ status: 403 });
  await expect(world.ana.call(DeleteGroupPolicy, { GroupName: 'staff', PolicyName: 'list' })).rejects.toMatchObject({
    status: 404,
    message: 'The group policy with name list cannot be found.',
  });
});
