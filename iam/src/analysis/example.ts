import type { BoundCondition, BoundStatement } from '../bind.ts';
import { isUserDefinedKey } from '../catalogue.ts';
import { bindContext, findVariable, type BoundContext, type Context } from '../context.ts';
import type { RequestPrincipal } from '../principal.ts';
import { statementApplies } from '../statement.ts';
import { isVariable, listVariables, resolveTemplate, type Template } from '../variables.ts';
import { pick, type Domains } from './formula.ts';
import { nameOf } from './keys.ts';
import { firstKeyVariable, principalVariable, resourceVariable, type Space } from './space.ts';

/** A request, as proof that something is possible. */
export interface RequestExample {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
  readonly principal?: RequestPrincipal | undefined;
}

/** Whether statements about the request's action, taken together as one layer, allow it. */
export function allows(space: Space, statements: readonly BoundStatement[], { resource, context, principal }: RequestExample): boolean {
  const bound = bindContext(space.bound, context);
  const applying = statements.filter((statement) => statementApplies(statement, bound, resource, principal));
  return applying.length > 0 && applying.every(({ isAllow }) => isAllow);
}

/** A request out of what a search has left. Where variables are involved it is a guess that has to be tried. */
export function toExample(space: Space, domains: Domains, action: string, statements: readonly BoundStatement[]): RequestExample {
  const { bound } = space;
  const context: Record<string, string | readonly string[]> = {};
  for (const [slot, { key }] of bound.slots.entries()) {
    const value = pickValue(space, domains, slot);
    if (value !== undefined) context[nameOf(key, bound)] = value;
  }
  const found = domains[resourceVariable];
  const caller = domains[principalVariable];
  const principal = caller && space.principals.get(String(pick(caller)));
  const resource = String((found && pick(found)) ?? '*');
  const example = { action, resource, context, ...(principal && { principal }) };
  return space.looseVariables.size === 0 ? example : fillTemplates(space, domains, example, statements);
}

function pickValue(space: Space, domains: Domains, slot: number): string | readonly string[] | undefined {
  const domain = domains[firstKeyVariable + slot];
  if (domain === undefined) return undefined;
  const wanted = space.bound.conditions
    .filter((condition) => condition.slot.index === slot)
    .map(({ index }) => [index, truthOf(space, domains, index)] as const);
  const fitting = domain.singles.filter(({ truths }) =>
    wanted.every(([index, truth]) => truth === undefined || truths.get(index) === truth),
  );
  return pick({ ...domain, singles: fitting.length > 0 ? fitting : domain.singles });
}

/** What a search has settled for something that is true or false at will; undefined when it is still open, or is nothing of the kind. */
function truthOf({ looseVariables }: Space, domains: Domains, atom: number): boolean | undefined {
  const variable = looseVariables.get(atom);
  const choices = variable === undefined ? [] : (domains[variable]?.singles ?? []);
  return choices.length === 1 ? choices[0]?.truths.get(atom) : undefined;
}

/** Gives keys and resource the values that conditions and resource elements with variables ask for. */
function fillTemplates(space: Space, domains: Domains, example: RequestExample, statements: readonly BoundStatement[]): RequestExample {
  const context = { ...example.context };
  let { resource } = example;
  const fill = (template: Template): string => {
    for (const { key, fallback } of listVariables(template)) if (fallback === undefined) context[nameOf(key, space.bound)] ??= 'x';
    return instance(template, bindContext(space.bound, context));
  };
  const isWanted = ({ index, compiled }: BoundCondition): boolean =>
    truthOf(space, domains, index) === true &&
    compiled.name.operator?.isNegated === false &&
    compiled.values.some(({ hasVariables }) => hasVariables);
  for (const condition of statements.flatMap(({ conditions }) => conditions).filter(isWanted)) {
    const [template] = condition.compiled.values;
    if (template === undefined) continue;
    const value = fill(template);
    context[nameOf(condition.slot.key, space.bound)] = condition.slot.isMultivalued ? [value] : value;
  }
  for (const { resource: element } of statements.filter(({ isAllow }) => isAllow)) {
    const [template] = element?.templates ?? [];
    if (template !== undefined && element?.isNegated === false && !element.patterns.includes('all')) resource = fill(template);
  }
  return { ...example, resource, context };
}

/** A text that a template matches: each wildcard is an x, or nothing where that will do. */
function instance(template: Template, context: BoundContext): string {
  const tokens = resolveTemplate(template, (key) => findVariable(context, key)) ?? template.tokens.filter((token) => !isVariable(token));
  return tokens.map((token) => (typeof token === 'string' ? token : 'x')).join('');
}

/** The keys of a context that a person would want to see: none that was merely left out. */
export function describeExample({ action, resource, context, principal }: RequestExample): string {
  const conditions = Object.entries(context).map(
    ([key, value]) => `${key} = ${typeof value === 'string' ? quoteKey(key, value) : JSON.stringify(value)}`,
  );
  const who = principal && (principal.arns[0] ?? principal.service ?? principal.federated);
  return [
    `${action} on ${resource}`,
    ...(who === undefined ? [] : [`by ${who}`]),
    ...(conditions.length === 0 ? [] : [`with ${conditions.join(' and ')}`]),
  ].join(' ');
}

function quoteKey(key: string, value: string): string {
  return value === '' || isUserDefinedKey(key) || /\s/.test(value) ? JSON.stringify(value) : value;
}
