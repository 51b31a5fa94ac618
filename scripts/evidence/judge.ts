import {
  bindLayers,
  compilePolicy,
  evaluate,
  explain,
  validatePolicy,
  type BoundLayers,
  type Catalogue,
  type CompiledPolicy,
  type PolicyKind,
} from '../../iam/src/index.ts';
import type { Situation } from '../../iam/test/naive/situation.ts';
import type { DecisionCase, PolicyCase } from '../../iam/test/support/cases.ts';
import { catalogue } from '../../iam/test/support/catalogue.ts';

/** Written cases, situations with the naive evaluator's verdicts, and the project's policies that must be refused or accepted. */
export interface Corpus {
  readonly cases: readonly DecisionCase[];
  readonly situations: readonly { readonly drawn: Situation; readonly decision: string; readonly layer: string | undefined }[];
  readonly policies: readonly PolicyCase[];
}

/** The first answer that is not as it should be; undefined = the engine passes. */
export function judge({ cases, situations, policies }: Corpus): string | undefined {
  for (const { id, policies: written, request, tags, expect } of cases) {
    const layers = { ...written, session: written.session.length > 0 ? written.session : undefined, root: tags?.includes('root') };
    if (evaluate(bind({ ...layers, boundary: written.boundary[0] }, catalogue), request).decision !== expect) return id;
  }
  for (const [index, { drawn, decision, layer }] of situations.entries()) {
    const bound = bind(drawn.policies);
    const decided = evaluate(bound, drawn.request);
    if (decided.decision !== decision || decided.layer !== layer) return JSON.stringify(drawn);
    // Explaining is slow; a quarter of the situations has to do.
    if (index % 4 === 0 && explain(bound, drawn.request).decision !== decision) return JSON.stringify(drawn);
  }
  for (const { id, document, policyType: kind, write, lint } of policies) {
    const codes = new Set<string>(validatePolicy(document, { kind, catalogue }).map(({ code }) => code));
    // Private addresses are everyday ones here: iam/src/findings.ts says why.
    const owed = lint.map(([, code]) => code.replace(' (product code)', '')).filter((code) => code !== 'PRIVATE_IP_ADDRESS');
    if (owed.some((code) => !codes.has(code)) || isAccepted(document, kind) !== (write === 'accept')) return id;
  }
  return undefined;
}

/** Documents of each layer; a layer that is undefined is absent. */
interface Bindable {
  readonly scp: readonly (readonly unknown[])[];
  readonly identity: readonly unknown[];
  readonly boundary?: unknown;
  readonly session?: readonly unknown[] | undefined;
  readonly root?: boolean | undefined;
}

function bind({ scp, identity, boundary, session, root }: Bindable, catalogue?: Catalogue): BoundLayers {
  const compile = (documents: readonly unknown[], kind: PolicyKind): CompiledPolicy[] =>
    documents.map((document) => compilePolicy(JSON.stringify(document), { kind }));
  return bindLayers(
    {
      scp: scp.map((level) => compile(level, 'scp')),
      identity: compile(identity, 'identity'),
      ...(boundary !== undefined && { boundary: compile([boundary], 'boundary') }),
      ...(session && { session: compile(session, 'session') }),
      root,
    },
    catalogue,
  );
}

function isAccepted(document: string, kind: PolicyCase['policyType']): boolean {
  try {
    compilePolicy(document, { kind });
    return true;
  } catch {
    return false;
  }
}
