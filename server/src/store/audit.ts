import { hash as digest } from 'node:crypto';
import { statement, type Tx } from './database.ts';

/** The hash that the first event of an AWS account is chained to. */
export const firstHash = '0'.repeat(64);

/** A finished event with the columns it is looked up by. */
export interface AuditRecord {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly eventName: string;
  readonly eventSource: string;
  readonly userName: string | undefined;
  /** Who acted, by the id that outlives a rename. */
  readonly entityId: string;
  readonly accessKeyId: string | undefined;
  readonly readOnly: boolean;
  readonly errorCode: string | undefined;
  /** CloudTrail-shaped JSON, already redacted. */
  readonly event: string;
}

/** Appends to the tenant's chain. The chain's head is locked until the transaction ends, so there are no gaps and no forks. */
export async function appendAuditEvents(tx: Tx, records: readonly AuditRecord[]): Promise<void> {
  const { awsAccountId } = tx;
  const head = (await tx.first(selectHead, { awsAccountId })) ?? (await startChain(tx));
  let { sequence, hash } = head;
  const rows = records.map((record) => {
    sequence += 1;
    hash = chainHash(hash, sequence, record.event);
    return toRow(awsAccountId, sequence, hash, record);
  });
  await tx.runEach(insertEvent, rows);
  await tx.run(updateHead, { awsAccountId, sequence, hash });
}

/** The hash of an event in its place: SHA-256 over the previous hash, the sequence number and the event, in hex. */
export function chainHash(previous: string, sequence: number, event: string): string {
  return digest('sha256', `${previous}\n${sequence}\n${event}`);
}

async function startChain(tx: Tx): Promise<{ sequence: number; hash: string }> {
  await tx.run(insertHead, { awsAccountId: tx.awsAccountId, hash: firstHash });
  // Another process may have started the chain and gone on: what counts is what is there now, locked.
  return (await tx.first(selectHead, { awsAccountId: tx.awsAccountId })) ?? { sequence: 0, hash: firstHash };
}

function toRow(awsAccountId: string, sequence: number, hash: string, record: AuditRecord) {
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
    event: record.event,
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

/** Events of the tenant after `sequence`, in order, at most `limit`. */
export async function listAuditEventsAfter(tx: Tx, sequence: number, limit: number): Promise<StoredEvent[]> {
  return tx.all(selectEventsAfter, { awsAccountId: tx.awsAccountId, sequence, limit });
}

/** An event as it stands in its chain, with the columns it is looked up by. */
export interface StoredEvent {
  readonly sequence: number;
  readonly event: string;
  readonly hash: string;
  readonly id: string;
  readonly time: number;
  readonly event_name: string;
  readonly event_source: string;
  readonly user_name: string | null;
  readonly access_key_id: string | null;
  readonly read_only: number;
  readonly error_code: string | null;
}

const selectEventsAfter = statement<{ awsAccountId: string; sequence: number; limit: number }, StoredEvent>(
  'selectEventsAfter',
  (sql, param) =>
    sql
      .selectFrom('audit_events')
      .select(['sequence', 'event', 'hash', 'id', 'time', 'event_name', 'event_source'])
      .select(['user_name', 'access_key_id', 'read_only', 'error_code'])
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('sequence', '>', param('sequence'))
      .orderBy('sequence')
      .limit(param('limit')),
);

/** The chain's head as stored; undefined while the tenant has no events. */
export async function findAuditHead(tx: Tx): Promise<{ sequence: number; hash: string } | undefined> {
  return tx.first(selectHeadUnlocked, { awsAccountId: tx.awsAccountId });
}

const selectHeadUnlocked = statement<{ awsAccountId: string }, { sequence: number; hash: string }>('selectHeadUnlocked', (sql, param) =>
  sql.selectFrom('audit_heads').select(['sequence', 'hash']).where('aws_account_id', '=', param('awsAccountId')),
);
