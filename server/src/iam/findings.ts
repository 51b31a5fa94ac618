import { locate, positionAt, type Finding, type FindingCode, type Severity } from '@carillon/iam';
import type { z } from 'zod';
import type { ValidatePolicyFinding } from '../shapes/access-analyzer.ts';

/** A finding as Access Analyzer tells it. Its lines count from 1 and its columns from 0. */
export function toWireFinding(text: string, { severity, code, message, offset, length }: Finding): z.input<typeof ValidatePolicyFinding> {
  const place = (at: number) => {
    const { line, column } = positionAt(text, at);
    return { line, column: column - 1, offset: at };
  };
  return {
    findingDetails: message,
    findingType: severity,
    issueCode: code,
    learnMoreLink: learnMoreLink(code, severity),
    locations: [{ path: locate(text, offset, length), span: { start: place(offset), end: place(offset + length) } }],
  };
}

/** AWS's page tells of AWS's findings; those that exist only here are told of in this project's guide. */
export function learnMoreLink(code: FindingCode, severity: Severity): string {
  const anchor = code.toLowerCase().replaceAll('_', '-');
  if (ownCodes.has(code)) return `docs/guide/policies.md#${anchor}`;
  const page = 'access-analyzer-reference-policy-checks';
  return `https://docs.aws.amazon.com/IAM/latest/UserGuide/${page}.html#${page}-${severity.toLowerCase().replaceAll('_', '-')}-${anchor}`;
}

/** Findings that Access Analyzer does not have. */
export const ownCodes: ReadonlySet<FindingCode> = new Set([
  'ACTION_ALIAS',
  'LOCKS_OUT_LAST_ADMINISTRATOR',
  'MISSING_DEPENDENT_ACTION',
  'POLICY_SIZE_EXCEEDS_QUOTA',
  'RESOURCE_NOT_APPLICABLE',
  'SHADOWED_BY_DENY',
  'STATEMENT_NEVER_MATCHES',
]);
