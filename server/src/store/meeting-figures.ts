import { bulk, runBulk, writeBulk } from './bulk.ts';
import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';

export type UserDayRow = Tables['meeting_user_days'];
export type AccountDayRow = Tables['meeting_account_days'];
type AttendanceRow = Tables['meeting_attendances'];
type ActivityRow = Tables['meeting_user_activity'];

/** Days that one number of `meeting_user_activity` tells about: bits that JavaScript's numbers hold exactly, and a few to spare. */
export const daysPerBlock = 48;

/** The bit of a day in its block. */
function bitOf(day: number): number {
  return 2 ** (day % daysPerBlock);
}

/** Notes which meetings users were in, day by day. */
export async function addAttendances(tx: Tx, rows: readonly AttendanceRow[]): Promise<void> {
  await writeBulk(tx, insertAttendances, rows);
}

const insertAttendances = bulk<AttendanceRow>(
  'insertMeetingAttendances',
  ['projection_id', 'user_id', 'day', 'conference_id'],
  (sql, rows) =>
    sql
      .insertInto('meeting_attendances')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing()),
);

/** Takes back that users were in meetings. */
export async function dropAttendances(tx: Tx, rows: readonly AttendanceRow[]): Promise<void> {
  await tx.runEach(deleteAttendance, rows);
}

const deleteAttendance = statement<AttendanceRow>('deleteMeetingAttendance', (sql, param) =>
  sql
    .deleteFrom('meeting_attendances')
    .where('projection_id', '=', param('projection_id'))
    .where('user_id', '=', param('user_id'))
    .where('day', '=', param('day'))
    .where('conference_id', '=', param('conference_id')),
);

/** What changes in an account's figures of a day besides those that follow from the users'. */
export type AccountDayChange = Omit<AccountDayRow, 'projection_id' | 'active_users' | 'active_pro_users'>;

/**
 * Adds to the figures of days and brings along who was active on them. @param userDays by how much they change
 */
export async function addFigures(
  tx: Tx,
  projectionId: string,
  userDays: readonly Omit<UserDayRow, 'projection_id'>[],
  accountDays: readonly AccountDayChange[],
): Promise<void> {
  const days = new Map<number, AccountDayRow>();
  const ofDay = (day: number): AccountDayRow => {
    const known = days.get(day) ?? { ...emptyDay, projection_id: projectionId, day };
    days.set(day, known);
    return known;
  };
  for (const { day, ...change } of accountDays) days.set(day, { ...ofDay(day), ...change });
  const { activated, deactivated } = await addUserDays(tx, projectionId, userDays, ofDay);
  await writeBulk(tx, setActivity, activated);
  await tx.runEach(clearActivity, deactivated);
  const changed = [...days.values()].filter((row) => figuresOfDay.some((figure) => row[figure] !== 0));
  await writeBulk(tx, upsertAccountDays, changed);
  if (changed.some((row) => figuresOfDay.some((figure) => row[figure] < 0))) {
    await tx.runEach(
      deleteEmptyAccountDay,
      changed.map(({ day }) => ({ projectionId, day })),
    );
  }
}

const figuresOfDay = ['meetings_held', 'active_users', 'active_pro_users', 'answers', 'positive_answers', 'messages_sent'] as const;

const emptyDay = { meetings_held: 0, active_users: 0, active_pro_users: 0, answers: 0, positive_answers: 0, messages_sent: 0 };

/** Whether a user was active on the day: attended a meeting or sent a message. */
function isActive({ meetings_attended, messages_sent }: Pick<UserDayRow, 'meetings_attended' | 'messages_sent'>): boolean {
  return meetings_attended > 0 || messages_sent > 0;
}

async function addUserDays(
  tx: Tx,
  projectionId: string,
  changes: readonly Omit<UserDayRow, 'projection_id'>[],
  ofDay: (day: number) => AccountDayRow,
): Promise<{ activated: ActivityRow[]; deactivated: ActivityRow[] }> {
  const changed = changes
    .filter((change) => figuresOfUser.some((figure) => change[figure] !== 0))
    .map((change) => ({ ...change, projection_id: projectionId }))
    // Neighbours share pages.
    .toSorted((one, other) => (one.user_id === other.user_id ? one.day - other.day : one.user_id < other.user_id ? -1 : 1));
  const byKey = new Map(changed.map((change) => [`${change.day} ${change.user_id}`, change]));
  const activated = new Map<string, ActivityRow>();
  const deactivated: ActivityRow[] = [];
  const emptied: Omit<AttendanceRow, 'conference_id'>[] = [];
  for (const after of await runBulk(tx, upsertUserDays, changed)) {
    const { user_id, day } = after;
    const change = byKey.get(`${day} ${user_id}`);
    if (!change) continue;
    const before = {
      meetings_attended: after.meetings_attended - change.meetings_attended,
      messages_sent: after.messages_sent - change.messages_sent,
    };
    const activity = { projection_id: projectionId, block: Math.floor(day / daysPerBlock), user_id };
    const turned = Number(isActive(after)) - Number(isActive(before));
    if (turned > 0) {
      const key = `${activity.block} ${user_id}`;
      activated.set(key, { ...activity, days: (activated.get(key)?.days ?? 0) + bitOf(day) });
    }
    if (turned < 0) deactivated.push({ ...activity, days: bitOf(day) });
    ofDay(day).active_users += turned;
    ofDay(day).active_pro_users += Number(after.pro_meetings > 0) - Number(after.pro_meetings - change.pro_meetings > 0);
    if (figuresOfUser.every((figure) => after[figure] === 0)) emptied.push({ projection_id: projectionId, user_id, day });
  }
  await tx.runEach(deleteUserDay, emptied);
  return { activated: [...activated.values()], deactivated };
}

const figuresOfUser = ['meetings_attended', 'meetings_organized', 'pro_meetings', 'answers', 'positive_answers', 'messages_sent'] as const;

const upsertUserDays = bulk<UserDayRow, UserDayRow>(
  'upsertMeetingUserDays',
  ['projection_id', 'user_id', 'day', ...figuresOfUser, 'last_message_at'],
  (sql, rows) =>
    sql
      .insertInto('meeting_user_days')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['projection_id', 'user_id', 'day']).doUpdateSet(({ eb, ref, fn }) => ({
          meetings_attended: eb('meeting_user_days.meetings_attended', '+', ref('excluded.meetings_attended')),
          meetings_organized: eb('meeting_user_days.meetings_organized', '+', ref('excluded.meetings_organized')),
          pro_meetings: eb('meeting_user_days.pro_meetings', '+', ref('excluded.pro_meetings')),
          answers: eb('meeting_user_days.answers', '+', ref('excluded.answers')),
          positive_answers: eb('meeting_user_days.positive_answers', '+', ref('excluded.positive_answers')),
          messages_sent: eb('meeting_user_days.messages_sent', '+', ref('excluded.messages_sent')),
          last_message_at: eb
            .case()
            .when('excluded.last_message_at', '>', fn.coalesce('meeting_user_days.last_message_at', eb.val(-1)))
            .then(ref('excluded.last_message_at'))
            .else(ref('meeting_user_days.last_message_at'))
            .end(),
        })),
      )
      .returningAll(),
);

const deleteUserDay = statement<Omit<AttendanceRow, 'conference_id'>>('deleteMeetingUserDay', (sql, param) =>
  sql
    .deleteFrom('meeting_user_days')
    .where('projection_id', '=', param('projection_id'))
    .where('user_id', '=', param('user_id'))
    .where('day', '=', param('day')),
);

const setActivity = bulk<ActivityRow>('setMeetingUserActivity', ['projection_id', 'block', 'user_id', 'days'], (sql, rows) =>
  sql
    .insertInto('meeting_user_activity')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['projection_id', 'block', 'user_id'])
        .doUpdateSet(({ eb, ref }) => ({ days: eb('meeting_user_activity.days', '|', ref('excluded.days')) })),
    ),
);

/** Setting the bit before it is taken away clears it whether or not it was set. */
const clearActivity = statement<ActivityRow>('clearMeetingUserActivity', (sql, param) =>
  sql
    .updateTable('meeting_user_activity')
    .set(({ eb }) => ({ days: eb(eb.parens('days', '|', param('days')), '-', param('days')) }))
    .where('projection_id', '=', param('projection_id'))
    .where('block', '=', param('block'))
    .where('user_id', '=', param('user_id')),
);

const upsertAccountDays = bulk<AccountDayRow>('upsertMeetingAccountDays', ['projection_id', 'day', ...figuresOfDay], (sql, rows) =>
  sql
    .insertInto('meeting_account_days')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['projection_id', 'day']).doUpdateSet(({ eb, ref }) => ({
        meetings_held: eb('meeting_account_days.meetings_held', '+', ref('excluded.meetings_held')),
        active_users: eb('meeting_account_days.active_users', '+', ref('excluded.active_users')),
        active_pro_users: eb('meeting_account_days.active_pro_users', '+', ref('excluded.active_pro_users')),
        answers: eb('meeting_account_days.answers', '+', ref('excluded.answers')),
        positive_answers: eb('meeting_account_days.positive_answers', '+', ref('excluded.positive_answers')),
        messages_sent: eb('meeting_account_days.messages_sent', '+', ref('excluded.messages_sent')),
      })),
    ),
);

/** A day on which nothing happened has no row, whatever was once thought to have happened on it. */
const deleteEmptyAccountDay = statement<{ projectionId: string; day: number }>('deleteEmptyMeetingAccountDay', (sql, param) => {
  let query = sql.deleteFrom('meeting_account_days').where('projection_id', '=', param('projectionId')).where('day', '=', param('day'));
  for (const figure of figuresOfDay) query = query.where(figure, '=', 0);
  return query;
});
