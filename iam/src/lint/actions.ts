import type { Catalogue, CatalogueAction } from '../catalogue.ts';
import type { Sourced, Statement } from '../document.ts';
import { compileGlob, matchesPattern } from '../pattern.ts';
import type { LintScope } from './policy.ts';
import { findCovered } from './redundancy.ts';
import { suggest } from './suggest.ts';

/** Action and NotAction: names that do not exist, other spellings, repetitions. */
export function lintActions({ action }: Statement, scope: LintScope): void {
  const { catalogue, report } = scope;
  if (action.values.length === 0) report('EMPTY_ARRAY_ACTION', action.span);
  for (const value of action.values) {
    const variable = /\$\{[^}]*\}?/.exec(value.value)?.[0];
    if (variable !== undefined) report('VARIABLE_UNSUPPORTED_IN_ELEMENT', value.span, variable);
    else if (catalogue !== undefined && value.value !== '*') lintAction(value, catalogue, scope);
  }
  const folded = action.values.map(({ value, span }) => ({ value: value.toLowerCase(), span }));
  const covered = findCovered(folded, (pattern, value) => matchesPattern(compileGlob(pattern), value));
  const [first] = covered;
  if (first !== undefined)
    report('REDUNDANT_ACTION', first.span, covered.length, action.values[folded.indexOf(first)]?.value ?? first.value);
}

/** Named actions that need others which nothing in the policy allows: the operation would be refused half way. */
export function lintDependentActions({ document, catalogue, report }: LintScope): void {
  const allows = document.statements.filter(({ effect }) => effect === 'Allow');
  const isAllowed = (name: string): boolean => allows.some((statement) => coversName(statement, name));
  for (const { action } of allows) {
    for (const { value, span } of action.isNegated ? [] : action.values) {
      const dependsOn = catalogue?.actions.find((known) => spell(known).toLowerCase() === value.toLowerCase())?.dependsOn ?? [];
      const missing = dependsOn.filter((name) => !isAllowed(name));
      if (missing.length > 0) report('MISSING_DEPENDENT_ACTION', span, value, missing.join(' and '));
    }
  }
}

/** The listed actions that a value of Action or NotAction matches, by their proper name or by an alias. */
export function matchActions(
  value: string,
  catalogue: Catalogue,
): { readonly named: CatalogueAction[]; readonly aliased: CatalogueAction[] } {
  const pattern = compileGlob(value.toLowerCase());
  const matches = (name: string): boolean => matchesPattern(pattern, name.toLowerCase());
  const named = catalogue.actions.filter((action) => matches(spell(action)));
  const aliased = catalogue.actions.filter(({ service, aliases = [] }) => aliases.some((alias) => matches(`${service}:${alias}`)));
  return { named, aliased };
}

/** Whether the action element of a statement covers an action, by its proper name. */
export function coversName({ action }: Statement, name: string): boolean {
  return action.isNegated !== action.values.some(({ value }) => matchesPattern(compileGlob(value.toLowerCase()), name.toLowerCase()));
}

/** `service:Name`. */
export function spell({ service, name }: CatalogueAction): string {
  return `${service}:${name}`;
}

function lintAction({ value, span }: Sourced, catalogue: Catalogue, { report }: LintScope): void {
  const service = value.slice(0, value.indexOf(':')).toLowerCase();
  const { named, aliased } = matchActions(value, catalogue);
  const [alias] = aliased;
  if (named.length > 0) return;
  if (alias !== undefined) {
    report('ACTION_ALIAS', span, value, spell(alias));
    return;
  }
  const listed = [...new Set(catalogue.actions.map((action) => action.service))];
  const known = [...listed, ...(catalogue.services ?? [])];
  if (/[*?]/.test(service)) return;
  if (!known.includes(service)) report('INVALID_SERVICE_IN_ACTION', span, service, suggest(service, known));
  else if (listed.includes(service)) {
    const names = catalogue.actions.filter((action) => action.service === service).map(spell);
    report('INVALID_ACTION', span, value, suggest(value, names));
  }
}
