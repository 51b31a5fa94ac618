import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestPolicy } from '../../../src/operations/iam/TestPolicy.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

const PolicyDocument = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "Look", "Effect": "Allow", "Action": "chime:Get*", "Resource": "*" }
  ]
}`;
const run = async (test_: unknown, policy = PolicyDocument) =>
  world.ana.call(TestPolicy, {
    PolicyDocument: policy,
    TestDocument: typeof test_ === 'string' ? test_ : JSON.stringify(test_, undefined, 2),
  });

test('each request is decided by the policy in question, whatever file the test names, and says where it and the deciding statement stand', async () => {
  const { Results, Problem } = await run({
    policies: { identity: ['help-desk.json'] },
    requests: [
      { name: 'looks', action: ['chime:GetUser', 'chime:GetAccount'], expect: 'allowed' },
      { action: 'chime:DeleteAccount', expect: 'allowed' },
    ],
  });
  expect(Problem).toBeUndefined();
  expect(Results).toMatchObject([
    { Name: 'looks: chime:GetUser is allowed', Passed: true, Line: 8, Statement: { Document: 'Policy', Sid: 'Look', Line: 4, Column: 5 } },
    { Name: 'looks: chime:GetAccount is allowed', Passed: true, Line: 8 },
    { Passed: false, Decision: 'implicitDeny', Failure: 'implicitDeny: nothing in the identity policies allows it', Line: 16 },
  ]);
  expect(Results[2]?.Statement).toBeUndefined();
});

test('a statement that is written into the test stands where it does there', async () => {
  const deny = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'chime:GetUser', Resource: '*' }] };
  const { Results } = await run({
    policies: { identity: ['policy.json', deny], boundary: 'arn:aws:iam::aws:policy/AmazonChimeFullAccess' },
    requests: [{ action: 'chime:GetUser', expect: 'explicitDeny' }],
  });
  expect(Results).toMatchObject([{ Passed: true, Statement: { Document: 'Test', Line: 8 } }]);
});

test.each<[string, unknown, object]>([
  ['text that is no JSON', '{\n  "policies": }', { Document: 'Test', Line: 2, Column: 15 }],
  [
    'an expectation that there is none of',
    { policies: {}, requests: [{ action: 'a:b', expect: 'maybe' }] },
    { Document: 'Test', Line: 6, Message: expect.stringContaining('requests[0].expect') },
  ],
  [
    'two files, of which it can only mean one',
    { policies: { identity: ['one.json', 'two.json'] }, requests: [{ action: 'chime:GetUser', expect: 'allowed' }] },
    { Document: 'Test', Line: 5, Message: expect.stringContaining('two.json') },
  ],
])('a test that cannot be carried out says why and where: %s', async (_name, content, problem) => {
  expect(await run(content)).toMatchObject({ Results: [], Problem: problem });
});

test('a policy against the grammar is marked where it stands in the policy', async () => {
  const test_ = { policies: { identity: ['policy.json'] }, requests: [{ action: 'chime:GetUser', expect: 'allowed' }] };
  expect(await run(test_, '{\n  "Statement": 1\n}')).toMatchObject({ Problem: { Document: 'Policy', Line: 2, Column: 16 } });
});

test('whoever may not simulate policies may not test them', async () => {
  await expect(world.bo.call(TestPolicy, { PolicyDocument, TestDocument: '{}' })).rejects.toMatchObject({ status: 403 });
});
