import {
  AccessAnalyzerClient,
  CancelPolicyGenerationCommand,
  GetGeneratedPolicyCommand,
  paginateListPolicyGenerations,
  StartPolicyGenerationCommand,
  ValidatePolicyCommand,
} from '@aws-sdk/client-accessanalyzer';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { typeAws } from '../support/aws-cli.ts';
import { awsCli, clientEnvironment, isInstalled } from '../support/peers.ts';
import { allow } from '../support/policies.ts';
import { createHome, readFirstRun, startServer, type Home, type RunningServer } from '../support/server.ts';

let home: Home;
let server: RunningServer;
let analyzer: AccessAnalyzerClient;
let principalArn: string;
beforeAll(async () => {
  home = await createHome();
  server = await startServer(home);
  const { awsAccountId, ...credentials } = readFirstRun(home);
  analyzer = new AccessAnalyzerClient({ endpoint: server.url, region: 'us-east-1', credentials });
  principalArn = `arn:aws:iam::${awsAccountId}:user/admin`;
  await analyzer.send(new ValidatePolicyCommand({ policyDocument: allow('chime:GetUser'), policyType: 'IDENTITY_POLICY' }));
});
afterAll(async () => {
  await server.stop();
  home.remove();
});

/** Longer than any job waits on a busy machine. */
const patience = { timeout: 60_000, interval: 250 };

describe('@aws-sdk/client-accessanalyzer', () => {
  test('has a policy generated from what somebody did', async () => {
    const cloudTrail = new CloudTrailClient({ endpoint: server.url, region: 'us-east-1', credentials: readFirstRun(home) });
    await vi.waitFor(async () => {
      const { Events = [] } = await cloudTrail.send(new LookupEventsCommand({}));
      expect(Events.map(({ EventName }) => EventName)).toContain('ValidatePolicy');
    }, patience);
    const { jobId } = await analyzer.send(new StartPolicyGenerationCommand({ policyGenerationDetails: { principalArn } }));
    const done = await vi.waitFor(async () => {
      const answer = await analyzer.send(new GetGeneratedPolicyCommand({ jobId, includeServiceLevelTemplate: true }));
      expect(answer.jobDetails?.status).toBe('SUCCEEDED');
      return answer;
    }, patience);
    expect(done.jobDetails?.completedOn).toBeInstanceOf(Date);
    expect(done.generatedPolicyResult?.properties).toMatchObject({ isComplete: true, principalArn });
    expect(done.generatedPolicyResult?.generatedPolicies?.[0]?.policy).toContain('"access-analyzer:ValidatePolicy"');
    await analyzer.send(new CancelPolicyGenerationCommand({ jobId }));
    const listed: (string | undefined)[] = [];
    for await (const page of paginateListPolicyGenerations({ client: analyzer, pageSize: 1 }, { principalArn }))
      for (const generation of page.policyGenerations ?? []) listed.push(generation.jobId);
    expect(listed).toEqual([jobId]);
  });
});

describe.runIf(isInstalled(awsCli))('the stock AWS CLI', () => {
  const aws = async (...args: string[]): Promise<unknown> => {
    const environment = clientEnvironment(readFirstRun(home));
    const { code, stdout, stderr } = await typeAws(['--endpoint-url', server.url, 'accessanalyzer', ...args], environment);
    expect([code, stderr]).toEqual([0, '']);
    return stdout === '' ? undefined : JSON.parse(stdout);
  };

  test('starts, shows, lists and cancels policy generations', async () => {
    const { jobId } = z
      .object({ jobId: z.string() })
      .parse(await aws('start-policy-generation', '--policy-generation-details', `principalArn=${principalArn}`));
    await aws('cancel-policy-generation', '--job-id', jobId);
    expect(await aws('get-generated-policy', '--job-id', jobId)).toMatchObject({ jobDetails: { jobId } });
    expect(await aws('list-policy-generations', '--principal-arn', principalArn)).toMatchObject({
      policyGenerations: expect.arrayContaining([expect.objectContaining({ jobId, principalArn })]),
    });
  }, 120_000);
});
