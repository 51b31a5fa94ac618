import { z } from 'zod';
import { BadRequestException } from '../../errors.ts';
import { analyzerOperation } from '../../operation.ts';
import { GeneratedPolicyResult, JobDetails, jobId } from '../../shapes/policy-generation.ts';
import { toTimestamp } from '../../shapes/timestamp.ts';
import { getPolicyGeneration } from '../../store/policy-generations.ts';

export const GetGeneratedPolicy = analyzerOperation({
  action: {
    name: 'GetGeneratedPolicy',
    access: 'Read',
    summary: 'Grants permission to retrieve a policy that was generated using StartPolicyGeneration',
    dependsOn: [],
  },
  http: { method: 'GET', path: '/policy/generation/{jobId}', query: ['includeResourcePlaceholders', 'includeServiceLevelTemplate'] },
  input: z.object({
    jobId,
    // Policies name the very resources and actions that were used, so neither placeholders nor templates are called for.
    includeResourcePlaceholders: z.boolean().optional(),
    includeServiceLevelTemplate: z.boolean().optional(),
  }),
  output: z.object({ jobDetails: JobDetails, generatedPolicyResult: GeneratedPolicyResult }),
  errors: [BadRequestException],
  example: { jobId: '019e8306-5c00-7000-8000-000000000010' },
  async handler({ tx }, input) {
    const { id, principalArn, status, startedAt, completedAt, request, policies, error } = await getPolicyGeneration(tx, input.jobId);
    return {
      jobDetails: {
        jobId: id,
        status,
        startedOn: toTimestamp(startedAt),
        ...(completedAt !== undefined && { completedOn: toTimestamp(completedAt) }),
        ...(error && { jobError: error }),
      },
      generatedPolicyResult: {
        properties: {
          ...(status === 'SUCCEEDED' && { isComplete: true }),
          principalArn,
          cloudTrailProperties: {
            trailProperties: request.trails.map(({ arn, regions }) => ({
              cloudTrailArn: arn,
              ...(regions ? { regions, allRegions: false } : { allRegions: true }),
            })),
            startTime: toTimestamp(request.from),
            endTime: toTimestamp(request.to),
          },
        },
        generatedPolicies: policies.map((policy) => ({ policy })),
      },
    };
  },
});
