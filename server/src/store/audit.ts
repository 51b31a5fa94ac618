import { sql as raw } from 'kysely';
import { chainHash, firstHash, type EventText } from './audit-chain.ts';
import {
  eventsIn,
  insertSegment,
  orderForSegments,
  planSegments,
  segmentSizeMax,
  type AuditRecord,
  type Chained,
  type ChainedRecord,
  type SegmentFrame,
} from './audit-segments.ts';
import { statement, type Tx } from './database.ts';

/** Appends to the tenant's chain. The chain's head is locked until the transaction ends, so there are no gaps and no forks. */
export async function appendAuditEvents(tx: Tx, records: readonly AuditRecord<EventText>[]): Promise<void> {
  const { awsAccountId } = tx;
  const head = (await tx.first(selectHead, { awsAccountId })) ?? (await startChain(tx));
  let { sequence, hash } = head;
  const chained = orderForSegments(records).map((record) => {
    sequence += 1;
    hash = chainHash(hash, sequence, record.event);
    return { record, sequence, hash };
  });
  const { segments, alone } = planSegments(chained);
  // Asked for in one go, so that PostgreSQL gets them in one trip while the head is locked.
  await Promise.all([
    ...segments.map((segment) => insertSegment(tx, segment)),
    tx.runEach(
      insertEvent,
      alone.map((one) => toRow(awsAccountId, one)),
    ),
    tx.run(updateHead, { awsAccountId, sequence, hash }),
  ]);
}

async function startChain(tx: Tx): Promise<{ sequence: number; hash: string }> {
  await tx.run(insertHead, { awsAccountId: tx.awsAccountId, hash: firstHash });
  // Another process may have started the chain and gone on: what counts is what is there now, locked.
  return (await tx.first(selectHead, { awsAccountId: tx.awsAccountId })) ?? { sequence: 0, hash: firstHash };
}

function toRow(awsAccountId: string, { record, sequence, hash }: ChainedRecord) {
  return {
    aws_account_id: awsAccountId,
    sequence,
    id: record.id,
    time: record.time,
    event_name: record.eventName,
    event_source: record.eventSource,
    user_name: record.userName ?? null,
    access_key_id: record.accessKeyId ?? null,
    read_only: record.readOnly ? 1 : 0,
    error_code: record.errorCode ?? null,
    event: typeof record.event === 'string' ? record.event : Buffer.from(record.event).toString('utf8'),
    hash,
    entity_id: record.entityId,
  };
}

const selectHead = statement<{ awsAccountId: string }, { sequence: number; hash: string }>('selectHead', (sql, param, capabilities) => {
  const query = sql.selectFrom('audit_heads').select(['sequence', 'hash']).where('aws_account_id', '=', param('awsAccountId'));
  return capabilities.rowLocks ? query.forUpdate() : query;
});

const insertHead = statement<{ awsAccountId: string; hash: string }>('insertHead', (sql, param) =>
  sql
    .insertInto('audit_heads')
    .values({ aws_account_id: param('awsAccountId'), sequence: 0, hash: param('hash') })
    .onConflict((conflict) => conflict.doNothing()),
);

const updateHead = statement<{ awsAccountId: string; sequence: number; hash: string }>('updateHead', (sql, param) =>
  sql
    .updateTable('audit_heads')
    .set({ sequence: param('sequence'), hash: param('hash') })
    .where('aws_account_id', '=', param('awsAccountId')),
);

const insertEvent = statement<ReturnType<typeof toRow>>('insertEvent', (sql, param) =>
  sql.insertInto('audit_events').values({
    aws_account_id: param('aws_account_id'),
    sequence: param('sequence'),
    id: param('id'),
    time: param('time'),
    event_name: param('event_name'),
    event_source: param('event_source'),
    user_name: param('user_name'),
    access_key_id: param('access_key_id'),
    read_only: param('read_only'),
    error_code: param('error_code'),
    event: param('event'),
    hash: param('hash'),
    entity_id: param('entity_id'),
  }),
);

/** The tenant's next events after `sequence`, in order, as many as are read at a time. None = there are no more. */
export async function listAuditEventsAfter(tx: Tx, sequence: number): Promise<StoredEvent[]> {
  const rows = await tx.all(selectAfter, {
    awsAccountId: tx.awsAccountId,
    sequence,
    // A segment that holds the next event may begin before it.
    firstSequence: sequence - segmentSizeMax,
  });
  return rows.flatMap(toStoredEvents).filter((event) => event.sequence > sequence);
}

/** An event as it stands in its chain. */
export interface StoredEvent extends Chained {
  /** What stands beside it, or beside the segment it is in, for lookups to go by. */
  readonly filed: FiledEvent | SegmentFrame;
}

/** The columns of an event that has a row of its own. */
export interface FiledEvent {
  readonly id: string;
  readonly time: number;
  readonly event_name: string;
  readonly event_source: string;
  readonly user_name: string | null;
  readonly access_key_id: string | null;
  readonly read_only: number;
  readonly error_code: string | null;
}

/** Rows of both kinds that are read at a time: of segments, no more than fit into some megabytes. */
const rowsPerRead = 64;

interface StoredRow extends FiledEvent {
  readonly sequence: number;
  readonly event: string;
  readonly hash: string;
  readonly is_segment: number;
  readonly last_time: number;
  readonly last_id: string;
}

function toStoredEvents(row: StoredRow): StoredEvent[] {
  if (row.is_segment === 0) return [{ sequence: row.sequence, event: row.event, hash: row.hash, time: row.time, filed: row }];
  const filed = { firstTime: row.time, lastTime: row.last_time, firstId: row.id, lastId: row.last_id };
  return eventsIn({ events: row.event, first_sequence: row.sequence }).map((event) => ({ ...event, filed }));
}

/** One statement for both kinds, and so one view of the data. */
const selectAfter = statement<{ awsAccountId: string; sequence: number; firstSequence: number }, StoredRow>(
  'selectEventsAfter',
  (sql, param) =>
    sql
      .selectFrom('audit_events')
      .select(['sequence', 'event', 'hash', 'id', 'time', 'event_name', 'event_source'])
      .select(['user_name', 'access_key_id', 'read_only', 'error_code'])
      .select([raw<number>`0`.as('is_segment'), raw<number>`0`.as('last_time'), raw<string>`''`.as('last_id')])
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('sequence', '>', param('sequence'))
      .unionAll(
        sql
          .selectFrom('audit_segments')
          .select(['first_sequence as sequence', 'events as event', raw<string>`''`.as('hash'), 'first_id as id', 'first_time as time'])
          .select([raw<string>`''`.as('event_name'), raw<string>`''`.as('event_source')])
          .select([raw<null>`null`.as('user_name'), raw<null>`null`.as('access_key_id')])
          .select([raw<number>`0`.as('read_only'), raw<null>`null`.as('error_code')])
          .select([raw<number>`1`.as('is_segment'), 'last_time', 'last_id'])
          .where('aws_account_id', '=', param('awsAccountId'))
          .where('first_sequence', '>', param('firstSequence')),
      )
      .orderBy('sequence')
      .limit(rowsPerRead),
);

/** The chain's head as stored; undefined while the tenant has no events. */
export async function findAuditHead(tx: Tx): Promise<{ sequence: number; hash: string } | undefined> {
  return tx.first(selectHeadUnlocked, { awsAccountId: tx.awsAccountId });
}

const selectHeadUnlocked = statement<{ awsAccountId: string }, { sequence: number; hash: string }>('selectHeadUnlocked', (sql, param) =>
  sql.selectFrom('audit_heads').select(['sequence', 'hash']).where('aws_account_id', '=', param('awsAccountId')),
);
