import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { GetUser } from '../../../src/operations/iam/GetUser.ts';
import { ListGroups } from '../../../src/operations/iam/ListGroups.ts';
import { ListUserPolicies } from '../../../src/operations/iam/ListUserPolicies.ts';
import { ListUsers } from '../../../src/operations/iam/ListUsers.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { allow, document } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a policy counts from the next request on, and so does what replaces it', async () => {
  await world.ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'list', PolicyDocument: allow('iam:ListUsers') });
  await world.bo.call(ListUsers, {});
  await world.ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'list', PolicyDocument: allow('iam:ListGroups') });
  await expect(world.bo.call(ListUsers, {})).rejects.toMatchObject({ status: 403, code: 'AccessDenied' });
  await world.bo.call(ListGroups, {});
});

test('a policy that is none is not stored, and the refusal says where and why', async () => {
  const PolicyDocument = '{\n  "Version": "2012-10-17",\n  "Statement": [{ "Effect": "Maybe", "Action": "*", "Resource": "*" }]\n}';
  await expect(world.ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'broken', PolicyDocument })).rejects.toMatchObject({
    status: 400,
    code: 'MalformedPolicyDocument',
    message: expect.stringMatching(/\(line 3, column \d+\)$/),
  });
  const { PolicyNames } = await world.ana.call(ListUserPolicies, { UserName: 'bo' });
  expect(PolicyNames).not.toContain('broken');
});

test('all policies of a user together have at most 2,048 characters, white space aside', async () => {
  await world.ana.call(CreateUser, { UserName: 'carol' });
  const half = allow(`chime:${'x'.repeat(900)}`);
  await world.ana.call(PutUserPolicy, { UserName: 'carol', PolicyName: 'one', PolicyDocument: half });
  await world.ana.call(PutUserPolicy, { UserName: 'carol', PolicyName: 'two', PolicyDocument: `${half}${' \n'.repeat(1000)}` });
  await world.ana.call(PutUserPolicy, { UserName: 'carol', PolicyName: 'two', PolicyDocument: half });
  await expect(world.ana.call(PutUserPolicy, { UserName: 'carol', PolicyName: 'three', PolicyDocument: half })).rejects.toMatchObject({
    status: 409,
    code: 'LimitExceeded',
    message: 'Maximum policy size of 2048 bytes exceeded for user carol',
  });
  await expect(
    world.ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'large', PolicyDocument: allow(`chime:${'x'.repeat(2048)}`) }),
  ).rejects.toMatchObject({ status: 409, code: 'LimitExceeded', message: 'Maximum policy size of 2048 bytes exceeded for user bo' });
});

test('an explicit deny in the policy is named in the refusal', async () => {
  const PolicyDocument = document({ Effect: 'Deny', Action: 'iam:GetUser', Resource: '*' });
  await world.ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'no', PolicyDocument });
  await expect(world.bo.call(GetUser, {})).rejects.toMatchObject({ status: 403, message: expect.stringContaining('explicit deny') });
});
