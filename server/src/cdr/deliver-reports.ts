import { assignWeek, beginWeeks, finishWeek, listDueWeeks, type DueWeek } from '../store/cdr-usage.ts';
import { lockSetting } from '../store/cdr-settings.ts';
import type { Courier, Round } from './deliver-records.ts';
import { deliver } from './parcel.ts';
import { usageReportKey, writeUsageReport } from './usage-report.ts';
import { weekMs, weekOf } from './week.ts';

/** How long after its end a week is reported: events arrive late. */
const settlingMs = 60 * 60_000;
/** Reports of one round. */
const batch = 20;

/** Delivers some weekly reports of an AWS account that are due, the oldest first, in the same three steps as records. */
export async function deliverReports(courier: Courier, awsAccountId: string): Promise<Round> {
  const { database, now } = courier;
  const startedBefore = now() - weekMs - settlingMs;
  const due = await database.write(awsAccountId, async (tx) => {
    const setting = await lockSetting(tx);
    if (!setting) return [];
    await beginWeeks(tx, setting.chosen_at, weekOf);
    return listDueWeeks(tx, startedBefore, batch);
  });
  let delivered = 0;
  for (const week of due) {
    const outcome = await deliverReport(courier, awsAccountId, week);
    if (outcome.trouble !== undefined) return { delivered, trouble: outcome.trouble };
    delivered += outcome.delivered;
  }
  return { delivered, trouble: undefined };
}

async function deliverReport({ database, objects }: Courier, awsAccountId: string, due: DueWeek): Promise<Round> {
  const { account_id: accountId, next_week: week } = due;
  const report = { accountId, accountName: due.account_name, week };
  const body = await database.read(awsAccountId, (tx) => writeUsageReport(tx, report));
  if (!body) {
    await database.write(awsAccountId, (tx) => finishWeek(tx, accountId, week, week + weekMs));
    return { delivered: 0, trouble: undefined };
  }
  const sent = await database.write(awsAccountId, async (tx) => {
    const chosen = (await lockSetting(tx))?.bucket_name;
    if (chosen === undefined) return undefined;
    const bucketName = due.bucket_name ?? chosen;
    const key = due.object_key ?? usageReportKey(awsAccountId, report);
    await assignWeek(tx, accountId, { bucketName, key });
    return { chosen, bucketName, key };
  });
  if (!sent) return { delivered: 0, trouble: undefined };
  const outcome = await deliver(objects, { ...sent, body, contentType: 'text/csv; charset=utf-8' }, sent.chosen);
  if (outcome.kind === 'failed') return { delivered: 0, trouble: outcome.reason };
  await database.write(awsAccountId, (tx) =>
    outcome.kind === 'delivered' ? finishWeek(tx, accountId, week, week + weekMs) : assignWeek(tx, accountId, null),
  );
  return { delivered: outcome.kind === 'delivered' ? 1 : 0, trouble: undefined };
}
