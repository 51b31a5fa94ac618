import { afterAll, beforeAll, expect, test } from 'vitest';
import { AddUserToGroup } from '../../../src/operations/iam/AddUserToGroup.ts';
import { AttachGroupPolicy } from '../../../src/operations/iam/AttachGroupPolicy.ts';
import { CreateGroup } from '../../../src/operations/iam/CreateGroup.ts';
import { DetachGroupPolicy } from '../../../src/operations/iam/DetachGroupPolicy.ts';
import { ListUsers } from '../../../src/operations/iam/ListUsers.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('what a detached policy allowed is denied to the members from the next request on', async () => {
  const PolicyArn = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess';
  await world.ana.call(CreateGroup, { GroupName: 'auditors' });
  await world.ana.call(AddUserToGroup, { GroupName: 'auditors', UserName: 'bo' });
  await world.ana.call(AttachGroupPolicy, { GroupName: 'auditors', PolicyArn });
  await world.bo.call(ListUsers, {});
  await world.ana.call(DetachGroupPolicy, { GroupName: 'auditors', PolicyArn });
  await expect(world.bo.call(ListUsers, {})).rejects.toMatchObject({ status: 403 });
  await expect(world.ana.call(DetachGroupPolicy, { GroupName: 'auditors', PolicyArn })).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
  });
});
