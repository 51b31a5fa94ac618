import type { WireError } from '../errors.ts';
import type { Operation } from '../operation.ts';
import { toTimestamp } from '../shapes/timestamp.ts';
import type { AuditRecord } from '../store/audit.ts';
import { appendAuditEvents } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { recordKeyUse, type KeyUse } from '../store/principals.ts';
import type { Caller, Origin } from './authorise.ts';
import { createRedactor } from './redact.ts';

/** What one request did, or failed to do. */
interface Happening {
  readonly arrival: { readonly requestId: string; readonly origin: Origin };
  readonly caller: Caller;
  readonly bound: { readonly operation: Operation; readonly dryRun: boolean };
  /** undefined = the input did not pass its check; it is then not recorded. */
  readonly input: Record<string, unknown> | undefined;
  readonly now: number;
  readonly output?: Record<string, unknown>;
  readonly error?: WireError;
}

/**
 * The audit event of a request in CloudTrail's record format (event version 1.11), redacted by the schemas' marks.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
function auditEvent({ arrival, caller, bound, input, now, output, error }: Happening, redact: Redactors): AuditRecord {
  const { principal } = caller;
  const { operation } = bound;
  const { origin, requestId } = arrival;
  const eventSource = `${operation.service}.amazonaws.com`;
  const event = {
    eventVersion: '1.11',
    userIdentity: {
      type: principal.kind === 'root' ? 'Root' : 'IAMUser',
      principalId: principal.principalId,
      arn: principal.arn,
      accountId: principal.awsAccountId,
      accessKeyId: principal.accessKeyId,
      userName: principal.userName,
    },
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
    additionalEventData: bound.dryRun ? { dryRun: true } : undefined,
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
    userName: principal.userName,
    accessKeyId: principal.accessKeyId,
    readOnly: !operation.mutates,
    errorCode: error?.code,
    event: JSON.stringify(event),
  };
}

interface Redactors {
  input(value: unknown): unknown;
  output(value: unknown): unknown;
}

/** The events that no write transaction carries (reads, refusals, failures) and when each key was last used. */
export interface AuditTrail {
  /** The event of a request, ready to be stored. */
  event(happening: Happening): AuditRecord;
  /** Keeps an event to be stored soon. Returns at once, unless so much is waiting that the caller has to wait for the store. */
  record(happening: Happening): Promise<void> | undefined;
  /** Notes that the caller's key was used; stored once a minute at most. */
  noteUse(caller: Caller, use: { service: string; region: string; at: number }): void;
  /** Stores everything that waits. Throws what the store throws, and keeps what it did not store. */
  flush(options?: { keyUse: boolean }): Promise<void>;
}

/** Events that may wait in memory; a request that finds more waits for the store. */
const waitingMax = 20_000;
const keyUseIntervalMs = 60_000;

/**
 * Collects events and stores them in groups, one transaction per tenant.
 * @param schedule called when something starts waiting; it must call `flush` soon and handle what that throws
 */
export function createAuditTrail(database: Database, schedule: () => void): AuditTrail {
  const redactors = new Map<Operation, Redactors>();
  const waiting = new Map<string, AuditRecord[]>();
  const uses = new Map<string, KeyUse>();
  let count = 0;
  let keyUseStoredAt = 0;
  let previous: Promise<void> = Promise.resolve();

  const redactorsOf = (operation: Operation): Redactors => {
    let known = redactors.get(operation);
    if (!known) {
      known = { input: createRedactor(operation.input), output: createRedactor(operation.output) };
      redactors.set(operation, known);
    }
    return known;
  };

  const store = async (keyUse: boolean): Promise<void> => {
    for (const [awsAccountId, records] of waiting) {
      // More events may join the list while these are being stored.
      const batch = [...records];
      await database.writeLazily(awsAccountId, (tx) => appendAuditEvents(tx, batch));
      records.splice(0, batch.length);
      count -= batch.length;
      if (records.length === 0) waiting.delete(awsAccountId);
    }
    if (count > 0) schedule();
    if (!keyUse || uses.size === 0) return;
    const used = [...uses.values()];
    uses.clear();
    await database.writeLazily('', (tx) => recordKeyUse(tx, used));
  };

  const flush = async (options = { keyUse: false }): Promise<void> => {
    // One at a time, in order: the next starts when this one is done, whether it succeeded or not.
    const turn = previous.then(() => store(options.keyUse));
    previous = turn.catch(() => undefined);
    await turn;
  };

  return {
    event: (happening) => auditEvent(happening, redactorsOf(happening.bound.operation)),
    record(happening) {
      const { awsAccountId } = happening.caller.principal;
      const record = auditEvent(happening, redactorsOf(happening.bound.operation));
      const list = waiting.get(awsAccountId);
      if (list) list.push(record);
      else waiting.set(awsAccountId, [record]);
      count += 1;
      if (count === 1) schedule();
      return count >= waitingMax ? flush() : undefined;
    },
    noteUse({ principal }, { service, region, at }) {
      uses.set(principal.accessKeyId, { accessKeyId: principal.accessKeyId, service, region, at });
      if (at - keyUseStoredAt < keyUseIntervalMs) return;
      keyUseStoredAt = at;
      void flush({ keyUse: true }).catch(() => undefined);
    },
    flush,
  };
}
