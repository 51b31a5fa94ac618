import { compileResourcePattern, matchesResource, type ResourcePattern } from './arn.ts';
import type { BoundResource, BoundStatement } from './bind.ts';
import { conditionHolds } from './condition.ts';
import { findVariable, type BoundContext } from './context.ts';
import { principalGrant, type RequestPrincipal } from './principal.ts';
import { resolveTemplate, type Template } from './variables.ts';

/** Whether a statement is about this resource and this principal, and its conditions hold. The plan has seen to the action. */
export function statementApplies(
  { resource, principal, conditions, isAllow }: BoundStatement,
  context: BoundContext,
  requested: string,
  caller: RequestPrincipal | undefined,
): boolean {
  if (resource !== undefined && !coversResource(resource, context, requested)) return false;
  if (principal !== undefined && principalGrant(principal, caller) === 'none') return false;
  for (let index = 0; index < conditions.length; index += 1) {
    const condition = conditions[index];
    if (condition !== undefined && !conditionHolds(condition, context, isAllow)) return false;
  }
  return true;
}

/** Whether Resource or NotResource covers a resource. */
export function coversResource(resource: BoundResource, context: BoundContext, requested: string): boolean {
  return resource.isNegated !== isListed(resource, context, requested);
}

function isListed(resource: BoundResource, context: BoundContext, requested: string): boolean {
  for (let index = 0; index < resource.patterns.length; index += 1) {
    const pattern = resource.patterns[index];
    if (pattern !== undefined && matchesResource(pattern, requested)) return true;
  }
  for (let index = 0; index < resource.templates.length; index += 1) {
    const pattern = findPattern(resource, index, context);
    if (pattern !== 'none' && matchesResource(pattern, requested)) return true;
  }
  return false;
}

/** The pattern of a value with variables, made once per context. */
function findPattern({ templates, templatesFrom }: BoundResource, index: number, context: BoundContext): ResourcePattern | 'none' {
  return context.resources[templatesFrom + index] ?? resolvePattern(templates[index], templatesFrom + index, context);
}

/** 'none' when a variable has no value, so that nothing matches. By itself, as `resolveMatcher` is. */
function resolvePattern(template: Template | undefined, number: number, context: BoundContext): ResourcePattern | 'none' {
  const tokens = template && resolveTemplate(template, (key) => findVariable(context, key));
  const pattern = tokens === undefined ? 'none' : compileResourcePattern(tokens);
  context.resources[number] = pattern;
  return pattern;
}
