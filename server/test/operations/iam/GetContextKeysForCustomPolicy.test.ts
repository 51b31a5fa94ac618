import { afterAll, beforeAll, expect, test } from 'vitest';
import { GetContextKeysForCustomPolicy } from '../../../src/operations/iam/GetContextKeysForCustomPolicy.ts';
import { document } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

// The example of the AWS CLI's reference.
test('keys of resources and conditions are listed once, in the order of the policy', async () => {
  const policy = document({
    Effect: 'Allow',
    Action: 'dynamodb:*',
    Resource: 'arn:aws:dynamodb:us-west-2:123456789012:table/${aws:username}',
    Condition: {
      DateGreaterThan: { 'aws:CurrentTime': '2015-08-16T12:00:00Z' },
      StringEquals: { 'aws:PrincipalTag/Team': "${aws:ResourceTag/Team, 'none'}" },
    },
  });
  const { ContextKeyNames } = await world.ana.call(GetContextKeysForCustomPolicy, {
    PolicyInputList: [policy, policy.replace('CurrentTime', 'currenttime')],
  });
  expect(ContextKeyNames).toEqual(['aws:username', 'aws:CurrentTime', 'aws:PrincipalTag/Team', 'aws:ResourceTag/Team']);
});

test('a policy against the grammar is refused by its place in the list', async () => {
  await expect(
    world.ana.call(GetContextKeysForCustomPolicy, { PolicyInputList: [document({ Effect: 'Allow', Action: '*', Resource: '*' }), '{}'] }),
  ).rejects.toMatchObject({
    status: 400,
    code: 'InvalidInput',
    message: 'PolicyInputList.2: Add a statement to the policy (line 1, column 1)',
  });
});
