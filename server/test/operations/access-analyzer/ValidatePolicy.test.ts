import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ValidatePolicy } from '../../../src/operations/access-analyzer/ValidatePolicy.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { allow, document } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

const findingsOf = async (
  policyDocument: string,
  policyType: 'IDENTITY_POLICY' | 'RESOURCE_POLICY' | 'SERVICE_CONTROL_POLICY' = 'IDENTITY_POLICY',
) => (await world.ana.call(ValidatePolicy, { policyDocument, policyType })).findings;

test('a policy that is right has no findings', async () => {
  expect(await findingsOf(allow('chime:GetUser'))).toEqual([]);
});

// The policy and the answer are the example of the AWS CLI's reference, as far as it is about the Sid.
test('a finding says where it stands as AWS does: lines from 1, columns from 0, the path to the element', async () => {
  const policy = {
    Version: '2012-10-17',
    Statement: [
      { Sid: '', Effect: 'Allow', Principal: { Federated: 'cognito-identity.amazonaws.com' }, Action: ['sts:AssumeRoleWithWebIdentity'] },
    ],
  };
  expect(await findingsOf(JSON.stringify(policy, undefined, 4), 'RESOURCE_POLICY')).toContainEqual({
    findingDetails: 'Add a value to the empty string in the Sid element.',
    findingType: 'SUGGESTION',
    issueCode: 'EMPTY_SID_VALUE',
    learnMoreLink:
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-suggestion-empty-sid-value',
    locations: [
      {
        path: [{ value: 'Statement' }, { index: 0 }, { value: 'Sid' }],
        span: { start: { line: 5, column: 19, offset: 79 }, end: { line: 5, column: 21, offset: 81 } },
      },
    ],
  });
});

test('a misspelt action has a suggestion, and the place of the item in its list', async () => {
  expect(await findingsOf(document({ Effect: 'Allow', Action: ['chime:GetUser', 'chime:SuspendUser'], Resource: '*' }))).toMatchObject([
    {
      issueCode: 'INVALID_ACTION',
      findingDetails: 'The action chime:SuspendUser does not exist. Did you mean chime:SuspendUsers?',
      locations: [{ path: [{ value: 'Statement' }, { index: 0 }, { value: 'Action' }, { index: 1 }] }],
    },
  ]);
});

test('text that is no JSON is a finding with a place and no path', async () => {
  expect(await findingsOf('{"Version":')).toMatchObject([
    { issueCode: 'JSON_SYNTAX_ERROR', findingType: 'ERROR', locations: [{ path: [], span: { start: { line: 1, column: 11 } } }] },
  ]);
});

describe('what only Carillon knows', () => {
  const Condition = { StringEquals: { 'aws:username': 'ana' }, StringLike: { 'aws:username': 'b*' } };
  test.each([
    ['RESOURCE_NOT_APPLICABLE', allow('chime:GetUser', 'arn:aws:chime::111111111111:user/x')],
    ['MISSING_DEPENDENT_ACTION', allow('chime:CreateCDRBucket')],
    ['STATEMENT_NEVER_MATCHES', document({ Effect: 'Allow', Action: 'chime:*', Resource: '*', Condition })],
    [
      'SHADOWED_BY_DENY',
      document({ Effect: 'Allow', Action: 'chime:GetUser', Resource: '*' }, { Effect: 'Deny', Action: 'chime:Get*', Resource: '*' }),
    ],
    ['LOCKS_OUT_LAST_ADMINISTRATOR', document({ Effect: 'Deny', Action: 'iam:*', Resource: '*' })],
    ['ACTION_ALIAS', allow('chime:UpdateCDRSettings')],
  ])('%s', async (issueCode, policyDocument) => {
    const link = `docs/guide/policies.md#${issueCode.toLowerCase().replaceAll('_', '-')}`;
    expect(await findingsOf(policyDocument)).toContainEqual(expect.objectContaining({ issueCode, learnMoreLink: link }));
  });

  test('a service control policy may have what an identity policy may not be without', async () => {
    expect(
      await findingsOf(document({ Effect: 'Deny', Principal: '*', Action: 'chime:*', Resource: '*' }), 'SERVICE_CONTROL_POLICY'),
    ).toMatchObject([{ issueCode: 'SCP_SYNTAX_ERROR_PRINCIPAL' }]);
  });
});

describe('pages', () => {
  const policyDocument = document({ Effect: 'Allow', Action: ['chime:A', 'chime:B', 'chime:C', 'chime:D', 'chime:E'], Resource: '*' });

  test('of two findings add up to the whole', async () => {
    const whole = await findingsOf(policyDocument);
    const pages: unknown[][] = [];
    let nextToken: string | undefined;
    do {
      const page = await world.ana.call(ValidatePolicy, {
        policyDocument,
        policyType: 'IDENTITY_POLICY',
        maxResults: 2,
        ...(nextToken !== undefined && { nextToken }),
      });
      pages.push(page.findings);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(pages.flat()).toEqual(whole);
  });

  test('of another policy are refused', async () => {
    const { nextToken } = await world.ana.call(ValidatePolicy, { policyDocument, policyType: 'IDENTITY_POLICY', maxResults: 2 });
    await expect(
      world.ana.call(ValidatePolicy, { policyDocument: allow('chime:X'), policyType: 'IDENTITY_POLICY', nextToken }),
    ).rejects.toMatchObject({ status: 400 });
  });
});

test('errors are worded as Access Analyzer words them', async () => {
  const reply = await world.ana.attempt(ValidatePolicy, { policyDocument: '{}', policyType: 'BUCKET_POLICY' });
  expect(reply.headers).toMatchObject({ 'x-amzn-errortype': 'ValidationException' });
  expect(JSON.parse(reply.body)).toEqual({ message: expect.stringContaining("Value at 'policyType'"), reason: 'fieldValidationFailed' });
  const refused = await world.bo.attempt(ValidatePolicy, { policyDocument: '{}', policyType: 'IDENTITY_POLICY' });
  expect([refused.status, refused.headers['x-amzn-errortype']]).toEqual([403, 'AccessDeniedException']);
  expect(JSON.parse(refused.body)).toEqual({ message: expect.stringContaining('access-analyzer:ValidatePolicy on resource: *') });
});

test('a policy with no errors can be stored, and one that cannot be stored has an error', async () => {
  const texts = [
    allow('chime:GetUser'),
    '{',
    '{}',
    document({ Effect: 'Allow', Action: 'GetUser', Resource: '*' }),
    document({ Effect: 'Allow', Action: 'chime:*', Resource: '*', Condition: { Like: { 'aws:username': 'x' } } }),
  ];
  for (const text of texts) {
    const isRefused =
      (await world.ana.attempt(PutUserPolicy, { UserName: 'bo', PolicyName: 'tried', PolicyDocument: text }, { dryRun: true })).status ===
      400;
    const findings = await findingsOf(text);
    expect([text, findings.some(({ findingType }) => findingType === 'ERROR')]).toEqual([text, isRefused]);
  }
});
