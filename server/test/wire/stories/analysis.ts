import { expect, vi } from 'vitest';
import { allow } from '../../support/policies.ts';
import { patience, textAt, type Stage } from './stage.ts';

/** What policies would decide, and what they say. */
export async function anAnalysis({ aws, account, takesOverlay }: Stage): Promise<void> {
  const drafts = { PolicyInputList: [allow('chime:Get*')] };
  expect(await aws('GetContextKeysForCustomPolicy', drafts)).toMatchObject({ ContextKeyNames: [] });
  expect(await aws('SimulateCustomPolicy', { ...drafts, ActionNames: ['chime:GetUser'] })).toMatchObject({
    EvaluationResults: [{ EvalDecision: 'allowed', MatchedStatements: [{ SourcePolicyId: 'PolicyInputList.1' }] }],
  });
  const PolicySourceArn = `arn:aws:iam::${account}:user/admin`;
  expect(await aws('GetContextKeysForPrincipalPolicy', { PolicySourceArn })).toMatchObject({ ContextKeyNames: [] });
  expect(await aws('SimulatePrincipalPolicy', { PolicySourceArn, ActionNames: ['chime:DeleteAccount'] })).toMatchObject({
    EvaluationResults: [{ EvalActionName: 'chime:DeleteAccount', EvalDecision: 'allowed' }],
  });
  const policyType = 'IDENTITY_POLICY';
  expect(await aws('ValidatePolicy', { policyType, policyDocument: allow('chime:SuspendUser') })).toMatchObject({
    findings: [{ issueCode: 'INVALID_ACTION' }],
  });
  const [existingPolicyDocument, newPolicyDocument] = [allow('chime:Get*'), allow('chime:*')];
  expect(await aws('CheckNoNewAccess', { existingPolicyDocument, newPolicyDocument, policyType })).toMatchObject({ result: 'FAIL' });
  const access = [{ actions: ['chime:DeleteAccount'] }];
  expect(await aws('CheckAccessNotGranted', { policyDocument: existingPolicyDocument, access, policyType })).toMatchObject({
    result: 'PASS',
  });
  if (takesOverlay) {
    const requests = [{ action: 'chime:GetUser', expect: 'allowed' }];
    const TestDocument = JSON.stringify({ policies: { identity: ['policy.json'] }, requests });
    expect(await aws('TestPolicy', { PolicyDocument: allow('chime:Get*'), TestDocument })).toMatchObject({ Results: [{ Passed: true }] });
  }
}

/** How the server fares, and what it does by itself. */
export async function theServer({ aws, takesOverlay }: Stage): Promise<void> {
  if (!takesOverlay) return;
  expect(await aws('GetServerHealth')).toMatchObject({ Engine: expect.stringMatching(/^(sqlite|postgres)$/) });
  const job = expect.objectContaining({ JobName: 'check-domains' });
  expect(await aws('ListBackgroundJobs')).toMatchObject({ Jobs: expect.arrayContaining([job]) });
  expect(await aws('RunBackgroundJob', { JobName: 'check-domains' })).toMatchObject({ Job: job });
}

/** What happened, and the policy that would have been enough for it. */
export async function aTrail({ aws, account }: Stage): Promise<void> {
  const attribute = [{ AttributeKey: 'EventName', AttributeValue: 'CreateGroup' }];
  await aws('CreateGroup', { GroupName: 'witness' });
  expect(await aws('LookupEvents', { LookupAttributes: attribute, MaxResults: 1 })).toMatchObject({
    Events: [{ EventName: 'CreateGroup', Username: 'admin', Resources: [{ ResourceName: 'witness' }] }],
  });
  await aws('DeleteGroup', { GroupName: 'witness' });
  const principalArn = `arn:aws:iam::${account}:user/admin`;
  const jobId = textAt(await aws('StartPolicyGeneration', { policyGenerationDetails: { principalArn } }), 'jobId');
  await vi.waitFor(async () => {
    expect(await aws('GetGeneratedPolicy', { jobId })).toMatchObject({ jobDetails: { status: 'SUCCEEDED' } });
  }, patience);
  expect(await aws('ListPolicyGenerations', { principalArn })).toMatchObject({ policyGenerations: [{ jobId }] });
  await aws('CancelPolicyGeneration', { jobId });
}
