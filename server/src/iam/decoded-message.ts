import type { Explanation, StatementExplanation } from '@carillon/iam';
import type { DenialDetail } from './denial.ts';

/**
 * A refusal as `sts:DecodeAuthorizationMessage` tells it: JSON in which every list is an object with `items`.
 * Source: AWS STS API Reference, DecodeAuthorizationMessage, and messages that EC2 sends. Assumed: `notActions` and
 * `notResources`, which no published message shows.
 */
export function decodedMessage({ request, principal, decision }: DenialDetail, { layers }: Explanation): string {
  // Policies of the organisation are its administrators' alone.
  const matched = layers.flatMap(({ layer, statements }) => (layer === 'scp' ? [] : statements)).filter(({ applies }) => applies);
  return JSON.stringify({
    allowed: false,
    explicitDeny: decision === 'explicitDeny',
    matchedStatements: items(matched.map((statement) => toStatement(statement, principal.id))),
    failures: items([]),
    context: {
      principal,
      action: request.action,
      resource: request.resource,
      conditions: items(
        Object.entries(request.context).flatMap(([key, value]) => (value === undefined ? [] : [{ key, values: values([value].flat()) }])),
      ),
    },
  });
}

function toStatement({ sid, effect, action, resource, conditions }: StatementExplanation, principalId: string): object {
  return {
    statementId: sid ?? '',
    effect: effect.toUpperCase(),
    principals: values([principalId]),
    principalGroups: items([]),
    [action.isNegated ? 'notActions' : 'actions']: values(action.wanted),
    [resource?.isNegated ? 'notResources' : 'resources']: values(resource?.wanted ?? []),
    conditions: items(conditions.map(({ key, wanted }) => ({ key, values: values(wanted) }))),
  };
}

function values(list: readonly string[]): object {
  return items(list.map((value) => ({ value })));
}

function items(list: readonly object[]): object {
  return { items: list };
}
