import { z } from 'zod';
import { BadRequestException } from '../../errors.ts';
import { analyzerOperation } from '../../operation.ts';
import { nextToken } from '../../shapes/common.ts';
import { PolicyGeneration, principalArn } from '../../shapes/policy-generation.ts';
import { toTimestamp } from '../../shapes/timestamp.ts';
import { pageToken, readPageToken, toPage } from '../../store/paging.ts';
import { generationKey, listPolicyGenerations } from '../../store/policy-generations.ts';

const pageSizeDefault = 100;

export const ListPolicyGenerations = analyzerOperation({
  action: {
    name: 'ListPolicyGenerations',
    access: 'Read',
    summary: 'Grants permission to list all the recently started policy generations',
    dependsOn: [],
  },
  http: { method: 'GET', path: '/policy/generation', query: ['principalArn', 'maxResults', 'nextToken'] },
  input: z.object({
    principalArn: principalArn.optional(),
    maxResults: z.int().min(1).max(1000).optional(),
    nextToken: nextToken.optional(),
  }),
  output: z.object({ policyGenerations: z.array(PolicyGeneration), nextToken: z.string().optional() }),
  errors: [BadRequestException],
  example: {},
  async handler({ tx }, { principalArn: arn, maxResults = pageSizeDefault, nextToken: token }) {
    const list = JSON.stringify(['ListPolicyGenerations', arn]);
    const before = readPageToken(tx, list, token, BadRequestException);
    const found = await listPolicyGenerations(tx, { principalArn: arn, before, limit: maxResults + 1 });
    const { rows, lastKey } = toPage(found, maxResults, generationKey);
    const next = pageToken(tx, list, lastKey);
    return {
      policyGenerations: rows.map(({ id, status, startedAt, completedAt, principalArn: principal }) => ({
        jobId: id,
        principalArn: principal,
        status,
        startedOn: toTimestamp(startedAt),
        ...(completedAt !== undefined && { completedOn: toTimestamp(completedAt) }),
      })),
      ...(next !== undefined && { nextToken: next }),
    };
  },
});
