import { backoffMs, deliverRecords, type Courier, type Round } from '../cdr/deliver-records.ts';
import { deliverReports } from '../cdr/deliver-reports.ts';
import { storeTrouble } from '../cdr/store-fault.ts';
import type { Objects } from '../objects/object-store.ts';
import { dayMs } from '../shapes/timestamp.ts';
import { dropStrayDeliveries } from '../store/cdr-deliveries.ts';
import { listDueSettings, noteDelivery, type CdrSettingRow } from '../store/cdr-settings.ts';
import { findAnyBucket } from '../store/cdr-buckets.ts';
import type { Job } from './job.ts';

/** AWS accounts read at once. */
const pageSize = 100;
/** Rounds of one AWS account in one run, so that all get their turn. */
const roundsMax = 20;
/** No new round is begun after that long. */
const runMaxMs = 3 * 60_000;
/** How long a stray note is kept. */
const strayMs = dayMs;

/**
 * Delivers call detail records and weekly reports to the buckets that AWS accounts have chosen. An AWS account whose bucket makes trouble waits,
 * longer each time; what is due to it stays due.
 */
export function deliverCallDetailRecords(objects: Objects, now: () => number): Job {
  return {
    name: 'deliver-call-detail-records',
    intervalMs: 60_000,
    leaseMs: 20 * 60_000,
    async run({ database, now: startedAt }) {
      const courier = { database, objects, now };
      let delivered = 0;
      const faults: unknown[] = [];
      for (let after = ''; now() - startedAt <= runMaxMs;) {
        const settings = await database.read('', (tx) => listDueSettings(tx, { now: now(), after, limit: pageSize }));
        for (const setting of settings) {
          try {
            delivered += await deliverOf(courier, setting, startedAt);
          } catch (error) {
            // One AWS account's fault must not keep the others waiting.
            faults.push(error);
          }
        }
        const last = settings.at(-1);
        if (!last) break;
        after = last.aws_account_id;
      }
      await database.write('', (tx) => dropStrayDeliveries(tx, startedAt - strayMs));
      if (faults.length > 0) throw new AggregateError(faults, `Deliveries of ${faults.length} AWS accounts have failed.`);
      return delivered;
    },
  };
}

/** Everything of one AWS account that is due, as far as this run goes. */
async function deliverOf(courier: Courier, setting: CdrSettingRow, startedAt: number): Promise<number> {
  const { aws_account_id: awsAccountId, bucket_name: bucketName } = setting;
  const bucket = await courier.database.read(awsAccountId, (tx) => findAnyBucket(tx, bucketName));
  if (bucket?.state === 'Deleting') return 0;
  let delivered = 0;
  let trouble: Round['trouble'];
  for (const round of [deliverRecords, deliverReports]) {
    for (let count = 0; count < roundsMax && courier.now() - startedAt <= runMaxMs && trouble === undefined; count++) {
      const done = await round(courier, awsAccountId);
      delivered += done.delivered;
      trouble = done.trouble;
      if (done.delivered === 0) break;
    }
  }
  await noteTrouble(courier, setting, trouble);
  return delivered;
}

async function noteTrouble({ database, now }: Courier, setting: CdrSettingRow, trouble: Round['trouble']): Promise<void> {
  const { aws_account_id: awsAccountId, bucket_name: bucketName, failures } = setting;
  if (trouble === undefined && failures === 0) return;
  const outcome =
    trouble === undefined
      ? { bucketName, nextAttemptAt: now(), error: null }
      : { bucketName, nextAttemptAt: now() + backoffMs(failures), error: storeTrouble(trouble) };
  await database.write(awsAccountId, (tx) => noteDelivery(tx, outcome));
}
