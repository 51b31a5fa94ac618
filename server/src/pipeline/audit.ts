import type { EventText } from '../store/audit-chain.ts';
import type { AuditRecord } from '../store/audit-segments.ts';
import { appendAuditEvents } from '../store/audit.ts';
import { segmentSizeMax } from '../store/audit-segments.ts';
import type { Database } from '../store/database.ts';
import { keepDenials, type Denial } from '../store/denials.ts';
import { recordUse, type KeyUse } from '../store/last-used.ts';
import { createEventWriter, type Happening } from './audit-event.ts';
import type { Caller } from './authorise.ts';
import { addressEvents, type AddressedEvent } from './shared-event.ts';
import { createWaitingTexts, type WaitingText } from './waiting-texts.ts';

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
/** Events that are stored in one transaction, so that what a commit costs is shared by two segments, and requests need not wait long for it. */
const batchMax = 2 * segmentSizeMax;
const keyUseIntervalMs = 60_000;

/**
 * Collects events and stores them in groups, one transaction per tenant.
 * @param schedule called when something starts waiting; it must call `flush` soon and handle what that throws
 * @param newId for the copies of an event that concerns several AWS accounts
 */
export function createAuditTrail(database: Database, schedule: () => void, newId: () => string): AuditTrail {
  const eventsOf = createEvents(newId);
  const waiting = createWaitingEvents();
  const denials = createDenialBuffer();
  const uses = new Map<string, KeyUse>();
  let count = 0;
  let keyUseStoredAt = 0;
  let previous: Promise<void> = Promise.resolve();

  /** In transactions that are soon over, so that requests need not wait long for one. */
  const storeTenant = async (awsAccountId: string): Promise<void> => {
    // More events may join the others meanwhile; the next flush sees to those.
    for (let left = waiting.count(awsAccountId); left > 0;) {
      const batch = waiting.first(awsAccountId, Math.min(left, batchMax));
      const denied = denials.waiting(awsAccountId);
      await database.writeLazily(awsAccountId, async (tx) => {
        await appendAuditEvents(tx, batch);
        await keepDenials(tx, denied);
      });
      waiting.stored(awsAccountId, batch.length);
      denials.stored(awsAccountId, denied);
      count -= batch.length;
      left -= batch.length;
    }
  };

  const store = async (keyUse: boolean): Promise<void> => {
    for (const awsAccountId of waiting.awsAccountIds()) await storeTenant(awsAccountId);
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
      // Of a stranger who names no AWS account of ours: there is nobody to keep it for.
      if (happening.caller.principal.awsAccountId === '') return undefined;
      if (count === 0) schedule();
      const events = eventsOf(happening);
      for (const event of events) waiting.keep(event);
      count += events.length;
      // A full batch need not wait for its time; should it not be stored, the flush that is scheduled tries again.
      if (waiting.count(happening.caller.principal.awsAccountId) === batchMax) void flush().catch(() => undefined);
      return count >= waitingMax ? flush() : undefined;
    },
    // The event of the same request follows at once, and sees to the flush.
    keepDenial: denials.keep,
    noteUse({ principal }, { service, region, at }) {
      if (principal.kind === 'web-identity') return;
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

/** An event without its text, and that. */
interface WaitingEvent {
  readonly record: AuditRecord;
  readonly text: WaitingText;
}

/** Events that wait, per AWS account, in the order in which they came. */
function createWaitingEvents() {
  const texts = createWaitingTexts();
  const byAccount = new Map<string, WaitingEvent[]>();
  return {
    awsAccountIds: () => byAccount.keys(),
    count: (awsAccountId: string): number => byAccount.get(awsAccountId)?.length ?? 0,
    keep({ awsAccountId, record }: AddressedEvent): void {
      const event = { record: { ...record, event: '' }, text: texts.keep(record.event) };
      const events = byAccount.get(awsAccountId);
      if (events) events.push(event);
      else byAccount.set(awsAccountId, [event]);
    },
    first: (awsAccountId: string, count: number): AuditRecord<EventText>[] =>
      (byAccount.get(awsAccountId) ?? []).slice(0, count).map(({ record, text }) => ({ ...record, event: texts.read(text) })),
    /** The first `count` of them wait no longer. */
    stored(awsAccountId: string, count: number): void {
      const events = byAccount.get(awsAccountId) ?? [];
      for (const { text } of events.splice(0, count)) texts.forget(text);
      if (events.length === 0) byAccount.delete(awsAccountId);
    },
  };
}

const nobody: ReadonlySet<string> = new Set();

function createEvents(newId: () => string): AuditTrail['events'] {
  const eventOf = createEventWriter();
  return (happening) => addressEvents(eventOf(happening), happening.caller.principal, happening.concerned ?? nobody, newId);
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
