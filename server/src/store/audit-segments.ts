import { createDesk } from '../desk.ts';
import { invariant } from '../errors.ts';
import type { EventText } from './audit-chain.ts';
import { pack, unpack } from './audit-packing.ts';
import { describe, visitEntries, type AuditAttribute, type Described } from './audit-entries.ts';
import { statement, type Tx } from './database.ts';
import type { AuditSegmentTable } from './schema/audit.ts';

// Events that nobody waits for come in crowds: reads above all. A crowd shares one row, a segment, with one entry for each
// thing that any of its events is found by; so an event costs a line of text instead of a row and a dozen entries in
// indexes. Its place in the hash chain, and its hash, are its own.

/** A smaller crowd is stored as rows. */
const segmentSizeMin = 16;
export const segmentSizeMax = 256;
/** From the first event of a segment to its last: what lies further apart in time shares none. */
export const segmentSpanMaxMs = 1_000;

/** What segments are found by: what a single event is, and besides who acted, who did what, and nothing in particular. */
type SegmentAttribute = AuditAttribute | 'Any' | 'EntityId' | 'Use';

export interface SegmentEntry {
  readonly attribute: SegmentAttribute;
  readonly value: string;
}

/** In every segment. */
export const any: SegmentEntry = { attribute: 'Any', value: '' };

/** An event with its place in the chain. */
export interface Chained {
  readonly sequence: number;
  readonly hash: string;
  /** Epoch milliseconds. */
  readonly time: number;
  /** CloudTrail-shaped JSON. */
  readonly event: string;
}

/** What stands beside the events of a segment, and must fit them. */
export interface SegmentFrame {
  readonly firstTime: number;
  readonly lastTime: number;
  readonly firstId: string;
  readonly lastId: string;
}

/** A finished event, with what it says of itself. */
export interface AuditRecord<Text extends EventText = string> extends Described {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly errorCode: string | undefined;
  /** CloudTrail-shaped JSON, already redacted. */
  readonly event: Text;
}

/** A finished event that has been given its place in the chain. */
export interface ChainedRecord {
  readonly sequence: number;
  readonly hash: string;
  readonly record: AuditRecord<EventText>;
}

/** Events in the order in which they should be chained, so that those which can share a segment are neighbours. */
export function orderForSegments<Event extends { readonly time: number }>(events: readonly Event[]): readonly Event[] {
  return events.length < segmentSizeMin ? events : events.toSorted((a, b) => a.time - b.time);
}

/** Cuts events into segments, and those that are stored by themselves. */
export function planSegments(events: readonly ChainedRecord[]): {
  readonly segments: readonly (readonly ChainedRecord[])[];
  readonly alone: readonly ChainedRecord[];
} {
  const crowds: ChainedRecord[][] = [];
  for (const event of events) {
    const crowd = crowds.at(-1);
    const [first] = crowd ?? [];
    const isNear = first && event.record.time - first.record.time <= segmentSpanMaxMs;
    if (crowd && isNear && crowd.length < segmentSizeMax) crowd.push(event);
    else crowds.push([event]);
  }
  const isSegment = (crowd: readonly ChainedRecord[]): boolean => crowd.length >= segmentSizeMin;
  return { segments: crowds.filter(isSegment), alone: crowds.filter((crowd) => !isSegment(crowd)).flat() };
}

/** Stores neighbours of one chain as one segment. */
export async function insertSegment(tx: Tx, events: readonly ChainedRecord[]): Promise<void> {
  const { awsAccountId } = tx;
  const [first, last] = [events[0], events.at(-1)];
  invariant(first && last, 'A segment has events.');
  const ids = events.map(({ record }) => record.id);
  const row = tx.run(insertSegmentRow, {
    aws_account_id: awsAccountId,
    first_sequence: first.sequence,
    first_time: first.record.time,
    last_time: last.record.time,
    first_id: ids.reduce((least, id) => (id < least ? id : least)),
    last_id: ids.reduce((greatest, id) => (id > greatest ? id : greatest)),
    events: pack(toLines(events)),
  });
  const lookups = tx.runEach(
    insertSegmentLookup,
    entriesOfAll(events).map(({ attribute, value }) => ({
      aws_account_id: awsAccountId,
      attribute,
      value,
      last_time: last.record.time,
      first_sequence: first.sequence,
    })),
  );
  await Promise.all([row, lookups]);
}

/** Where segments are put together: twice what one of reads takes. */
const desk = createDesk(512 * 1024);

/** `hash time event`, a line for each event, in UTF-8. Good until the next call. */
function toLines(events: readonly ChainedRecord[]): Uint8Array {
  const lines = events.map(({ hash, record: { time, event } }) => ({
    beginning: `${hash} ${time} `,
    bytes: typeof event === 'string' ? Buffer.from(event) : event,
  }));
  const length = lines.reduce((sum, { beginning, bytes }) => sum + beginning.length + bytes.length + 1, 0);
  const target = desk(length);
  let at = 0;
  for (const { beginning, bytes } of lines) {
    at += target.write(beginning, at, 'latin1');
    target.set(bytes, at);
    at += bytes.length;
    at += target.write('\n', at, 'latin1');
  }
  return target.subarray(0, length - 1);
}

/** The events of a segment, in their order. */
export function eventsIn({ events, first_sequence: first }: Pick<AuditSegmentTable, 'events' | 'first_sequence'>): Chained[] {
  return unpack(events)
    .split('\n')
    .map((line, index) => {
      const afterHash = line.indexOf(' ');
      const afterTime = line.indexOf(' ', afterHash + 1);
      return {
        sequence: first + index,
        hash: line.slice(0, afterHash),
        time: Number(line.slice(afterHash + 1, afterTime)),
        event: line.slice(afterTime + 1),
      };
    });
}

/** What an entity's use of an action is filed under; all uses of one entity begin with `useOf(entityId)`. */
export function useOf(entityId: string, eventSource = '', eventName = ''): string {
  return `${entityId} ${eventSource}${eventName && ' '}${eventName}`;
}

/** Says of an event whether it is found by an entry. */
export function isFoundBy({ attribute, value }: SegmentEntry, described: Described): boolean {
  if (attribute === 'Any') return true;
  if (attribute === 'EntityId') return described.entityId === value;
  let isFound = false;
  visitEntries(described, (name, found) => (isFound ||= name === attribute && found === value));
  return isFound;
}

/** Events as they are stored, of which those that say something about themselves. */
export function describeAll(events: readonly Chained[]): (Chained & Described)[] {
  return events.flatMap((event) => {
    const described = describe(event.event);
    return described ? [{ ...described, ...event }] : [];
  });
}

function entriesOfAll(events: readonly ChainedRecord[]): SegmentEntry[] {
  const values = new Map<SegmentAttribute, Set<string>>([['Any', new Set([''])]]);
  const add = (attribute: SegmentAttribute, value: string): void => {
    const known = values.get(attribute);
    if (known) known.add(value);
    else values.set(attribute, new Set([value]));
  };
  for (const { record: event } of events) {
    visitEntries(event, add);
    add('EntityId', event.entityId);
    add('Use', useOf(event.entityId, event.eventSource, event.eventName));
  }
  return [...values].flatMap(([attribute, all]) => [...all].map((value) => ({ attribute, value })));
}

const insertSegmentRow = statement<AuditSegmentTable>('insertAuditSegment', (sql, param) =>
  sql.insertInto('audit_segments').values({
    aws_account_id: param('aws_account_id'),
    first_sequence: param('first_sequence'),
    first_time: param('first_time'),
    last_time: param('last_time'),
    first_id: param('first_id'),
    last_id: param('last_id'),
    events: param('events'),
  }),
);

const insertSegmentLookup = statement<{
  aws_account_id: string;
  attribute: string;
  value: string;
  last_time: number;
  first_sequence: number;
}>('insertAuditSegmentLookup', (sql, param) =>
  sql.insertInto('audit_segment_lookups').values({
    aws_account_id: param('aws_account_id'),
    attribute: param('attribute'),
    value: param('value'),
    last_time: param('last_time'),
    first_sequence: param('first_sequence'),
  }),
);
