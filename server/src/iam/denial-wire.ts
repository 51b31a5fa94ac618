import type { ConditionExplanation, Explanation, Layer, PartExplanation, PolicyChange, StatementExplanation } from '@carillon/iam';
import { invariant } from '../errors.ts';
import type { DenialDetail } from './denial.ts';
import { toWireDate } from './wire.ts';

// Refusals in the shapes of the wire.

interface Denial {
  readonly id: string;
  readonly time: number;
  readonly detail: DenialDetail;
}

export function toWireDenialClass({ id, time, detail }: Denial) {
  const { decision, layer, request, principal, requestId } = detail;
  invariant(decision !== 'allowed', 'Only refusals are kept.');
  return {
    AuthorizationId: id,
    RequestId: requestId,
    Date: toWireDate(time),
    PrincipalArn: principal.arn,
    Action: request.action,
    Resource: request.resource,
    Decision: decision,
    PolicyType: policyTypes[layer ?? 'identity'],
  };
}

export function toWireDenial(denial: Denial, explanation: Explanation, changes: readonly PolicyChange[] | undefined) {
  const { message, request, groups } = denial.detail;
  return {
    ...toWireDenialClass(denial),
    Message: message,
    Context: toWireContext(request.context),
    Layers: toWireLayers(explanation),
    Changes: changes?.map(toWireChange),
    Policies: groups
      .filter(isShown)
      .flatMap(({ layer, level, policies }) =>
        policies.map(({ name, text }) => ({ PolicyType: policyTypes[layer], Level: level, PolicyName: name, Document: text })),
      ),
  };
}

/** Policies of the organisation are its administrators' alone: an AWS account learns their verdict, not what they say. */
function isShown({ layer }: { readonly layer: Layer }): boolean {
  return layer !== 'scp';
}

/** The layers of policies in the words of the wire. */
export const policyTypes = {
  scp: 'ServiceControlPolicy',
  identity: 'IdentityPolicy',
  boundary: 'PermissionsBoundary',
  session: 'SessionPolicy',
  trust: 'RoleTrustPolicy',
} as const satisfies Readonly<Record<Layer, string>>;

function toWireContext(context: DenialDetail['request']['context']) {
  return Object.entries(context).flatMap(([Key, value]) =>
    value === undefined ? [] : [{ Key, Values: typeof value === 'string' ? [value] : [...value] }],
  );
}

function toWireLayers({ layers }: Explanation) {
  return layers.map((one) => ({
    PolicyType: policyTypes[one.layer],
    Level: one.level,
    Outcome: one.outcome,
    Statements: isShown(one) ? one.statements.map(toWireStatement) : [],
  }));
}

function toWireStatement(statement: StatementExplanation) {
  const { policy, statement: index, sid, effect, applies, action, resource, principal, conditions } = statement;
  return {
    PolicyName: policy,
    StatementIndex: index,
    Sid: sid,
    Effect: effect,
    Applies: applies,
    ...toWirePlace(statement),
    Action: toWirePart(action),
    Resource: resource && toWirePart(resource),
    Principal: principal && toWirePart(principal),
    Conditions: conditions.map(toWireCondition),
  };
}

function toWirePart(part: PartExplanation) {
  const { matches, isNegated, wanted, given } = part;
  return { Matches: matches, IsNegated: isNegated, Wanted: [...wanted], Given: [...given], ...toWirePlace(part) };
}

function toWireCondition(condition: ConditionExplanation) {
  const { operator, key, holds, wanted, given, why } = condition;
  const Given = given === undefined ? undefined : typeof given === 'string' ? [given] : [...given];
  return { Operator: operator, Key: key, Holds: holds, Wanted: [...wanted], Given, Why: why, ...toWirePlace(condition) };
}

function toWirePlace({ position, length }: Pick<PartExplanation, 'position' | 'length'>) {
  return { Line: position.line, Column: position.column, Offset: position.offset, Length: length };
}

function toWireChange({ layer, level, policy, isCopy, before, after, summaries }: PolicyChange) {
  if (!isShown({ layer })) {
    return {
      PolicyType: policyTypes[layer],
      Level: level,
      IsCopy: false,
      Summaries: ['Ask the administrators of the organisation to allow it.'],
    };
  }
  return {
    PolicyType: policyTypes[layer],
    Level: level,
    PolicyName: policy,
    IsCopy: isCopy,
    Before: before,
    After: after,
    Summaries: [...summaries],
  };
}
