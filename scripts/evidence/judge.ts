import { compilePolicy, evaluate, explain, validatePolicy } from '../../iam/src/index.ts';
import { bind } from '../../iam/test/generators.ts';
import type { Situation } from '../../iam/test/naive/situation.ts';
import type { PolicyCase } from '../../iam/test/support/cases.ts';
import { catalogue } from '../../iam/test/support/catalogue.ts';

/** Situations with the naive evaluator's verdicts, and the project's policies that must be refused or accepted. */
export interface Corpus {
  readonly situations: readonly { readonly drawn: Situation; readonly decision: string; readonly layer: string | undefined }[];
  readonly policies: readonly PolicyCase[];
}

/** The first answer that is not as it should be; undefined = the engine passes. */
export function judge({ situations, policies }: Corpus): string | undefined {
  for (const { drawn, decision, layer } of situations) {
    const bound = bind(drawn.policies);
    const [decided, explained] = [evaluate(bound, drawn.request), explain(bound, drawn.request)];
    if (decided.decision !== decision || decided.layer !== layer || explained.decision !== decision) return JSON.stringify(drawn);
  }
  for (const { id, document, policyType: kind, write, lint } of policies) {
    const codes = new Set<string>(validatePolicy(document, { kind, catalogue }).map(({ code }) => code));
    // Private addresses are everyday ones here: iam/src/findings.ts says why.
    const owed = lint.map(([, code]) => code.replace(' (product code)', '')).filter((code) => code !== 'PRIVATE_IP_ADDRESS');
    if (owed.some((code) => !codes.has(code)) || isAccepted(document, kind) !== (write === 'accept')) return id;
  }
  return undefined;
}

function isAccepted(document: string, kind: PolicyCase['policyType']): boolean {
  try {
    compilePolicy(document, { kind });
    return true;
  } catch {
    return false;
  }
}
