import { toCallDetailRecord } from '../meetings/call-detail-record.ts';
import type { Objects } from '../objects/object-store.ts';
import { listUndeliveredCallDetailRecords, postponeCallDetailRecord, type UndeliveredRecord } from '../store/call-detail-records.ts';
import { assignRecords, callBack, finishDelivery, type Destinations } from '../store/cdr-deliveries.ts';
import { lockSetting } from '../store/cdr-settings.ts';
import type { Database, Tx } from '../store/database.ts';
import { deliver, type Outcome, type Parcel } from './parcel.ts';
import { storeTrouble } from './store-fault.ts';

/** What deliveries go through. */
export interface Courier {
  readonly database: Database;
  readonly objects: Objects;
  /** Epoch milliseconds. */
  now(): number;
}

/** How a round of deliveries went; `trouble` = with the chosen bucket, so that it is no use to go on for now. */
export interface Round {
  readonly delivered: number;
  readonly trouble: Extract<Outcome, { kind: 'failed' }>['reason'] | undefined;
}

/** Records that are sent on their way together. */
const batch = 100;
/** Objects put at once. */
const atOnceMax = 8;
const retryMinMs = 60_000;
const retryMaxMs = 6 * 60 * 60_000;

/**
 * Delivers some records of an AWS account that are due: notes where each goes, puts it there, notes that it is there. Whatever dies in between,
 * the next round goes on from the notes, and the same record ends up in the same place.
 */
export async function deliverRecords({ database, objects, now }: Courier, awsAccountId: string): Promise<Round> {
  const due = { awsAccountId, now: now(), limit: batch };
  if ((await database.read(awsAccountId, (tx) => listUndeliveredCallDetailRecords(tx, { ...due, limit: 1 }))).length === 0) return idle;
  const sent = await database.write(awsAccountId, async (tx) => {
    const setting = await lockSetting(tx);
    const records = setting ? await listUndeliveredCallDetailRecords(tx, due) : [];
    if (!setting || records.length === 0) return undefined;
    const ids = records.map(({ id }) => id);
    return { chosen: setting.bucket_name, records, destinations: await assignRecords(tx, ids, setting.bucket_name, now()) };
  });
  if (!sent) return idle;
  const { outcomes, trouble } = await deliverAll(objects, sent.records, sent.destinations, sent.chosen);
  await database.write(awsAccountId, async (tx) => {
    for (const [record, outcome] of outcomes) await note(tx, record, outcome, now());
  });
  return { delivered: [...outcomes.values()].filter(({ kind }) => kind === 'delivered').length, trouble };
}

const idle: Round = { delivered: 0, trouble: undefined };

/** Several at once; after the first trouble with the chosen bucket no more are begun, and those have no outcome. */
async function deliverAll(
  objects: Objects,
  records: readonly UndeliveredRecord[],
  destinations: Destinations,
  chosen: string,
): Promise<{ outcomes: ReadonlyMap<UndeliveredRecord, Outcome>; trouble: Round['trouble'] }> {
  const outcomes = new Map<UndeliveredRecord, Outcome>();
  const waiting = records.values();
  let trouble: Round['trouble'];
  const line = async (): Promise<void> => {
    for (const record of waiting) {
      if (trouble !== undefined) return;
      const parcel = toParcel(record, destinations.get(record.id) ?? chosen);
      const outcome = await deliver(objects, parcel, chosen);
      // What is wrong with the bucket is no fault of the record.
      if (outcome.kind === 'failed' && parcel.bucketName === chosen) trouble = outcome.reason;
      else outcomes.set(record, outcome);
    }
  };
  await Promise.all(Array.from({ length: atOnceMax }, line));
  return { outcomes, trouble };
}

function toParcel(record: UndeliveredRecord, bucketName: string): Parcel {
  const { key, body } = toCallDetailRecord(record);
  return { bucketName, key, body: Buffer.from(JSON.stringify(body)), contentType: 'application/json' };
}

async function note(tx: Tx, { id, attempts }: UndeliveredRecord, outcome: Outcome, now: number): Promise<void> {
  switch (outcome.kind) {
    case 'delivered':
      return finishDelivery(tx, id, now);
    case 'returned':
      return callBack(tx, id);
    case 'failed': {
      const dueAt = now + backoffMs(attempts);
      return postponeCallDetailRecord(tx, { id, dueAt, error: storeTrouble(outcome.reason) });
    }
  }
}

/** How long to wait after so many failures. */
export function backoffMs(failures: number): number {
  return Math.min(retryMaxMs, retryMinMs * 2 ** Math.min(failures, 20));
}
