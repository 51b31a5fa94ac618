import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SimulateCustomPolicy } from '../../../src/operations/iam/SimulateCustomPolicy.ts';
import { allow, document } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

const simulate = async (
  input: Parameters<typeof world.ana.call<typeof SimulateCustomPolicy.input, typeof SimulateCustomPolicy.output>>[1],
) => (await world.ana.call(SimulateCustomPolicy, input)).EvaluationResults;

// The policy and the answers are the examples of the AWS CLI's reference.
describe('the examples of the AWS CLI’s reference', () => {
  const PolicyInputList = [
    '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*","Resource":"*","Condition":{"DateGreaterThan":{"aws:CurrentTime":"2018-08-16T12:00:00Z"}}}}',
  ];
  const at = (time: string) => [{ ContextKeyName: 'aws:CurrentTime', ContextKeyValues: [time], ContextKeyType: 'date' as const }];

  test('what is allowed names the statement from behind its opening brace to behind its closing one', async () => {
    expect(await simulate({ PolicyInputList, ActionNames: ['dynamodb:CreateBackup'], ContextEntries: at('2019-04-25T11:00:00Z') })).toEqual(
      [
        {
          EvalActionName: 'dynamodb:CreateBackup',
          EvalResourceName: '*',
          EvalDecision: 'allowed',
          MatchedStatements: [
            {
              SourcePolicyId: 'PolicyInputList.1',
              SourcePolicyType: 'none',
              StartPosition: { Line: 1, Column: 38 },
              EndPosition: { Line: 1, Column: 167 },
            },
          ],
          MissingContextValues: [],
        },
      ],
    );
  });

  test('what is not names none', async () => {
    expect(
      await simulate({ PolicyInputList, ActionNames: ['dynamodb:CreateBackup'], ContextEntries: at('2014-04-25T11:00:00Z') }),
    ).toMatchObject([{ EvalDecision: 'implicitDeny', MatchedStatements: [], MissingContextValues: [] }]);
  });

  test('a key that nobody gave is missing', async () => {
    expect(await simulate({ PolicyInputList, ActionNames: ['dynamodb:CreateBackup', 's3:GetObject'] })).toMatchObject([
      { EvalDecision: 'implicitDeny', MissingContextValues: ['aws:CurrentTime'] },
      { EvalActionName: 's3:GetObject', EvalDecision: 'implicitDeny', MissingContextValues: [] },
    ]);
  });
});

test('an explicit Deny is the only statement named', async () => {
  const PolicyInputList = [allow('chime:*'), document({ Effect: 'Deny', Action: 'chime:Delete*', Resource: '*' })];
  expect(await simulate({ PolicyInputList, ActionNames: ['chime:DeleteAccount'] })).toMatchObject([
    { EvalDecision: 'explicitDeny', MatchedStatements: [{ SourcePolicyId: 'PolicyInputList.2' }] },
  ]);
});

test('each action is tried on each resource, and each result is told for its resource too', async () => {
  const ResourceArns = ['arn:aws:s3:::logs/1', 'arn:aws:s3:::other/1'];
  const results = await simulate({
    PolicyInputList: [allow('s3:Get*', 'arn:aws:s3:::logs/*')],
    ActionNames: ['s3:GetObject', 's3:PutObject'],
    ResourceArns,
  });
  expect(results.map(({ EvalActionName, EvalResourceName, EvalDecision }) => [EvalActionName, EvalResourceName, EvalDecision])).toEqual([
    ['s3:GetObject', 'arn:aws:s3:::logs/1', 'allowed'],
    ['s3:GetObject', 'arn:aws:s3:::other/1', 'implicitDeny'],
    ['s3:PutObject', 'arn:aws:s3:::logs/1', 'implicitDeny'],
    ['s3:PutObject', 'arn:aws:s3:::other/1', 'implicitDeny'],
  ]);
  expect(results[0]).toMatchObject({
    EvalDecisionDetails: {},
    ResourceSpecificResults: [
      {
        EvalResourceName: 'arn:aws:s3:::logs/1',
        EvalResourceDecision: 'allowed',
        MatchedStatements: [{ SourcePolicyId: 'PolicyInputList.1' }],
      },
    ],
  });
});

test('a chime action is decided on * whatever resource is simulated, as its requests are', async () => {
  const onArn = allow('chime:GetUser', 'arn:aws:chime::111111111111:*');
  const ResourceArns = ['arn:aws:chime::111111111111:user/1'];
  expect(await simulate({ PolicyInputList: [onArn], ActionNames: ['chime:GetUser'], ResourceArns })).toMatchObject([
    { EvalDecision: 'implicitDeny' },
  ]);
  expect(await simulate({ PolicyInputList: [allow('chime:GetUser')], ActionNames: ['chime:GetUser'], ResourceArns })).toMatchObject([
    { EvalDecision: 'allowed' },
  ]);
});

test('a permissions boundary has its say, and it is told', async () => {
  const boundary = { PermissionsBoundaryPolicyInputList: [allow('chime:Get*')] };
  expect(
    await simulate({ PolicyInputList: [allow('chime:*')], ActionNames: ['chime:GetUser', 'chime:DeleteAccount'], ...boundary }),
  ).toMatchObject([
    { EvalDecision: 'allowed', PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: true } },
    { EvalDecision: 'implicitDeny', PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false } },
  ]);
});

describe('the trust policy of a role', () => {
  const ResourcePolicy = document({ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111111111111:user/ana' }, Action: 'sts:AssumeRole' });
  const attempt = {
    PolicyInputList: [allow('chime:*')],
    ActionNames: ['sts:AssumeRole'],
    ResourceArns: ['arn:aws:iam::111111111111:role/r'],
    ResourcePolicy,
  };

  test('takes part, and is named as the resource’s', async () => {
    expect(await simulate({ ...attempt, CallerArn: 'arn:aws:iam::111111111111:user/ana' })).toMatchObject([
      { EvalDecision: 'allowed', MatchedStatements: [{ SourcePolicyId: 'ResourcePolicy', SourcePolicyType: 'resource' }] },
    ]);
    expect(await simulate({ ...attempt, CallerArn: 'arn:aws:iam::111111111111:user/bo' })).toMatchObject([
      { EvalDecision: 'implicitDeny' },
    ]);
  });

  test('needs a caller', async () => {
    await expect(simulate(attempt)).rejects.toMatchObject({
      code: 'InvalidInput',
      message: expect.stringContaining('CallerArn is required'),
    });
  });

  test('of another account is decided on both sides, and both are told', async () => {
    const foreign = {
      CallerArn: 'arn:aws:iam::111111111111:user/ana',
      ResourceOwner: '222222222222',
      ResourceArns: ['arn:aws:iam::222222222222:role/r'],
    };
    expect(await simulate({ ...attempt, ...foreign })).toMatchObject([
      { EvalDecision: 'implicitDeny', EvalDecisionDetails: { 'IAM Policy': 'implicitDeny', 'Resource Policy': 'allowed' } },
    ]);
    expect(await simulate({ ...attempt, ...foreign, PolicyInputList: [allow('sts:AssumeRole')] })).toMatchObject([
      { EvalDecision: 'allowed' },
    ]);
  });
});

describe('what cannot be simulated is refused:', () => {
  const PolicyInputList = [allow('chime:*')];
  test.each([
    ['a wildcard as an action', { ActionNames: ['chime:*'] }, /^Invalid action name: chime:\*/],
    ['an action without a service', { ActionNames: ['GetUser'] }, /^Invalid action name/],
    ['a caller that is no user', { ActionNames: ['chime:GetUser'], CallerArn: 'arn:aws:iam::111111111111:role/r' }, /^Invalid CallerArn/],
    [
      'two values of a key with one',
      { ActionNames: ['chime:GetUser'], ContextEntries: [{ ContextKeyName: 'aws:username', ContextKeyValues: ['a', 'b'] }] },
      /Use stringList/,
    ],
    [
      'a policy of a bucket',
      { ActionNames: ['s3:GetObject'], CallerArn: 'arn:aws:iam::111111111111:user/ana', ResourcePolicy: allow('s3:*') },
      /^ResourcePolicy.1: /,
    ],
  ])('%s', async (_name, input, message) => {
    await expect(simulate({ PolicyInputList, ...input })).rejects.toMatchObject({
      status: 400,
      code: 'InvalidInput',
      message: expect.stringMatching(message),
    });
  });
});

test('pages add up to the whole, and belong to their simulation', async () => {
  const input = { PolicyInputList: [allow('chime:Get*')], ActionNames: ['chime:GetUser', 'chime:GetAccount', 'chime:DeleteAccount'] };
  const first = await world.ana.call(SimulateCustomPolicy, { ...input, MaxItems: 2 });
  expect(first).toMatchObject({ IsTruncated: true, Marker: expect.any(String) });
  const second = await world.ana.call(SimulateCustomPolicy, { ...input, MaxItems: 2, Marker: first.Marker });
  expect([...first.EvaluationResults, ...second.EvaluationResults]).toEqual(await simulate(input));
  await expect(
    world.ana.call(SimulateCustomPolicy, { ...input, ActionNames: ['chime:GetUser'], Marker: first.Marker }),
  ).rejects.toMatchObject({ code: 'ValidationError' });
});
