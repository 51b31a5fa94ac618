import { afterAll, beforeAll, expect, test } from 'vitest';
import { CheckAccessNotGranted } from '../../../src/operations/access-analyzer/CheckAccessNotGranted.ts';
import { allow, document } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

const check = (policyDocument: string, access: { actions?: string[]; resources?: string[] }) =>
  world.ana.call(CheckAccessNotGranted, { policyDocument, access: [access], policyType: 'IDENTITY_POLICY' });

test('access that no statement grants passes', async () => {
  expect(await check(allow('chime:Get*'), { actions: ['chime:Delete*'] })).toEqual({
    result: 'PASS',
    message: 'The policy document does not grant access to perform one or more of the listed actions.',
  });
});

test('access that is granted under a condition fails, and the condition is shown', async () => {
  const guarded = document(
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: 'chime:*', Resource: '*', Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } },
  );
  expect(await check(guarded, { actions: ['chime:DeleteAccount', 'chime:DeleteDomain'] })).toEqual({
    result: 'FAIL',
    message: 'The policy document grants access to perform one or more of the listed actions.',
    reasons: [
      {
        description:
          'One or more of the listed actions in the statement with index: 0. For example: chime:DeleteAccount on * with aws:MultiFactorAuthPresent = true.',
        statementIndex: 0,
      },
    ],
  });
});

test('resources are asked about for every action, and with actions for those', async () => {
  const logs = allow('s3:Get*', 'arn:aws:s3:::logs/*');
  expect(await check(logs, { resources: ['arn:aws:s3:::logs/2026/*'] })).toMatchObject({ result: 'FAIL' });
  expect(await check(logs, { actions: ['s3:PutObject'], resources: ['arn:aws:s3:::logs/2026/*'] })).toMatchObject({ result: 'PASS' });
  expect(await check(logs, { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::other/*'] })).toMatchObject({ result: 'PASS' });
});

test('a question about nothing is refused', async () => {
  await expect(check(allow('chime:*'), {})).rejects.toMatchObject({ status: 400, code: 'InvalidParameterException' });
});
