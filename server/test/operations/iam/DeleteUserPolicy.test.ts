import { afterAll, beforeAll, expect, test } from 'vitest';
import { DeleteUserPolicy } from '../../../src/operations/iam/DeleteUserPolicy.ts';
import { ListUsers } from '../../../src/operations/iam/ListUsers.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { allow } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('what a deleted policy allowed is denied from the next request on', async () => {
  await world.ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'list', PolicyDocument: allow('iam:ListUsers') });
  await world.bo.call(ListUsers, {});
  await world.ana.call(DeleteUserPolicy, { UserName: 'bo', PolicyName: 'list' });
  await expect(world.bo.call(ListUsers, {})).rejects.toMatchObject({ status: 403 });
  await expect(world.ana.call(DeleteUserPolicy, { UserName: 'bo', PolicyName: 'list' })).rejects.toMatchObject({
    status: 404,
    message: 'The user policy with name list cannot be found.',
  });
});
