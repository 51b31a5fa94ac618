import { validatePolicy } from '@carillon/iam';
import { z } from 'zod';
import { BadRequestException } from '../../errors.ts';
import { toWireFinding } from '../../iam/findings.ts';
import { analyzerOperation } from '../../operation.ts';
import { policyText, ValidatePolicyFinding } from '../../shapes/access-analyzer.ts';
import { nextToken } from '../../shapes/common.ts';
import { pageToken, readPageToken } from '../../store/paging.ts';

/** Of resource policies this server has the trust policies of roles, whether the type says so or nothing. */
const kinds = { IDENTITY_POLICY: 'identity', RESOURCE_POLICY: 'trust', SERVICE_CONTROL_POLICY: 'scp' } as const;
const pageSizeDefault = 100;

export const ValidatePolicy = analyzerOperation({
  action: {
    name: 'ValidatePolicy',
    access: 'Read',
    summary: 'Grants permission to validate a policy',
    dependsOn: [],
  },
  http: { path: '/policy/validation', query: ['maxResults', 'nextToken'] },
  input: z.object({
    // Findings are told in English, whichever of AWS's languages is asked for.
    locale: z.enum(['DE', 'EN', 'ES', 'FR', 'IT', 'JA', 'KO', 'PT_BR', 'ZH_CN', 'ZH_TW']).optional(),
    maxResults: z.int().min(1).max(1000).optional(),
    nextToken: nextToken.optional(),
    policyDocument: policyText,
    policyType: z.enum(['IDENTITY_POLICY', 'RESOURCE_POLICY', 'SERVICE_CONTROL_POLICY']),
    validatePolicyResourceType: z.enum(['AWS::IAM::AssumeRolePolicyDocument']).optional(),
  }),
  output: z.object({ findings: z.array(ValidatePolicyFinding), nextToken: z.string().optional() }),
  errors: [BadRequestException],
  example: {
    policyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"chime:SuspendUser","Resource":"*"}]}',
    policyType: 'IDENTITY_POLICY',
  },
  async handler({ tx, catalogue }, { policyDocument, policyType, maxResults = pageSizeDefault, nextToken: token }) {
    const list = JSON.stringify(['ValidatePolicy', policyType, policyDocument]);
    const from = Number(readPageToken(tx, list, token, BadRequestException));
    const found = validatePolicy(policyDocument, { kind: kinds[policyType], catalogue });
    const end = from + maxResults;
    const next = pageToken(tx, list, end < found.length ? String(end) : undefined);
    return {
      findings: found.slice(from, end).map((finding) => toWireFinding(policyDocument, finding)),
      ...(next !== undefined && { nextToken: next }),
    };
  },
});
