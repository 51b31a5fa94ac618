import type { WireError } from '../errors.ts';
import type { Operation } from '../operation.ts';
import { toTimestamp } from '../shapes/timestamp.ts';
import type { AuditRecord } from '../store/audit.ts';
import { appendAuditEvents } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { keepDenials, type Denial } from '../store/denials.ts';
import { recordUse, type KeyUse } from '../store/last-used.ts';
import { entityIdOf } from '../principal.ts';
import type { Caller, Origin, RequiredAction } from './authorise.ts';
import { createRedactor } from './redact.ts';
import { addressEvents, type AddressedEvent } from './shared-event.ts';
import { userIdentity } from './user-identity.ts';

/** What one request did, or failed to do. */
interface Happening {
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

const nobody: ReadonlySet<string> = new Set();

/**
 * The audit event of a request in CloudTrail's record format (event version 1.11), redacted by the schemas' marks.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
function auditEvent(happening: Happening, redact: Redactors): AuditRecord {
  const { arrival, caller, bound, input, now, output, error } = happening;
  const { principal } = caller;
  const { operation } = bound;
  const { origin, requestId } = arrival;
  const eventSource = `${operation.service}.amazonaws.com`;
  const event = {
    eventVersion: '1.11',
    userIdentity: userIdentity(principal),
    eventTime: `${toTimestamp(now).slice(0, 19)}Z`,
    eventSource,
    eventName: operation.name,
    awsRegion: origin.region,
    sourceIPAddress: origin.sourceIp,
    userAgent: origin.userAgent,
    errorCode: error?.code,
    errorMessage: error?.message,
    requestParameters: input === undefined || Object.keys(input).length === 0 ? null : redact.input(input),
    responseElements: output === undefined || Object.keys(output).length === 0 ? null : redact.output(output),
    additionalEventData: additionalData(happening),
    requestID: requestId,
    eventID: requestId,
    readOnly: !operation.mutates,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: principal.awsAccountId,
    eventCategory: 'Management',
  };
  return {
    id: requestId,
    time: now,
    eventName: operation.name,
    eventSource,
    // As in CloudTrail, events of a role session are found by the session's name.
    userName: principal.kind === 'role-session' ? principal.sessionName : principal.userName,
    entityId: entityIdOf(principal),
    accessKeyId: principal.accessKeyId,
    readOnly: !operation.mutates,
    errorCode: error?.code,
    event: JSON.stringify(event),
  };
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

interface Redactors {
  input(value: unknown): unknown;
  output(value: unknown): unknown;
}

/** The events that no write transaction carries (reads, refusals, failures) and when each key was last used. */
export interface AuditTrail {
  /** The events of a request, ready to be stored: the caller's own, and one for each AWS account that it concerns. */
  events(happening: Happening): readonly AddressedEvent[];
  /** Keeps the events of a request to be stored soon. Returns at once, unless so much is waiting that the caller has to wait for the store. */
  record(happening: Happening): Promise<void> | undefined;
  /** Keeps a denial to be stored together with the events. */
  keepDenial(awsAccountId: string, denial: Denial): void;
  /** Notes that the caller's key was used; stored once a minute at most. */
  noteUse(caller: Caller, use: { service: string; region: string; at: number }): void;
  /** Stores everything that waits. Throws what the store throws, and keeps what it did not store. */
  flush(options?: { keyUse: boolean }): Promise<void>;
}

/** Events that may wait in memory; a request that finds more waits for the store. */
const waitingMax = 20_000;
/** Denials of one AWS account that may wait; each holds on to the policies that decided it. */
const waitingDenialsMax = 1_000;
const keyUseIntervalMs = 60_000;

/**
 * Collects events and stores them in groups, one transaction per tenant.
 * @param schedule called when something starts waiting; it must call `flush` soon and handle what that throws
 * @param newId for the copies of an event that concerns several AWS accounts
 */
export function createAuditTrail(database: Database, schedule: () => void, newId: () => string): AuditTrail {
  const eventsOf = createEvents(newId);
  const waiting = new Map<string, AuditRecord[]>();
  const denials = createDenialBuffer();
  const uses = new Map<string, KeyUse>();
  let count = 0;
  let keyUseStoredAt = 0;
  let previous: Promise<void> = Promise.resolve();

  const store = async (keyUse: boolean): Promise<void> => {
    for (const [awsAccountId, records] of waiting) {
      // More events may join the list while these are being stored.
      const batch = [...records];
      const denied = denials.waiting(awsAccountId);
      await database.writeLazily(awsAccountId, async (tx) => {
        await appendAuditEvents(tx, batch);
        await keepDenials(tx, denied);
      });
      records.splice(0, batch.length);
      denials.stored(awsAccountId, denied);
      count -= batch.length;
      if (records.length === 0) waiting.delete(awsAccountId);
    }
    if (count > 0) schedule();
    if (!keyUse || uses.size === 0) return;
    const used = [...uses.values()];
    uses.clear();
    await database.writeLazily('', (tx) => recordUse(tx, used));
  };

  const flush = async (options = { keyUse: false }): Promise<void> => {
    // One at a time, in order: the next starts when this one is done, whether it succeeded or not.
    const turn = previous.then(() => store(options.keyUse));
    previous = turn.catch(() => undefined);
    await turn;
  };

  return {
    events: eventsOf,
    record(happening) {
      if (count === 0) schedule();
      count += keepEvents(waiting, eventsOf(happening));
      return count >= waitingMax ? flush() : undefined;
    },
    // The event of the same request follows at once, and sees to the flush.
    keepDenial: denials.keep,
    noteUse({ principal }, { service, region, at }) {
      const { accessKeyId } = principal;
      const roleId = principal.kind === 'role-session' ? principal.role.id : undefined;
      uses.set(roleId ?? accessKeyId, { accessKeyId, roleId, service, region, at });
      if (at - keyUseStoredAt < keyUseIntervalMs) return;
      keyUseStoredAt = at;
      void flush({ keyUse: true }).catch(() => undefined);
    },
    flush,
  };
}

/** Keeps events with those of their AWS accounts; answers how many they are. */
function keepEvents(waiting: Map<string, AuditRecord[]>, events: readonly AddressedEvent[]): number {
  for (const { awsAccountId, record } of events) {
    const list = waiting.get(awsAccountId);
    if (list) list.push(record);
    else waiting.set(awsAccountId, [record]);
  }
  return events.length;
}

function createEvents(newId: () => string): AuditTrail['events'] {
  const redactorsOf = createRedactors();
  return (happening) => {
    const record = auditEvent(happening, redactorsOf(happening.bound.operation));
    return addressEvents(record, happening.caller.principal, happening.concerned ?? nobody, newId);
  };
}

/** The redactors of an operation, made once. */
function createRedactors(): (operation: Operation) => Redactors {
  const redactors = new Map<Operation, Redactors>();
  return (operation) => {
    let known = redactors.get(operation);
    if (!known) {
      known = { input: createRedactor(operation.input), output: createRedactor(operation.output) };
      redactors.set(operation, known);
    }
    return known;
  };
}

/** Denials that wait, per AWS account; the newest of them if there are too many. */
function createDenialBuffer() {
  const byAccount = new Map<string, Denial[]>();
  return {
    keep(awsAccountId: string, denial: Denial): void {
      const waiting = byAccount.get(awsAccountId);
      if (!waiting) byAccount.set(awsAccountId, [denial]);
      else if (waiting.push(denial) > waitingDenialsMax) waiting.shift();
    },
    waiting: (awsAccountId: string): readonly Denial[] => [...(byAccount.get(awsAccountId) ?? [])],
    stored(awsAccountId: string, denials: readonly Denial[]): void {
      const stored = new Set(denials);
      const rest = (byAccount.get(awsAccountId) ?? []).filter((denial) => !stored.has(denial));
      if (rest.length > 0) byAccount.set(awsAccountId, rest);
      else byAccount.delete(awsAccountId);
    },
  };
}
