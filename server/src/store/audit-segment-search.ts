import { describeAll, eventsIn, isFoundBy, segmentSpanMaxMs, useOf, type Chained, type SegmentEntry } from './audit-segments.ts';
import type { Described } from './audit-entries.ts';
import type { Tx } from './database.ts';

/** Segments that are read at a time. */
const segmentsPerRead = 4;

/** Which events of segments are searched for. */
export interface SegmentSearch {
  readonly entry: SegmentEntry;
  readonly oldestFirst: boolean;
  /** Epoch milliseconds, both inclusive. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly limit: number;
  /** Narrows the search at one of its ends. */
  isWanted(event: Pick<Chained, 'time' | 'sequence'>): boolean;
}

/** Finds events in the order of time, at least the first `limit` of them if there are so many. */
export async function searchSegments(tx: Tx, search: SegmentSearch): Promise<Chained[]> {
  const { entry, oldestFirst, from = -Infinity, to = Infinity, limit, isWanted } = search;
  const found: Chained[] = [];
  let after: SegmentPlace | undefined;
  for (;;) {
    const places = await listPlaces(tx, search, after);
    const segments = await readSegments(tx, places);
    const events = describeAll(segments.flatMap(eventsIn).filter((event) => event.time >= from && event.time <= to && isWanted(event)));
    found.push(...events.filter((event) => isFoundBy(entry, event)));
    found.sort((a, b) => (oldestFirst ? 1 : -1) * (a.time - b.time || a.sequence - b.sequence));
    after = places.at(-1);
    const bound = found[limit - 1]?.time;
    // No event of the segments that are left comes before those that were found.
    const isComplete = bound !== undefined && after && (oldestFirst ? after.last_time - segmentSpanMaxMs > bound : after.last_time < bound);
    if (places.length < segmentsPerRead || isComplete) return found;
  }
}

/** The event of an id, if a segment holds it. Ids grow with time, so few segments can. */
export async function findSegmentEvent(tx: Tx, id: string): Promise<Chained | undefined> {
  const segments = await tx.query(
    tx.sql
      .selectFrom('audit_segments')
      .select(['first_sequence', 'events'])
      .where('aws_account_id', '=', tx.awsAccountId)
      .where('first_id', '<=', id)
      .where('last_id', '>=', id)
      .orderBy('first_id', 'desc')
      .limit(overlappingMax),
  );
  return describeAll(segments.flatMap(eventsIn).filter(({ event }) => event.includes(id))).find((event) => event.id === id);
}

/** Segments whose ids overlap: more than that many processes would have to store events at one instant. */
const overlappingMax = 64;

/** The newest use of each action by an entity in segments, between two instants, both inclusive. */
export async function listUsesInSegments(
  tx: Tx,
  entityId: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<(Chained & Described)[]> {
  const newest = await tx.query(
    tx.sql
      .selectFrom('audit_segment_lookups')
      .select(({ fn }) => fn.max('first_sequence').as('first_sequence'))
      .where('aws_account_id', '=', tx.awsAccountId)
      .where('attribute', '=', 'Use')
      .where('value', '>', useOf(entityId))
      // The character after the space that ends the id.
      .where('value', '<', `${entityId}!`)
      .where('last_time', '>=', from)
      .where('last_time', '<=', to)
      .groupBy('value'),
  );
  // What was going on at the end stands in segments that end later.
  const last = await tx.query(
    tx.sql
      .selectFrom('audit_segment_lookups')
      .select('first_sequence')
      .where('aws_account_id', '=', tx.awsAccountId)
      .where('attribute', '=', 'EntityId')
      .where('value', '=', entityId)
      .where('last_time', '>', to)
      .where('last_time', '<=', to + segmentSpanMaxMs),
  );
  const uses = new Map<string, Chained & Described>();
  const places = [...new Set([...newest, ...last].map(({ first_sequence: sequence }) => sequence))].toSorted((a, b) => a - b);
  for (let at = 0; at < places.length; at += segmentsPerRead) {
    const segments = await readSegments(
      tx,
      places.slice(at, at + segmentsPerRead).map((first_sequence) => ({ first_sequence })),
    );
    const events = segments.flatMap(eventsIn).filter(({ time, event }) => time >= from && time <= to && event.includes(entityId));
    for (const event of describeAll(events)) {
      if (event.entityId === entityId) uses.set(useOf(entityId, event.eventSource, event.eventName), event);
    }
  }
  return [...uses.values()];
}

interface SegmentPlace {
  readonly last_time: number;
  readonly first_sequence: number;
}

/** Places of segments with an entry, in the order of the search. */
async function listPlaces(
  tx: Tx,
  { entry, oldestFirst, from, to }: SegmentSearch,
  after: SegmentPlace | undefined,
): Promise<SegmentPlace[]> {
  const [beyond, direction] = oldestFirst ? (['>', 'asc'] as const) : (['<', 'desc'] as const);
  return tx.query(
    tx.sql
      .selectFrom('audit_segment_lookups')
      .select(['last_time', 'first_sequence'])
      .where('aws_account_id', '=', tx.awsAccountId)
      .where('attribute', '=', entry.attribute)
      .where('value', '=', entry.value)
      .$if(from !== undefined, (query) => query.where('last_time', '>=', from ?? 0))
      .$if(to !== undefined, (query) => query.where('last_time', '<=', (to ?? 0) + segmentSpanMaxMs))
      .$if(after !== undefined, (query) =>
        query
          .where('last_time', `${beyond}=`, after?.last_time ?? 0)
          .where((builder) =>
            builder.or([
              builder('last_time', beyond, after?.last_time ?? 0),
              builder('first_sequence', beyond, after?.first_sequence ?? 0),
            ]),
          ),
      )
      .orderBy('last_time', direction)
      .orderBy('first_sequence', direction)
      .limit(segmentsPerRead),
  );
}

async function readSegments(
  tx: Tx,
  places: readonly Pick<SegmentPlace, 'first_sequence'>[],
): Promise<{ first_sequence: number; events: string }[]> {
  if (places.length === 0) return [];
  return tx.query(
    tx.sql
      .selectFrom('audit_segments')
      .select(['first_sequence', 'events'])
      .where('aws_account_id', '=', tx.awsAccountId)
      .where(
        'first_sequence',
        'in',
        places.map(({ first_sequence: sequence }) => sequence),
      )
      .orderBy('first_sequence'),
  );
}
