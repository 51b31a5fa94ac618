import type { Catalogue } from '../catalogue.ts';
import type { PolicyDocument, PolicyKind, Statement } from '../document.ts';
import type { Report } from '../findings.ts';
import { lintActions, lintDependentActions } from './actions.ts';
import { lintConditions } from './conditions.ts';
import { lintEscalation } from './escalation.ts';
import { lintPrincipal } from './principals.ts';
import { lintReach } from './reach.ts';
import { lintResources } from './resources.ts';
import { lintResourceTags } from './tags.ts';

/** What a linter rule may look at besides the statement in hand. */
export interface LintScope {
  readonly document: PolicyDocument;
  readonly kind: PolicyKind;
  readonly catalogue: Catalogue | undefined;
  readonly report: Report;
}

/** Says what is doubtful or useless in a policy whose grammar is right. */
export function lintPolicy(scope: LintScope): void {
  const { document, kind, report } = scope;
  if (document.version === undefined) report('MISSING_VERSION', document.span);
  for (const statement of document.statements) {
    if (statement.sid?.value === '') report('EMPTY_SID_VALUE', statement.sid.span);
    lintActions(statement, scope);
    lintResources(statement, scope);
    lintConditions(statement, scope);
    lintResourceTags(statement, scope);
    lintPrincipal(statement, scope);
    if (kind !== 'scp' && kind !== 'trust') lintEscalation(statement, scope);
  }
  lintDependentActions(scope);
  lintRepeatedStatements(scope);
  lintReach(scope);
}

function lintRepeatedStatements({ document, report }: LintScope): void {
  const seen = new Set<string>();
  for (const statement of document.statements) {
    const meaning = describeMeaning(statement);
    if (seen.has(meaning)) report('REDUNDANT_STATEMENT', statement.span);
    seen.add(meaning);
  }
}

/** The same text for statements that differ only in Sid, order or letter case where that has no meaning. */
function describeMeaning({ effect, principal, action, resource, conditions }: Statement): string {
  return JSON.stringify([
    effect,
    principal && [principal.isNegated, principal.entries.map(({ type, value }) => `${type} ${value}`).toSorted()],
    [action.isNegated, valuesOf(action.values).map((value) => value.toLowerCase())],
    resource && [resource.isNegated, valuesOf(resource.values)],
    conditions
      .map(({ operator, key, values }) => JSON.stringify([operator.source.toLowerCase(), key.value.toLowerCase(), valuesOf(values)]))
      .toSorted(),
  ]);
}

function valuesOf(values: readonly { readonly value: string }[]): string[] {
  return values.map(({ value }) => value).toSorted();
}
