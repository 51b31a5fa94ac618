import { statement, type Tx } from './database.ts';
import type { MeetingRow } from './meeting-projection.ts';

/** A meeting that is still held as far as anybody has said. */
export type OpenMeeting = Pick<MeetingRow, 'conference_id' | 'facts' | 'connected' | 'last_event_at' | 'started_at'> & {
  account_id: string;
};

interface Silence {
  /** Nothing was received since: of meetings in which nobody is connected. */
  readonly emptySince: number;
  /** Nothing was received since: of any meeting. */
  readonly silentSince: number;
  readonly limit: number;
}

/** Meetings that began and of which nothing has been heard for so long that they must be over, the longest silent first. */
export async function listSilentMeetings(tx: Tx, silence: Silence): Promise<OpenMeeting[]> {
  return tx.all(selectSilentMeetings, silence);
}

const selectSilentMeetings = statement<Silence, OpenMeeting>('selectSilentMeetings', (sql, param) =>
  sql
    .selectFrom('meetings')
    .innerJoin('meeting_ledgers', 'meeting_ledgers.projection_id', 'meetings.projection_id')
    .select([
      'meeting_ledgers.account_id',
      'meetings.conference_id',
      'meetings.facts',
      'meetings.connected',
      'meetings.last_event_at',
      'meetings.started_at',
    ])
    .where('meetings.ended_at', 'is', null)
    .where('meetings.started_at', 'is not', null)
    .where('meetings.last_received_at', '<=', param('emptySince'))
    .where(({ eb, or }) => or([eb('meetings.connected', '=', 0), eb('meetings.last_received_at', '<=', param('silentSince'))]))
    .orderBy('meetings.last_received_at')
    .limit(param('limit')),
);

interface Age {
  readonly projectionId: string;
  /** Epoch milliseconds. */
  readonly before: number;
  readonly limit: number;
}

/** Meetings of a projection of which nothing has happened since: those that ended, then those of which no end was ever told. */
export async function listOldMeetings(tx: Tx, age: Age): Promise<Pick<MeetingRow, 'conference_id'>[]> {
  const ended = await tx.all(selectOldMeetings, age);
  return ended.length > 0 ? ended : tx.all(selectAbandonedMeetings, age);
}

const selectOldMeetings = statement<Age, Pick<MeetingRow, 'conference_id'>>('selectOldMeetings', (sql, param) =>
  sql
    .selectFrom('meetings')
    .select('conference_id')
    .where('projection_id', '=', param('projectionId'))
    .where('ended_at', '<', param('before'))
    .where('last_event_at', '<', param('before'))
    .orderBy('ended_at')
    .limit(param('limit')),
);

const selectAbandonedMeetings = statement<Age, Pick<MeetingRow, 'conference_id'>>('selectAbandonedMeetings', (sql, param) =>
  sql
    .selectFrom('meetings')
    .select('conference_id')
    .where('projection_id', '=', param('projectionId'))
    .where('ended_at', 'is', null)
    .where('last_received_at', '<', param('before'))
    .where('last_event_at', '<', param('before'))
    .orderBy('last_received_at')
    .limit(param('limit')),
);
