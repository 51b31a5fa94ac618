import { denialMessage, type BoundLayers } from '@carillon/iam';
import { AccessDenied, AccessDeniedException, type WireError } from '../errors.ts';
import type { Operation } from '../operation.ts';
import { hiddenTrust, type DenialDetail } from '../iam/denial.ts';
import type { AuditTrail } from './audit.ts';
import type { Caller, Refusal } from './authorise.ts';

interface Surroundings {
  readonly trail: AuditTrail;
  readonly consoleUrl: string | undefined;
  newId(): string;
}

interface Denied {
  readonly refusal: Refusal;
  readonly caller: Caller;
  readonly operation: Operation;
  readonly requestId: string;
  readonly now: number;
}

/**
 * The error of a refused request. It carries an id under which the reasons can be read for 24 hours; what they follow
 * from is kept together with the audit event, and worked out only for those who ask.
 */
export function deny({ trail, consoleUrl, newId }: Surroundings, { refusal, caller, operation, requestId, now }: Denied): WireError {
  const { decision, request } = refusal;
  const { principal, layers } = caller;
  const id = newId();
  const { action, resource } = request;
  // As on AWS, somebody without an identity here learns no more.
  const message =
    principal.kind === 'web-identity'
      ? `Not authorized to perform ${action}`
      : denialMessage(decision, { principalArn: principal.arn, action, resource });
  trail.keepDenial(principal.awsAccountId, {
    id,
    time: now,
    principalId: principal.principalId,
    detail: {
      requestId,
      message,
      principal: { id: principal.principalId, arn: principal.arn, ...(principal.userName !== undefined && { name: principal.userName }) },
      decision: decision.decision,
      layer: decision.layer,
      request,
      groups: groupsOf(layers, principal.awsAccountId),
    },
  });
  const text = consoleUrl === undefined ? message : `${message} Explain: ${consoleUrl}/why/${id}`;
  return operation.binding.protocol === 'query'
    ? new AccessDenied(text, { authorizationId: id })
    : new AccessDeniedException(text, { authorizationId: id });
}

/** The policies that decided, as they were at that moment. What the role of another AWS account trusts is nothing to tell. */
function groupsOf({ groups }: BoundLayers, awsAccountId: string): DenialDetail['groups'] {
  return groups.map(({ layer, level, mustAllow, statements }) => {
    const policies = [...new Set(statements.map(({ policy }) => policy))];
    const isForeign = (name: string | undefined): boolean => layer === 'trust' && name?.split(':')[4] !== awsAccountId;
    return {
      layer,
      level,
      mustAllow,
      policies: policies.map(({ kind, name, document }) => ({ kind, name, text: isForeign(name) ? hiddenTrust : document.text })),
    };
  });
}
