import type { BoundLayers, BoundStatement, Layer } from './bind.ts';
import { bindContext, type BoundContext, type Context } from './context.ts';
import type { Plan } from './plan.ts';
import { principalGrant, type RequestPrincipal } from './principal.ts';
import { statementApplies } from './statement.ts';

/** What someone wants to do. */
export interface Request {
  /** `service:Name`, such as `chime:GetAccount`. Case is ignored. */
  readonly action: string;
  /** The ARN of the resource, or `*` for actions that have none, which every chime action is. */
  readonly resource: string;
  readonly context: Context;
  /** Who asks, for trust policies. */
  readonly principal?: RequestPrincipal | undefined;
}

/** The outcome. A denial names one layer: explicit denies first (SCP, identity, boundary, session, trust), then implicit ones. */
export interface Decision {
  readonly decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
  readonly layer?: Layer | undefined;
  /** The name of the policy that explicitly denied, if it was compiled with one. */
  readonly policy?: string | undefined;
  /** The index of the statement that explicitly denied, from 0, in its policy. */
  readonly statement?: number | undefined;
}

/** Decides a request. Source: IAM User Guide, "Policy evaluation logic". */
export function evaluate(bound: BoundLayers, request: Request): Decision {
  return decide(bindContext(bound, request.context), request.action, request.resource, request.principal);
}

/**
 * Decides with a context that is already bound, as for the several actions of one request. Once the action has been seen and
 * the variables of the policies have been replaced, it allocates nothing.
 */
export function decide(context: BoundContext, action: string, resource: string, principal?: RequestPrincipal): Decision {
  const plan = context.bound.plans.get(action);
  for (let index = 0; index < plan.denies.length; index += 1) {
    const deny = plan.denies[index];
    if (deny !== undefined && statementApplies(deny.statement, context, resource, principal)) return deny.decision;
  }
  const isTrusted = principal !== undefined && isTrustedByName(plan, context, resource, principal);
  for (let index = 0; index < plan.groups.length; index += 1) {
    const group = plan.groups[index];
    if (group === undefined || (group.layer === 'identity' && isTrusted)) continue;
    if (!someApplies(group.allows, context, resource, principal)) return group.decision;
  }
  return allowed;
}

/**
 * Whether a trust policy names the caller itself. In one account that is enough, as for any resource-based policy; trust in
 * the whole account only passes the question on to the caller's own policies. `role` is the ARN of the role.
 */
export function isTrustedByName(plan: Plan, context: BoundContext, role: string, principal: RequestPrincipal): boolean {
  if (principal.account !== undefined && principal.account !== role.split(':')[4]) return false;
  const names = (statement: BoundStatement): boolean =>
    statement.principal !== undefined && principalGrant(statement.principal, principal) === 'itself';
  return plan.groups.some(
    ({ layer, allows }) =>
      layer === 'trust' && allows.some((statement) => names(statement) && statementApplies(statement, context, role, principal)),
  );
}

const allowed: Decision = { decision: 'allowed' };

function someApplies(
  statements: readonly BoundStatement[],
  context: BoundContext,
  resource: string,
  principal: RequestPrincipal | undefined,
): boolean {
  for (let index = 0; index < statements.length; index += 1) {
    const statement = statements[index];
    if (statement !== undefined && statementApplies(statement, context, resource, principal)) return true;
  }
  return false;
}
