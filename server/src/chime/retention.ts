import type { z } from 'zod';
import type { RetentionSettings } from '../shapes/retention.ts';
import { dayMs, toTimestamp } from '../shapes/timestamp.ts';
import type { Tx } from '../store/database.ts';
import { deleteRetention, findRetention, putRetention, type RetentionRow } from '../store/retention-settings.ts';

type Settings = z.output<typeof RetentionSettings>;

/** Whoever has set a wrong number has a day to mend it. Assumed: Amazon's InitiateDeletionTimestamp leaves some time, too. */
const graceMs = dayMs;

/** The setting as the wire shows it; without a setting nothing is ever deleted. */
export function toRetention(row: RetentionRow | undefined): Settings {
  return {
    RoomRetentionSettings: toDays(row?.room_days),
    ConversationRetentionSettings: toDays(row?.conversation_days),
  };
}

function toDays(days: number | null = null): { RetentionDays?: number } {
  return days === null ? {} : { RetentionDays: days };
}

/** The setting, and when what it does not keep begins to be deleted. */
export function toRetentionAnswer(row: RetentionRow | undefined): { RetentionSettings: Settings; InitiateDeletionTimestamp?: string } {
  return { RetentionSettings: toRetention(row), ...(row && { InitiateDeletionTimestamp: toTimestamp(row.deletes_from) }) };
}

/** Whether both keep the same for as long: what is left out is kept for good. */
export function isSameRetention(one: Settings, other: Settings): boolean {
  return daysOf(one).join() === daysOf(other).join();
}

/** Sets how long the locked account keeps messages. A setting that is as it was begins to delete no later than before. */
export async function changeRetention(tx: Tx, accountId: string, settings: Settings, now: number): Promise<RetentionRow | undefined> {
  const before = await findRetention(tx, accountId);
  if (isSameRetention(toRetention(before), settings)) return before;
  const [room_days = null, conversation_days = null] = daysOf(settings);
  if (room_days === null && conversation_days === null) {
    await deleteRetention(tx, accountId);
    return undefined;
  }
  const row = { account_id: accountId, room_days, conversation_days, deletes_from: now + graceMs };
  await putRetention(tx, row);
  return row;
}

function daysOf({ RoomRetentionSettings, ConversationRetentionSettings }: Settings): (number | undefined)[] {
  return [RoomRetentionSettings?.RetentionDays, ConversationRetentionSettings?.RetentionDays];
}
