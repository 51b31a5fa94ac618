import type { WireError } from '../errors.ts';
import type { Operation, RequiredAction } from '../operation.ts';
import { entityIdOf, type Principal } from '../principal.ts';
import { toTimestamp } from '../shapes/timestamp.ts';
import type { AuditRecord } from '../store/audit-segments.ts';
import type { Caller, Origin } from './authorise.ts';
import { createRedactor } from './redact.ts';
import { userIdentity } from './user-identity.ts';

/** What one request did, or failed to do. */
export interface Happening {
  readonly arrival: { readonly requestId: string; readonly origin: Origin };
  readonly caller: Caller;
  readonly bound: { readonly operation: Operation; readonly dryRun: boolean };
  /** undefined = the input did not pass its check; it is then not recorded. */
  readonly input: Record<string, unknown> | undefined;
  readonly now: number;
  /** What a call that was allowed had to be allowed. */
  readonly required?: readonly RequiredAction[];
  readonly output?: Record<string, unknown>;
  readonly error?: WireError;
  /** Other AWS accounts that learn of it; absent = none. */
  readonly concerned?: ReadonlySet<string> | undefined;
}

/**
 * Writes the audit events of requests in CloudTrail's record format (event version 1.11), redacted by the schemas' marks.
 * Every request has one, so what the requests of one operation or one caller have in common is written once.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function createEventWriter(): (happening: Happening) => AuditRecord {
  const operations = new Map<Operation, OperationParts>();
  const identities = new WeakMap<Principal, string>();
  const partsOf = (operation: Operation): OperationParts => {
    let parts = operations.get(operation);
    if (!parts) operations.set(operation, (parts = toParts(operation)));
    return parts;
  };
  const identityOf = (principal: Principal): string => {
    let identity = identities.get(principal);
    if (identity === undefined) identities.set(principal, (identity = JSON.stringify(userIdentity(principal))));
    return identity;
  };
  const secondOf = createSeconds();

  return (happening) => {
    const { arrival, caller, bound, input, now, output, error } = happening;
    const { principal } = caller;
    const { origin, requestId } = arrival;
    const parts = partsOf(bound.operation);
    const requestParameters = input === undefined || isEmpty(input) ? null : parts.redactInput(input);
    const responseElements = output === undefined || isEmpty(output) ? null : parts.redactOutput(output);
    const additional = additionalData(happening);
    const event =
      `{"eventVersion":"1.11","userIdentity":${identityOf(principal)},"eventTime":"${secondOf(now)}",${parts.beginning}` +
      `"awsRegion":${JSON.stringify(origin.region)},"sourceIPAddress":${JSON.stringify(origin.sourceIp)}` +
      (origin.userAgent === undefined ? '' : `,"userAgent":${JSON.stringify(origin.userAgent)}`) +
      (error ? `,"errorCode":${JSON.stringify(error.code)},"errorMessage":${JSON.stringify(error.message)}` : '') +
      `,"requestParameters":${JSON.stringify(requestParameters)},"responseElements":${JSON.stringify(responseElements)}` +
      (additional ? `,"additionalEventData":${JSON.stringify(additional)}` : '') +
      `,"requestID":"${requestId}","eventID":"${requestId}",${parts.end}"recipientAccountId":"${principal.awsAccountId}","eventCategory":"Management"}`;
    return {
      id: requestId,
      time: now,
      eventName: bound.operation.name,
      eventSource: parts.eventSource,
      // As in CloudTrail, events of a role session are found by the session's name.
      userName: principal.kind === 'role-session' ? principal.sessionName : principal.userName,
      entityId: entityIdOf(principal),
      accessKeyId: principal.accessKeyId === '' ? undefined : principal.accessKeyId,
      readOnly: !bound.operation.mutates,
      errorCode: error?.code,
      requestParameters,
      responseElements,
      event,
    };
  };
}

/** Writes times to the second, of which the one just written mostly comes again. */
function createSeconds(): (now: number) => string {
  let [second, text] = [-1, ''];
  return (now) => {
    const current = Math.floor(now / 1000);
    if (current !== second) [second, text] = [current, `${toTimestamp(now).slice(0, 19)}Z`];
    return text;
  };
}

/** What the events of an operation have in common. */
interface OperationParts {
  readonly eventSource: string;
  readonly beginning: string;
  readonly end: string;
  redactInput(value: unknown): unknown;
  redactOutput(value: unknown): unknown;
}

function toParts({ service, name, mutates, input, output }: Operation): OperationParts {
  const eventSource = `${service}.amazonaws.com`;
  return {
    eventSource,
    beginning: `"eventSource":"${eventSource}","eventName":"${name}",`,
    end: `"readOnly":${!mutates},"eventType":"AwsApiCall","managementEvent":true,`,
    redactInput: createRedactor(input),
    redactOutput: createRedactor(output),
  };
}

function isEmpty(value: object): boolean {
  for (const _ in value) return false;
  return true;
}

/** What CloudTrail has no element for. The actions are left out where they are just the event's own on `*`, as mostly. */
function additionalData({ bound, required, error }: Happening): object | undefined {
  const authorizationId = error?.authorizationId;
  const { service, name } = bound.operation;
  const [first] = required ?? [];
  const isPlain = required?.length === 1 && first?.resource === '*' && first.action === `${service}:${name}`;
  const requiredActions = error || isPlain ? undefined : required;
  if (!bound.dryRun && authorizationId === undefined && requiredActions === undefined) return undefined;
  return { ...(bound.dryRun && { dryRun: true }), authorizationId, requiredActions };
}
