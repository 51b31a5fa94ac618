import { statement, type Tx } from './database.ts';

/** A meeting that was held in a room. */
export interface RoomMeeting {
  readonly conferenceId: string;
  /** undefined = it goes on, as far as anybody knows. */
  readonly endedAt: number | undefined;
}

/** The last of the account's meetings whose id is within the bounds, both included. */
export async function findRoomMeeting(tx: Tx, accountId: string, bounds: { from: string; to: string }): Promise<RoomMeeting | undefined> {
  const last = await tx.first(selectLastConference, { accountId, ...bounds });
  if (!last) return undefined;
  const conferenceId = last.conference_id;
  const end = await tx.first(selectConferenceEnd, { accountId, conferenceId });
  return { conferenceId, endedAt: end?.time };
}

const selectLastConference = statement<{ accountId: string; from: string; to: string }, { conference_id: string }>(
  'selectLastConference',
  (sql, param) =>
    sql
      .selectFrom('meeting_events')
      .select('conference_id')
      .where('account_id', '=', param('accountId'))
      .where('conference_id', '>=', param('from'))
      .where('conference_id', '<=', param('to'))
      .orderBy('conference_id', 'desc')
      .limit(1),
);

const selectConferenceEnd = statement<{ accountId: string; conferenceId: string }, { time: number }>('selectConferenceEnd', (sql, param) =>
  sql
    .selectFrom('meeting_events')
    .select('time')
    .where('account_id', '=', param('accountId'))
    .where('conference_id', '=', param('conferenceId'))
    .where('type', '=', 'meeting.ended')
    .orderBy('time')
    .limit(1),
);
