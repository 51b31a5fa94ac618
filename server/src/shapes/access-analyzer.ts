import { z } from 'zod';

// Wire shapes of Access Analyzer. Names and values are those of the published model (`accessanalyzer/2019-11-01`).

export const policyText = z.string().min(1).max(131_072);

/** Which policies the checks of access compare. */
export const accessCheckPolicyType = z.enum(['IDENTITY_POLICY', 'RESOURCE_POLICY']);

const position = z.object({ line: z.int(), column: z.int(), offset: z.int() });

const pathElement = z.union([
  z.object({ value: z.string() }),
  z.object({ index: z.int() }),
  z.object({ key: z.string() }),
  z.object({ substring: z.object({ start: z.int(), length: z.int() }) }),
]);

const location = z.object({ path: z.array(pathElement), span: z.object({ start: position, end: position }) });

export const ValidatePolicyFinding = z.object({
  findingDetails: z.string(),
  findingType: z.enum(['ERROR', 'SECURITY_WARNING', 'SUGGESTION', 'WARNING']),
  issueCode: z.string(),
  learnMoreLink: z.string(),
  locations: z.array(location),
});

export const ReasonSummary = z.object({ description: z.string(), statementIndex: z.int().optional(), statementId: z.string().optional() });

/** What every check of access answers. */
export const accessCheck = { result: z.enum(['PASS', 'FAIL']), message: z.string(), reasons: z.array(ReasonSummary).optional() } as const;
