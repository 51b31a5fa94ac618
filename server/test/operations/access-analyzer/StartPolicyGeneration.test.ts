import { afterAll, beforeAll, expect, test } from 'vitest';
import { GetGeneratedPolicy } from '../../../src/operations/access-analyzer/GetGeneratedPolicy.ts';
import { StartPolicyGeneration } from '../../../src/operations/access-analyzer/StartPolicyGeneration.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { document } from '../../support/policies.ts';
import { acme, createWorld, globex, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

const bo = `arn:aws:iam::${acme}:user/bo`;
const trail = (account = acme): string => `arn:aws:cloudtrail:us-east-1:${account}:trail/main`;
const details = { accessRole: `arn:aws:iam::${acme}:role/reader`, startTime: '2026-05-01T00:00:00Z' };
const start = (principalArn: string, more: object = {}) =>
  world.ana.call(StartPolicyGeneration, { policyGenerationDetails: { principalArn }, ...more });

test('a job is in progress at once, with the time it looks at', async () => {
  const { jobId } = await start(bo, { cloudTrailDetails: { ...details, trails: [{ cloudTrailArn: trail(), regions: ['us-east-1'] }] } });
  expect(await world.ana.call(GetGeneratedPolicy, { jobId })).toEqual({
    jobDetails: { jobId, status: 'IN_PROGRESS', startedOn: '2026-06-01T12:00:00.000Z' },
    generatedPolicyResult: {
      properties: {
        principalArn: bo,
        cloudTrailProperties: {
          trailProperties: [{ cloudTrailArn: trail(), regions: ['us-east-1'], allRegions: false }],
          startTime: '2026-05-01T00:00:00.000Z',
          endTime: '2026-06-01T12:00:00.000Z',
        },
      },
      generatedPolicies: [],
    },
  });
});

test('the same client token starts one job, and with other input is a conflict', async () => {
  const first = await start(bo, { clientToken: 'once' });
  expect(await start(bo, { clientToken: 'once' })).toEqual(first);
  await expect(start(`arn:aws:iam::${acme}:user/admin`, { clientToken: 'once' })).rejects.toMatchObject({ status: 409 });
});

test.each([
  ['nobody', `arn:aws:iam::${acme}:user/nobody`, {}],
  ['somebody of another AWS account', `arn:aws:iam::${globex}:user/admin`, {}],
  ['a trail of another AWS account', bo, { ...details, trails: [{ cloudTrailArn: trail(globex) }] }],
  ['a time that ends before it starts', bo, { ...details, trails: [], endTime: '2026-04-01T00:00:00Z' }],
  ['a time that has not come', bo, { ...details, trails: [], startTime: '2027-01-01T00:00:00Z' }],
])('%s is refused', async (_, arn, more) => {
  const input = Object.keys(more).length === 0 ? {} : { cloudTrailDetails: more };
  await expect(start(arn, input)).rejects.toMatchObject({ status: 400 });
});

test('whoever names an access role must be allowed to pass it', async () => {
  const cloudTrailDetails = { ...details, trails: [{ cloudTrailArn: trail() }] };
  const grant = (Resource: string) =>
    world.ana.call(PutUserPolicy, {
      UserName: 'bo',
      PolicyName: 'own',
      PolicyDocument: document(
        { Effect: 'Allow', Action: 'access-analyzer:*', Resource: '*' },
        { Effect: 'Allow', Action: 'iam:PassRole', Resource },
      ),
    });
  const input = { policyGenerationDetails: { principalArn: bo }, cloudTrailDetails };
  await grant(`arn:aws:iam::${acme}:role/other`);
  await expect(world.bo.call(StartPolicyGeneration, input)).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining(`iam:PassRole on resource: ${details.accessRole}`),
  });
  await grant(details.accessRole);
  await world.bo.call(StartPolicyGeneration, input);
});

test('ten jobs are in progress at most', async () => {
  const answers = await Promise.allSettled(Array.from({ length: 11 }, () => start(bo)));
  expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { status: 402, code: 'ServiceQuotaExceededException' },
  });
});
