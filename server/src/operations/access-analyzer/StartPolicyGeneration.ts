import { z } from 'zod';
import { BadRequestException, ConflictException, NoSuchEntity, ServiceQuotaExceededException } from '../../errors.ts';
import { analyzerOperation } from '../../operation.ts';
import { clientRequestToken } from '../../shapes/common.ts';
import { CloudTrailDetails, jobId, principalArn } from '../../shapes/policy-generation.ts';
import { dayMs } from '../../shapes/timestamp.ts';
import type { Tx } from '../../store/database.ts';
import { getEntityPolicies } from '../../store/entity-policies.ts';
import { countGenerationsInProgress, insertPolicyGeneration, type GenerationRequest } from '../../store/policy-generations.ts';

/** What counts if the request does not say: as `policy least` has it. */
const lookBackMs = 90 * dayMs;
/** Jobs of one AWS account at once. */
const inProgressMax = 10;

type Details = z.output<typeof CloudTrailDetails>;

export const StartPolicyGeneration = analyzerOperation({
  action: {
    name: 'StartPolicyGeneration',
    access: 'Write',
    summary: 'Grants permission to start a policy generation',
    dependsOn: [
      {
        action: 'iam:PassRole',
        resource: ({ cloudTrailDetails }) => cloudTrailDetails?.accessRole ?? '*',
        when: ({ cloudTrailDetails }: { cloudTrailDetails?: Details | undefined }) => cloudTrailDetails !== undefined,
      },
    ],
  },
  http: { method: 'PUT', path: '/policy/generation' },
  input: z.object({
    policyGenerationDetails: z.object({ principalArn }),
    cloudTrailDetails: CloudTrailDetails.optional(),
    clientToken: clientRequestToken.optional(),
  }),
  output: z.object({ jobId }),
  errors: [BadRequestException, ConflictException, ServiceQuotaExceededException],
  example: { policyGenerationDetails: { principalArn: 'arn:aws:iam::111122223333:role/help-desk' } },
  async handler({ tx, now, newId, nudge }, { policyGenerationDetails, cloudTrailDetails }) {
    const request = planRequest(tx.awsAccountId, cloudTrailDetails, now);
    const entityId = await getEntityId(tx, policyGenerationDetails.principalArn);
    if ((await countGenerationsInProgress(tx)) >= inProgressMax)
      throw new ServiceQuotaExceededException(
        `There are ${inProgressMax} policy generations in progress. Wait for one to end, or cancel one.`,
      );
    const id = newId();
    await insertPolicyGeneration(tx, { id, principalArn: policyGenerationDetails.principalArn, entityId, startedAt: now, request });
    nudge('generate-policies');
    return { jobId: id };
  },
});

/** There is one trail here, with everything in it: a request may name it as it likes, within its own AWS account. */
function planRequest(awsAccountId: string, details: Details | undefined, now: number): GenerationRequest {
  if (!details) return { from: now - lookBackMs, to: now, trails: [] };
  const from = Date.parse(details.startTime);
  const to = details.endTime === undefined ? now : Math.min(now, Date.parse(details.endTime));
  if (from >= to) throw new BadRequestException('startTime must be before endTime and before now.');
  const foreign = details.trails.find(({ cloudTrailArn }) => cloudTrailArn.split(':')[4] !== awsAccountId);
  if (foreign) throw new BadRequestException(`${foreign.cloudTrailArn} is no trail of this AWS account.`);
  const trails = details.trails.map(({ cloudTrailArn: arn, regions = [], allRegions }) => ({
    arn,
    ...(regions.length > 0 && allRegions !== true && { regions }),
  }));
  return { from, to, trails };
}

async function getEntityId(tx: Tx, arn: string): Promise<string> {
  try {
    return (await getEntityPolicies(tx, arn)).id;
  } catch (error) {
    // The published model knows no other error for it.
    throw error instanceof NoSuchEntity ? new BadRequestException(error.message) : error;
  }
}
