import { afterAll, beforeAll, expect, test } from 'vitest';
import { AttachUserPolicy } from '../../../src/operations/iam/AttachUserPolicy.ts';
import { DetachUserPolicy } from '../../../src/operations/iam/DetachUserPolicy.ts';
import { ListUsers } from '../../../src/operations/iam/ListUsers.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('what a detached policy allowed is denied from the next request on', async () => {
  const PolicyArn = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess';
  await world.ana.call(AttachUserPolicy, { UserName: 'bo', PolicyArn });
  await world.bo.call(ListUsers, {});
  await world.ana.call(DetachUserPolicy, { UserName: 'bo', PolicyArn });
  await expect(world.bo.call(ListUsers, {})).rejects.toMatchObject({ status: 403 });
  await expect(world.ana.call(DetachUserPolicy, { UserName: 'bo', PolicyArn })).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
    message: `Policy ${PolicyArn} was not found.`,
  });
});
