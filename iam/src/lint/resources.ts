import { compileResourcePattern, matchesResource } from '../arn.ts';
import { startsInSixthComponent } from '../compile.ts';
import type { Sourced, Statement } from '../document.ts';
import { tokenizeGlob } from '../tokens.ts';
import { matchActions, spell } from './actions.ts';
import { lintArnFormat } from './arns.ts';
import type { LintScope } from './policy.ts';
import { findCovered } from './redundancy.ts';
import { lintVariables } from './variables.ts';

/** Resource and NotResource: ARNs that cannot be right, repetitions, and resources that the actions do not have. */
export function lintResources(statement: Statement, scope: LintScope): void {
  const { resource } = statement;
  const { report } = scope;
  if (resource === undefined) return;
  if (resource.values.length === 0) report('EMPTY_ARRAY_RESOURCE', resource.span);
  for (const value of resource.values) {
    lintVariables(value, scope);
    if (value.value !== '*') lintArn(value, scope);
  }
  const covered = findCovered(resource.values, coversResource);
  const [first] = covered;
  if (first !== undefined) report('REDUNDANT_RESOURCE', first.span, covered.length, first.value);
  lintApplicability(statement, scope);
}

function lintArn(resource: Sourced, scope: LintScope): void {
  const { value, span } = resource;
  const { report, document } = scope;
  const early = /\$\{[^}]*\}/.exec(value)?.[0];
  if (document.version === '2012-10-17' && early !== undefined && !startsInSixthComponent(value)) {
    report('VARIABLE_UNSUPPORTED_IN_ELEMENT', span, `${early} before the fifth colon`);
    return;
  }
  const [, partition = '*', service = '*', region, account = '', rest] = value.split(':');
  if (region === undefined || rest === undefined) report('MISSING_ARN_FIELD', span);
  if (!/[*?]/.test(partition) && !partitions.has(partition)) report('INVALID_PARTITION', span, partition);
  if (/[*?]/.test(service) && service !== '*') report('WILDCARD_IN_SERVICE_NAME', span);
  if (/[A-Z]/.test(service)) report('INVALID_ARN_SERVICE_CASE', span, service);
  if (rest !== undefined && !/^(?:|\d{12}|.*[*?].*|aws)$/.test(account)) report('INVALID_ARN_ACCOUNT', span, account);
  lintArnFormat(resource, scope);
}

const partitions: ReadonlySet<string> = new Set(['aws', 'aws-cn', 'aws-us-gov']);

/** Reports a named action that has no resources of its own in a statement that lists only particular ones. */
function lintApplicability({ action, resource }: Statement, { catalogue, report }: LintScope): void {
  if (catalogue === undefined || resource === undefined || resource.isNegated || action.isNegated) return;
  if (resource.values.length === 0 || resource.values.some(({ value }) => value === '*')) return;
  for (const { value, span } of action.values) {
    if (value === '*') continue;
    const { named, aliased } = matchActions(value, catalogue);
    const matched = [...named, ...aliased];
    const [first] = matched;
    if (first !== undefined && matched.every(({ resources }) => resources?.length === 0)) {
      report('RESOURCE_NOT_APPLICABLE', span, matched.length === 1 ? spell(first) : value);
    }
  }
}

function coversResource(pattern: string, value: string): boolean {
  return !pattern.includes('${') && matchesResource(compileResourcePattern(tokenizeGlob(pattern)), value);
}
