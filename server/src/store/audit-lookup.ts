import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import { describe, resourcesOf, type AuditEntry, type AuditResource } from './audit-entries.ts';
import { findIndexHead } from './audit-index.ts';
import { any, isFoundBy, type Chained } from './audit-segments.ts';
import { findSegmentEvent, searchSegments } from './audit-segment-search.ts';
import type { Tx } from './database.ts';
import { toPage, type Page } from './paging.ts';
import type { Tables } from './schema.ts';

/** Which events are looked up, newest first. */
export interface AuditLookup {
  readonly entry: AuditEntry | undefined;
  /** Epoch milliseconds, both inclusive. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** The key of the event after which to go on; '' = from the newest. */
  readonly before: string;
  readonly pageSize: number;
}

/** An event with what it is shown with. */
export interface FoundEvent extends Place {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly userName: string | undefined;
  readonly accessKeyId: string | undefined;
  readonly readOnly: boolean;
  readonly resources: readonly AuditResource[];
  /** CloudTrail-shaped JSON. */
  readonly event: string;
}

/** Where an event stands among all: in the order of time, and of events of one instant in their own. */
interface Place {
  readonly time: number;
  readonly sequence: number;
}

type Found = Pick<Chained, 'time' | 'sequence' | 'event'>;

/** Newest events that a lookup goes through one by one, should the index be far behind. */
const unindexedMax = 5_000;

/** Events of the tenant, in pages. */
export async function lookupAuditEvents(tx: Tx, lookup: AuditLookup): Promise<Page<FoundEvent>> {
  const { entry, pageSize } = lookup;
  const found = entry?.attribute === 'EventId' ? await findById(tx, entry.value, lookup) : await findNewest(tx, lookup);
  return toPage(found.flatMap(toFoundEvent), pageSize, ({ time, sequence }) => `${time}.${sequence}`);
}

/** Events of one user or role after a place in the order of time, the oldest first. */
export async function listEventsOfEntity(
  tx: Tx,
  { entityId, after, limit }: { entityId: string; after: Place; limit: number },
): Promise<(Place & { event: string })[]> {
  const alone = await tx.query(
    tx.sql
      .selectFrom('audit_events')
      .select(['time', 'sequence', 'event'])
      .where('aws_account_id', '=', tx.awsAccountId)
      .where('entity_id', '=', entityId)
      .where('time', '>=', after.time)
      .where((builder) => builder.or([builder('time', '>', after.time), builder('sequence', '>', after.sequence)]))
      .orderBy('time')
      .orderBy('sequence')
      .limit(limit),
  );
  const together = await searchSegments(tx, {
    entry: { attribute: 'EntityId', value: entityId },
    oldestFirst: true,
    from: after.time,
    to: undefined,
    limit,
    isWanted: (place) => comparePlaces(place, after) > 0,
  });
  return [...alone, ...together].toSorted(comparePlaces).slice(0, limit);
}

/** The events of a page and one more. */
async function findNewest(tx: Tx, lookup: AuditLookup): Promise<Found[]> {
  const { entry, from, to, before, pageSize } = lookup;
  const limit = pageSize + 1;
  const end = readPlace(before);
  const alone = entry ? await findAlone(tx, entry, lookup, limit) : await findAllAlone(tx, lookup, limit);
  const together = await searchSegments(tx, {
    entry: entry ?? any,
    oldestFirst: false,
    from,
    to: end ? Math.min(to ?? end.time, end.time) : to,
    limit,
    isWanted: (place) => end === undefined || comparePlaces(place, end) < 0,
  });
  return [...alone, ...together].toSorted((a, b) => comparePlaces(b, a)).slice(0, limit);
}

async function findById(tx: Tx, id: string, lookup: AuditLookup): Promise<Found[]> {
  const [alone] = await tx.query(
    tx.sql
      .selectFrom('audit_events')
      .select(['time', 'sequence', 'event'])
      .where('aws_account_id', '=', tx.awsAccountId)
      .where('id', '=', id)
      .where((builder) => builder.and(within(builder, lookup))),
  );
  const found = alone ?? (await findSegmentEvent(tx, id));
  const { from = -Infinity, to = Infinity, before } = lookup;
  return found && before === '' && found.time >= from && found.time <= to ? [found] : [];
}

async function findAllAlone(tx: Tx, lookup: AuditLookup, limit: number): Promise<Found[]> {
  return tx.query(
    tx.sql
      .selectFrom('audit_events')
      .select(['time', 'sequence', 'event'])
      .where('aws_account_id', '=', tx.awsAccountId)
      .where((builder) => builder.and(within(builder, lookup)))
      .orderBy('time', 'desc')
      .orderBy('sequence', 'desc')
      .limit(limit),
  );
}

/** Events with rows of their own, from the index and from those it has not come to. */
async function findAlone(tx: Tx, entry: AuditEntry, lookup: AuditLookup, limit: number): Promise<Found[]> {
  const head = await findIndexHead(tx);
  const indexed = await tx.query(
    tx.sql
      .selectFrom('audit_lookups')
      .select('sequence')
      .where('aws_account_id', '=', tx.awsAccountId)
      .where('attribute', '=', entry.attribute)
      .where('value', '=', entry.value)
      .where((builder) => builder.and(within(builder, lookup)))
      .orderBy('time', 'desc')
      .orderBy('sequence', 'desc')
      .limit(limit),
  );
  const events = tx.sql.selectFrom('audit_events').select(['time', 'sequence', 'event']).where('aws_account_id', '=', tx.awsAccountId);
  const sequences = indexed.map(({ sequence }) => sequence);
  const known = sequences.length === 0 ? [] : await tx.query(events.where('sequence', 'in', sequences));
  const newer = await tx.query(
    events
      .where('sequence', '>', head)
      .where((builder) => builder.and(within(builder, lookup)))
      .orderBy('sequence', 'desc')
      .limit(unindexedMax),
  );
  const unindexed = newer.filter(({ event }) => {
    const described = describe(event);
    return described && isFoundBy(entry, described);
  });
  const found = new Map([...known, ...unindexed].map((event) => [event.sequence, event]));
  return [...found.values()].toSorted((a, b) => comparePlaces(b, a)).slice(0, limit);
}

function toFoundEvent({ time, sequence, event }: Found): FoundEvent[] {
  const described = describe(event);
  if (!described) return [];
  const { id, eventName, eventSource, userName, accessKeyId, readOnly } = described;
  return [
    {
      time,
      sequence,
      id,
      name: eventName,
      source: eventSource,
      userName,
      accessKeyId,
      readOnly,
      resources: resourcesOf(described),
      event,
    },
  ];
}

/** Within the time range, and before the last event of the page before. */
function within(
  builder: ExpressionBuilder<Tables, 'audit_events' | 'audit_lookups'>,
  { from, to, before }: AuditLookup,
): Expression<SqlBool>[] {
  const end = readPlace(before);
  return [
    ...(from === undefined ? [] : [builder('time', '>=', from)]),
    ...(to === undefined ? [] : [builder('time', '<=', to)]),
    ...(end ? [builder('time', '<=', end.time), builder.or([builder('time', '<', end.time), builder('sequence', '<', end.sequence)])] : []),
  ];
}

function readPlace(key: string): Place | undefined {
  if (key === '') return undefined;
  const [time = 0, sequence = 0] = key.split('.').map(Number);
  return { time, sequence };
}

function comparePlaces(a: Place, b: Place): number {
  return a.time - b.time || a.sequence - b.sequence;
}
