import type { BoundCondition, BoundLayers, BoundStatement, Group, Layer } from './bind.ts';
import { conditionHolds } from './condition.ts';
import { bindContext, findVariable, isList, type BoundContext } from './context.ts';
import type { Condition, Effect, ListElement, PrincipalElement } from './document.ts';
import { isTrustedByName, type Decision, type Request } from './evaluate.ts';
import { positionAt, type Position, type Span } from './parse.ts';
import { coversAction } from './plan.ts';
import { principalGrant } from './principal.ts';
import { coversResource } from './statement.ts';
import { resolveTemplate, tokensText } from './variables.ts';

/** A decision with its reasons. */
export interface Explanation extends Decision {
  /** Every layer, and every level of SCPs, in the order in which denials are named. */
  readonly layers: readonly LayerExplanation[];
}

/** What one layer, or one level of SCPs, has to say. */
export interface LayerExplanation {
  readonly layer: Layer;
  /** The level of the SCPs, from 0; 0 for other layers. */
  readonly level: number;
  /** 'waived': nothing here allows, and nothing has to (the root; a caller whom the trust policy names). */
  readonly outcome: 'allows' | 'denies' | 'silent' | 'waived';
  /** The statements about the action: those that apply, and those that some part of keeps from applying. */
  readonly statements: readonly StatementExplanation[];
}

/** One statement about the action. `position` and `length` are those of the statement in its policy's text. */
export interface StatementExplanation {
  readonly policy: string | undefined;
  /** Its index in the policy, from 0. */
  readonly statement: number;
  readonly sid: string | undefined;
  readonly effect: Effect;
  readonly applies: boolean;
  readonly position: Position;
  readonly length: number;
  readonly action: PartExplanation;
  readonly resource: PartExplanation | undefined;
  readonly principal: PartExplanation | undefined;
  readonly conditions: readonly ConditionExplanation[];
}

/** Action, resource or principal: what the statement wants, what the request gave, and whether they agree. */
export interface PartExplanation {
  readonly matches: boolean;
  /** Whether the element is NotAction, NotResource or NotPrincipal. */
  readonly isNegated: boolean;
  readonly wanted: readonly string[];
  readonly given: readonly string[];
  readonly position: Position;
  readonly length: number;
}

/** One condition: what it wants (variables replaced), what the request gave (undefined: the key is absent), and why. */
export interface ConditionExplanation {
  readonly operator: string;
  readonly key: string;
  readonly wanted: readonly string[];
  readonly given: string | readonly string[] | undefined;
  readonly holds: boolean;
  readonly why: string;
  readonly position: Position;
  readonly length: number;
}

/** Decides as `evaluate` does, and tells why. Slow by comparison: for people, not for the request path. */
export function explain(bound: BoundLayers, request: Request): Explanation {
  const context = bindContext(bound, request.context);
  const spellings = bound.plans.spellings(request.action);
  const { action, resource, principal } = request;
  const isTrusted = principal !== undefined && isTrustedByName(bound.plans.get(action), context, resource, principal);
  const layers = bound.groups.map((group) => explainGroup(group, spellings, context, request, isTrusted));
  return { ...conclude(layers), layers };
}

/** The decision that follows from the layers: see {@link Decision} for the order. */
function conclude(layers: readonly LayerExplanation[]): Decision {
  for (const { layer, statements } of layers) {
    const deny = statements.find(({ applies, effect }) => applies && effect === 'Deny');
    if (deny !== undefined) return { decision: 'explicitDeny', layer, policy: deny.policy, statement: deny.statement };
  }
  const silent = layers.find(({ outcome }) => outcome === 'silent');
  return silent === undefined ? { decision: 'allowed' } : { decision: 'implicitDeny', layer: silent.layer };
}

function explainGroup(
  { layer, level, mustAllow, statements }: Group,
  spellings: readonly string[],
  context: BoundContext,
  request: Request,
  isTrusted: boolean,
): LayerExplanation {
  const explained = statements
    .filter((statement) => coversAction(statement.action, spellings))
    .map((statement) => explainStatement(statement, context, request));
  const has = (effect: Effect): boolean => explained.some((statement) => statement.applies && statement.effect === effect);
  const isWaived = !mustAllow || (layer === 'identity' && isTrusted);
  const outcome = has('Deny') ? 'denies' : has('Allow') ? 'allows' : isWaived ? 'waived' : 'silent';
  return { layer, level, outcome, statements: explained };
}

function explainStatement(bound: BoundStatement, context: BoundContext, request: Request): StatementExplanation {
  const { source } = bound.compiled;
  const { text } = bound.policy.document;
  const action = explainPart(text, source.action, [request.action], true);
  const resource =
    bound.resource &&
    source.resource &&
    explainPart(text, source.resource, [request.resource], coversResource(bound.resource, context, request.resource));
  const principal = bound.principal && explainPrincipal(text, bound.principal, request);
  const conditions = bound.conditions.map((condition, index) =>
    explainCondition(condition, source.conditions[index] ?? condition.compiled.source, text, context, bound.isAllow),
  );
  const applies = resource?.matches !== false && principal?.matches !== false && conditions.every(({ holds }) => holds);
  return {
    policy: bound.policy.name,
    statement: source.index,
    sid: source.sid?.value,
    effect: source.effect,
    applies,
    ...place(text, source.span),
    action,
    resource,
    principal,
    conditions,
  };
}

function explainPart(text: string, { isNegated, values, span }: ListElement, given: readonly string[], matches: boolean): PartExplanation {
  return { matches, isNegated, wanted: values.map(({ value }) => value), given, ...place(text, span) };
}

function explainPrincipal(text: string, element: PrincipalElement, { principal }: Request): PartExplanation {
  const given = [...(principal?.arns ?? []), principal?.account, principal?.service, principal?.federated];
  const matches = principalGrant(element, principal) !== 'none';
  const { isNegated, entries, span } = element;
  return explainPart(
    text,
    { isNegated, values: entries, span },
    given.filter((name) => name !== undefined),
    matches,
  );
}

function explainCondition(
  condition: BoundCondition,
  source: Condition,
  text: string,
  context: BoundContext,
  isAllow: boolean,
): ConditionExplanation {
  const { compiled, slot } = condition;
  const value = context.values[slot.index];
  const holds = conditionHolds(condition, context, isAllow);
  const wanted = compiled.values.map((template) => {
    const tokens = resolveTemplate(template, (key) => findVariable(context, key));
    return tokens === undefined ? template.source : tokensText(tokens);
  });
  const given = value === undefined ? undefined : isList(value) ? value.map((item) => item.text) : value.text;
  return {
    operator: source.operator.source,
    key: source.key.value,
    wanted,
    given,
    holds,
    why: explainWhy(condition, context, given, holds),
    ...place(text, source.span),
  };
}

function explainWhy(condition: BoundCondition, context: BoundContext, given: ConditionExplanation['given'], holds: boolean): string {
  const { compiled, slot } = condition;
  const { name, source } = compiled;
  const keyName = source.key.value;
  if (name.operator === undefined)
    return `The operator ${source.operator.source} is not known: an Allow does not apply, a Deny ignores the condition.`;
  if (given === undefined)
    return `The request does not carry ${keyName}, ${holds ? 'and' : 'but'} the operator ${holds ? 'accepts' : 'needs'} that.`;
  const unresolved = compiled.values.find((value) => resolveTemplate(value, (variable) => findVariable(context, variable)) === undefined);
  if (unresolved !== undefined)
    return `The request has no single value for a variable in ${unresolved.source}, which therefore matches nothing.`;
  if (!holds && name.qualifier === undefined && compiled.wantsNull === undefined && (slot.isMultivalued || typeof given !== 'string')) {
    return `${keyName} has several values: without ForAllValues or ForAnyValue the operator never matches it.`;
  }
  return holds ? 'The value satisfies the operator.' : 'The value does not satisfy the operator.';
}

function place(text: string, span: Span): { readonly position: Position; readonly length: number } {
  return { position: positionAt(text, span.start), length: span.end - span.start };
}
