import { z } from 'zod';
import { BadRequestException } from '../../errors.ts';
import { analyzerOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { jobId } from '../../shapes/policy-generation.ts';
import { endPolicyGeneration, getPolicyGeneration } from '../../store/policy-generations.ts';

export const CancelPolicyGeneration = analyzerOperation({
  action: {
    name: 'CancelPolicyGeneration',
    access: 'Write',
    summary: 'Grants permission to cancel a policy generation',
    dependsOn: [],
  },
  http: { method: 'PUT', path: '/policy/generation/{jobId}' },
  input: z.object({ jobId }),
  output: nothing,
  errors: [BadRequestException],
  example: { jobId: '019e8306-5c00-7000-8000-000000000010' },
  async handler({ tx, now }, input) {
    const { id } = await getPolicyGeneration(tx, input.jobId);
    // One that has ended already stays as it is.
    await endPolicyGeneration(tx, id, { status: 'CANCELED', completedAt: now });
    return {};
  },
});
