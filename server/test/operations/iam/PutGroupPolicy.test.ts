import { afterAll, beforeAll, expect, test } from 'vitest';
import { AddUserToGroup } from '../../../src/operations/iam/AddUserToGroup.ts';
import { CreateGroup } from '../../../src/operations/iam/CreateGroup.ts';
import { GetGroupPolicy } from '../../../src/operations/iam/GetGroupPolicy.ts';
import { ListUsers } from '../../../src/operations/iam/ListUsers.ts';
import { PutGroupPolicy } from '../../../src/operations/iam/PutGroupPolicy.ts';
import { allow } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a policy counts for the members from the next request on', async () => {
  await world.ana.call(CreateGroup, { GroupName: 'staff' });
  await world.ana.call(AddUserToGroup, { GroupName: 'staff', UserName: 'bo' });
  await world.ana.call(PutGroupPolicy, { GroupName: 'staff', PolicyName: 'list', PolicyDocument: allow('iam:ListUsers') });
  await world.bo.call(ListUsers, {});
});

test('a policy that is none is not stored', async () => {
  await world.ana.call(CreateGroup, { GroupName: 'empty' });
  await expect(world.ana.call(PutGroupPolicy, { GroupName: 'empty', PolicyName: 'broken', PolicyDocument: '{' })).rejects.toMatchObject({
    status: 400,
    code: 'MalformedPolicyDocument',
  });
  await expect(world.ana.call(GetGroupPolicy, { GroupName: 'empty', PolicyName: 'broken' })).rejects.toMatchObject({ status: 404 });
});

test('all policies of a group together have at most 5,120 characters', async () => {
  await world.ana.call(CreateGroup, { GroupName: 'large' });
  const PolicyDocument = allow(`chime:${'x'.repeat(2500)}`);
  await world.ana.call(PutGroupPolicy, { GroupName: 'large', PolicyName: 'one', PolicyDocument });
  await expect(world.ana.call(PutGroupPolicy, { GroupName: 'large', PolicyName: 'two', PolicyDocument })).rejects.toMatchObject({
    status: 409,
    code: 'LimitExceeded',
    message: 'Maximum policy size of 5120 bytes exceeded for group large',
  });
});
