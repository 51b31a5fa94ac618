import { afterAll, beforeAll, expect, test } from 'vitest';
import { CheckNoNewAccess } from '../../../src/operations/access-analyzer/CheckNoNewAccess.ts';
import { allow, document } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

const check = (
  existingPolicyDocument: string,
  newPolicyDocument: string,
  policyType: 'IDENTITY_POLICY' | 'RESOURCE_POLICY' = 'IDENTITY_POLICY',
) => world.ana.call(CheckNoNewAccess, { existingPolicyDocument, newPolicyDocument, policyType });

test('a policy that allows no more passes', async () => {
  expect(await check(allow('chime:*'), allow('chime:Get*'))).toEqual({
    result: 'PASS',
    message: 'The updated policy does not grant new access compared to your existing policy.',
  });
});

test('a policy that allows more fails, with the statement and a request that proves it', async () => {
  const Condition = { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } };
  const wider = document(
    { Effect: 'Allow', Action: 'chime:Get*', Resource: '*' },
    { Sid: 'Office', Effect: 'Allow', Action: 'chime:DeleteAccount', Resource: '*', Condition },
  );
  expect(await check(allow('chime:*User*'), wider)).toEqual({
    result: 'FAIL',
    message: 'The modified permissions grant new access compared to your existing policy.',
    reasons: [
      { description: 'New access in the statement with index: 0. For example: chime:GetAccount on *.', statementIndex: 0 },
      {
        description:
          'New access in the statement with sid: Office, index: 1. For example: chime:DeleteAccount on * with aws:SourceIp = 203.0.113.0.',
        statementIndex: 1,
        statementId: 'Office',
      },
    ],
  });
});

test('a role that trusts more callers fails, and one of them is named', async () => {
  const trust = (AWS: string) => document({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' });
  expect(
    await check(trust('arn:aws:iam::111111111111:root'), trust('arn:aws:iam::111111111111:user/ana'), 'RESOURCE_POLICY'),
  ).toMatchObject({ result: 'PASS' });
  expect(await check(trust('arn:aws:iam::111111111111:user/ana'), trust('111111111111'), 'RESOURCE_POLICY')).toMatchObject({
    result: 'FAIL',
    reasons: [{ description: expect.stringMatching(/sts:AssumeRole on \S+ by arn:aws:iam::111111111111:user\/anyone/) }],
  });
});

test('a policy against the grammar is refused with the place', async () => {
  await expect(check(allow('chime:*'), '{"Statement":1}')).rejects.toMatchObject({
    status: 400,
    code: 'InvalidParameterException',
    message: 'newPolicyDocument is not a valid policy: The text does not match the expected JSON data type Object. (line 1, column 14)',
  });
});
