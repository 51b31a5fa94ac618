import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateUserCommand,
  GetContextKeysForCustomPolicyCommand,
  GetContextKeysForPrincipalPolicyCommand,
  IAMClient,
  InvalidInputException,
  NoSuchEntityException,
  paginateSimulateCustomPolicy,
  PutUserPolicyCommand,
  SimulateCustomPolicyCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { typeAws } from '../support/aws-cli.ts';
import { startPython, type Python } from '../support/boto3.ts';
import { awsCli, boto3, clientEnvironment, isInstalled } from '../support/peers.ts';
import { allow, document } from '../support/policies.ts';
import { createHome, readFirstRun, startServer, type Home, type RunningServer } from '../support/server.ts';

let home: Home;
let server: RunningServer;
let iam: IAMClient;
let PolicySourceArn: string;
beforeAll(async () => {
  home = await createHome();
  server = await startServer(home);
  const admin = readFirstRun(home);
  iam = new IAMClient({ endpoint: server.url, region: 'us-east-1', credentials: admin });
  PolicySourceArn = `arn:aws:iam::${admin.awsAccountId}:user/helpdesk`;
  await iam.send(new CreateUserCommand({ UserName: 'helpdesk' }));
  const PolicyDocument = document({
    Effect: 'Allow',
    Action: 'chime:ResetPersonalPin',
    Resource: '*',
    Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
  });
  await iam.send(new PutUserPolicyCommand({ UserName: 'helpdesk', PolicyName: 'pins', PolicyDocument }));
});
afterAll(async () => {
  await server.stop();
  home.remove();
});

describe('@aws-sdk/client-iam', () => {
  test('simulates a user, and reads everything the result has', async () => {
    const command = (ip: string) =>
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn,
        ActionNames: ['chime:ResetPersonalPin'],
        PermissionsBoundaryPolicyInputList: [allow('chime:*')],
        ContextEntries: [{ ContextKeyName: 'aws:SourceIp', ContextKeyValues: [ip], ContextKeyType: 'ip' }],
      });
    expect((await iam.send(command('203.0.113.9'))).EvaluationResults).toMatchObject([
      {
        EvalActionName: 'chime:ResetPersonalPin',
        EvalResourceName: '*',
        EvalDecision: 'allowed',
        MatchedStatements: [
          {
            SourcePolicyId: 'user_helpdesk_pins',
            SourcePolicyType: 'user',
            StartPosition: { Line: 1, Column: 39 },
            EndPosition: { Line: 1 },
          },
        ],
        PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: true },
      },
    ]);
    expect((await iam.send(command('198.51.100.1'))).EvaluationResults).toMatchObject([{ EvalDecision: 'implicitDeny' }]);
    expect(await iam.send(new GetContextKeysForPrincipalPolicyCommand({ PolicySourceArn }))).toMatchObject({
      ContextKeyNames: ['aws:SourceIp'],
    });
  });

  test('simulates drafts page by page, on resources of both sides of an account’s border', async () => {
    const input = {
      PolicyInputList: [allow('s3:Get*', 'arn:aws:s3:::logs/*')],
      ActionNames: ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
      ResourceArns: ['arn:aws:s3:::logs/1'],
    };
    const decisions: unknown[] = [];
    for await (const { EvaluationResults = [] } of paginateSimulateCustomPolicy({ client: iam, pageSize: 1 }, input)) {
      decisions.push(...EvaluationResults.map(({ ResourceSpecificResults }) => ResourceSpecificResults?.[0]?.EvalResourceDecision));
    }
    expect(decisions).toEqual(['allowed', 'implicitDeny', 'implicitDeny']);
    const trusted = await iam.send(
      new SimulateCustomPolicyCommand({
        PolicyInputList: [allow('sts:AssumeRole')],
        ActionNames: ['sts:AssumeRole'],
        ResourceArns: ['arn:aws:iam::222222222222:role/r'],
        ResourcePolicy: document({ Effect: 'Allow', Principal: { AWS: '111111111111' }, Action: 'sts:AssumeRole' }),
        ResourceOwner: 'arn:aws:iam::222222222222:root',
        CallerArn: 'arn:aws:iam::111111111111:user/ana',
      }),
    );
    expect(trusted.EvaluationResults?.[0]?.EvalDecisionDetails).toEqual({ 'IAM Policy': 'allowed', 'Resource Policy': 'allowed' });
  });

  test('has a class for each refusal', async () => {
    await expect(iam.send(new GetContextKeysForCustomPolicyCommand({ PolicyInputList: ['{}'] }))).rejects.toBeInstanceOf(
      InvalidInputException,
    );
    await expect(
      iam.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn: `${PolicySourceArn}x`, ActionNames: ['chime:GetUser'] })),
    ).rejects.toBeInstanceOf(NoSuchEntityException);
  });
});

describe.runIf(isInstalled(boto3))('boto3', () => {
  let python: Python;
  beforeAll(() => {
    // Stock models older than 2023 lack the checks of access: what was published since is merged into them.
    const models = join(home.dataDir, 'models');
    mkdirSync(join(models, 'accessanalyzer/2019-11-01'), { recursive: true });
    cpSync(new URL('accessanalyzer-extras.json', import.meta.url), join(models, 'accessanalyzer/2019-11-01/service-2.sdk-extras.json'));
    python = startPython(server.url, readFirstRun(home), { AWS_DATA_PATH: models });
  });
  afterAll(() => python.stop());

  test('validates policies, page by page, with the place of each finding', async () => {
    const policyDocument = document({ Effect: 'Allow', Action: ['chime:GetUsers', 'chime:ListUser'], Resource: '*' });
    const Pages = z.array(z.object({ findings: z.array(z.object({ issueCode: z.string(), locations: z.array(z.unknown()) })) }));
    const pages = Pages.parse(
      await python.pages('accessanalyzer', 'validate_policy', {
        policyDocument,
        policyType: 'IDENTITY_POLICY',
        PaginationConfig: { PageSize: 1 },
      }),
    );
    expect(pages.map(({ findings }) => findings.map(({ issueCode }) => issueCode))).toEqual([['INVALID_ACTION'], ['INVALID_ACTION']]);
    expect(pages[1]?.findings[0]?.locations).toMatchObject([
      { path: [{ value: 'Statement' }, { index: 0 }, { value: 'Action' }, { index: 1 }], span: { start: { line: 1 } } },
    ]);
  });

  test('knows the exceptions', async () => {
    await expect(python.call('accessanalyzer', 'validate_policy', { policyDocument: '{}', policyType: 'BUCKET' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining("Value at 'policyType'"),
    });
  });

  test('checks what is new, and what must not be granted', async () => {
    const policies = { existingPolicyDocument: allow('chime:Get*'), newPolicyDocument: allow('chime:*'), policyType: 'IDENTITY_POLICY' };
    expect(await python.call('accessanalyzer', 'check_no_new_access', policies)).toMatchObject({
      result: 'FAIL',
      reasons: [{ statementIndex: 0 }],
    });
    const question = { policyDocument: allow('chime:Get*'), access: [{ actions: ['chime:DeleteAccount'] }], policyType: 'IDENTITY_POLICY' };
    expect(await python.call('accessanalyzer', 'check_access_not_granted', question)).toMatchObject({ result: 'PASS' });
    await expect(python.call('accessanalyzer', 'check_access_not_granted', { ...question, policyDocument: '[]' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('simulates, and pages through the results', async () => {
    const pages = await python.pages('iam', 'simulate_principal_policy', {
      PolicySourceArn,
      ActionNames: ['chime:ResetPersonalPin', 'chime:GetUser'],
      PaginationConfig: { PageSize: 1 },
    });
    expect(pages).toMatchObject([
      { EvaluationResults: [{ EvalDecision: 'implicitDeny', MissingContextValues: ['aws:SourceIp'] }] },
      { EvaluationResults: [{ EvalDecision: 'implicitDeny', MissingContextValues: [] }] },
    ]);
  });
});

describe.runIf(isInstalled(awsCli))('the AWS CLI', () => {
  const aws = (...args: string[]) => typeAws(['--endpoint-url', server.url, ...args], clientEnvironment(readFirstRun(home)));

  test('validates a policy and simulates one', async () => {
    const validated = await aws(
      'accessanalyzer',
      'validate-policy',
      '--policy-type',
      'IDENTITY_POLICY',
      '--policy-document',
      allow('chime:SuspendUser'),
    );
    expect(JSON.parse(validated.stdout)).toMatchObject({
      findings: [{ issueCode: 'INVALID_ACTION', findingDetails: expect.stringContaining('Did you mean chime:SuspendUsers?') }],
    });
    const entry = 'ContextKeyName=aws:SourceIp,ContextKeyValues=203.0.113.9,ContextKeyType=ip';
    const simulated = await aws(
      'iam',
      'simulate-principal-policy',
      '--policy-source-arn',
      PolicySourceArn,
      '--action-names',
      'chime:ResetPersonalPin',
      '--context-entries',
      entry,
    );
    expect(JSON.parse(simulated.stdout)).toMatchObject({ EvaluationResults: [{ EvalDecision: 'allowed' }] });
  });
});
