import {
  bindLayers,
  explain,
  listContextKeys,
  positionAt,
  type BoundLayers,
  type Catalogue,
  type CompiledPolicy,
  type Context,
  type Explanation,
  type LayerExplanation,
  type Layers,
  type RequestPrincipal,
  type StatementExplanation,
} from '@carillon/iam';
import type { z } from 'zod';
import type { EvaluationResult } from '../shapes/simulation.ts';
import { describeSource } from './policy-sources.ts';

type Result = z.input<typeof EvaluationResult>;

/** Policies to try, and a request to try them with, but for action and resource. */
export interface Simulation {
  readonly layers: Layers;
  readonly context: Context;
  /** The caller, where the policy of a resource takes part. */
  readonly principal: RequestPrincipal | undefined;
  /** The resource belongs to another AWS account than the caller. */
  readonly isCrossAccount: boolean;
}

/** One question of a simulation. */
export interface Attempt {
  readonly action: string;
  readonly resource: string;
}

/** Decides each attempt as the server decides requests, and tells in IAM's words which statements made it so. */
export function simulate(
  { layers, context, principal, isCrossAccount }: Simulation,
  attempts: readonly Attempt[],
  catalogue: Catalogue,
): Result[] {
  const bound = bindLayers(layers, catalogue);
  return attempts.map(({ action, resource }) => {
    const decided = isStarAction(action, catalogue) ? '*' : resource;
    const explanation = explain(bound, { action, resource: decided, context, principal });
    const result = toResult({ action, resource }, explanation, bound, context);
    if (isCrossAccount) result.EvalDecisionDetails = detailsOf(explanation);
    else if (resource !== '*') result.EvalDecisionDetails = {};
    return resource === '*' ? result : { ...result, ResourceSpecificResults: [toSpecific(resource, result)] };
  });
}

/** Actions without resources are decided on `*`, whatever resource is simulated: so is every request for them. */
function isStarAction(action: string, { actions }: Catalogue): boolean {
  const folded = action.toLowerCase();
  return actions.some(({ service, name, resources }) => resources?.length === 0 && `${service}:${name}`.toLowerCase() === folded);
}

function toResult({ action, resource }: Attempt, explanation: Explanation, bound: BoundLayers, context: Context): Result {
  const { decision, layers } = explanation;
  const ofLayer = (layer: LayerExplanation['layer']): LayerExplanation[] => layers.filter((one) => one.layer === layer);
  const [scp, boundary] = [ofLayer('scp'), ofLayer('boundary')];
  return {
    EvalActionName: action,
    EvalResourceName: resource,
    EvalDecision: decision,
    MatchedStatements: matchedStatements(explanation, bound),
    MissingContextValues: missingKeys(explanation, bound, context),
    ...(scp.length > 0 && { OrganizationsDecisionDetail: { AllowedByOrganizations: scp.every(allows) } }),
    ...(boundary.length > 0 && { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: boundary.every(allows) } }),
  };
}

function allows({ outcome }: LayerExplanation): boolean {
  return outcome === 'allows' || outcome === 'waived';
}

function toSpecific(resource: string, result: Result): NonNullable<Result['ResourceSpecificResults']>[number] {
  const { EvalDecision, MatchedStatements, MissingContextValues, EvalDecisionDetails, PermissionsBoundaryDecisionDetail } = result;
  return {
    EvalResourceName: resource,
    EvalResourceDecision: EvalDecision,
    MatchedStatements,
    MissingContextValues,
    ...(EvalDecisionDetails && Object.keys(EvalDecisionDetails).length > 0 && { EvalDecisionDetails }),
    ...(PermissionsBoundaryDecisionDetail && { PermissionsBoundaryDecisionDetail }),
  };
}

/**
 * The statements that determine the result: the Denies, or if there are none and the request is allowed, the Allows that grant it. A
 * boundary grants nothing; and the policies of the organisation are left out, since whoever simulates may not read those.
 */
function matchedStatements({ decision, layers }: Explanation, bound: BoundLayers): Result['MatchedStatements'] {
  if (decision === 'implicitDeny') return [];
  const effect = decision === 'allowed' ? 'Allow' : 'Deny';
  const texts = new Map(policiesOf(bound).map((policy) => [policy.name, policy.document.text]));
  return layers
    .filter(({ layer }) => layer !== 'scp' && (decision !== 'allowed' || layer !== 'boundary'))
    .flatMap(({ layer, statements }) =>
      statements.filter((one) => one.applies && one.effect === effect).map((one) => toStatement(layer, one, texts)),
    );
}

/**
 * IAM places a statement from behind its opening brace to behind its closing one, in lines and columns from 1.
 * Source: the examples of `simulate-custom-policy` and `simulate-principal-policy` in the AWS CLI's reference.
 */
function toStatement(
  layer: string,
  { policy = '', position, length }: StatementExplanation,
  texts: ReadonlyMap<string | undefined, string>,
): Result['MatchedStatements'][number] {
  const end = positionAt(texts.get(policy) ?? '', position.offset + length);
  return {
    ...describeSource(policy, layer === 'trust'),
    StartPosition: { Line: position.line, Column: position.column + 1 },
    EndPosition: { Line: end.line, Column: end.column },
  };
}

/** The keys that statements about the action look at and the request does not carry. */
function missingKeys({ layers }: Explanation, bound: BoundLayers, context: Context): string[] {
  const carried = new Set(Object.keys(context).map((key) => key.toLowerCase()));
  const asked = layers.flatMap(({ layer, level, statements }) => {
    const group = bound.groups.find((one) => one.layer === layer && one.level === level);
    const isAsked = new Set(statements.map(({ policy, statement }) => `${policy} ${statement}`));
    return (group?.statements ?? []).filter(({ policy, compiled }) => isAsked.has(`${policy.name} ${compiled.source.index}`));
  });
  return listContextKeys(asked.map(({ policy, compiled }) => ({ ...policy, statements: [compiled] }))).filter(
    (key) => !carried.has(key.toLowerCase()),
  );
}

function policiesOf(bound: BoundLayers): CompiledPolicy[] {
  return [...new Set(bound.groups.flatMap(({ statements }) => statements.map(({ policy }) => policy)))];
}

/** What each side of a request across accounts says of it. */
function detailsOf({ layers }: Explanation): Record<string, Result['EvalDecision']> {
  const say = (layer: LayerExplanation['layer']): Result['EvalDecision'] => {
    const outcomes = new Set(layers.filter((one) => one.layer === layer).map(({ outcome }) => outcome));
    return outcomes.has('denies') ? 'explicitDeny' : outcomes.has('allows') ? 'allowed' : 'implicitDeny';
  };
  return { 'IAM Policy': say('identity'), 'Resource Policy': say('trust') };
}
