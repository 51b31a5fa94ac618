import type { Catalogue } from './catalogue.ts';
import type { PolicyKind } from './document.ts';
import { finishFindings, reportTo, type Finding, type FindingCode, type FindingDraft } from './findings.ts';
import { readPolicy } from './grammar/policy.ts';
import { lintPolicy } from './lint/policy.ts';
import { measurePolicy, sizeLimit } from './size.ts';

/** What to check a policy as, and against which actions and keys. Without a catalogue, names are not checked. */
export interface ValidateOptions {
  readonly kind: PolicyKind;
  readonly catalogue?: Catalogue | undefined;
}

/**
 * Everything there is to say about a policy text, in the order of the text; never throws. What `compilePolicy` refuses is
 * among the errors. Not every error is refused, as in AWS: an unknown service is an error, and yet such a policy is accepted.
 */
export function validatePolicy(text: string, { kind, catalogue }: ValidateOptions): Finding[] {
  const drafts: FindingDraft[] = [];
  const report = reportTo(drafts);
  const { document, faults } = readPolicy(text, kind);
  const size = measurePolicy(text);
  const limit = sizeLimit(kind);
  if (size > limit)
    report(sizeCodes[kind] ?? 'POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA', document?.span ?? { start: 0, end: text.length }, size, limit);
  if (document !== undefined) lintPolicy({ document, kind, catalogue, report });
  return finishFindings(text, [...faults, ...drafts]);
}

const sizeCodes: Partial<Record<PolicyKind, FindingCode>> = { scp: 'POLICY_SIZE_EXCEEDS_SCP_QUOTA', trust: 'POLICY_SIZE_EXCEEDS_QUOTA' };
