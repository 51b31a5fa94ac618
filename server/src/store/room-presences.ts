import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';

/** Somebody in a room, by the handle through which they send. */
export type RoomPresenceRow = Tables['room_presences'];

/** Puts in a presence; one that the handle had before is over. */
export async function putPresence(tx: Tx, presence: RoomPresenceRow): Promise<void> {
  await tx.run(upsertPresence, presence);
}

const upsertPresence = statement<RoomPresenceRow>('putRoomPresence', (sql, param) =>
  sql
    .insertInto('room_presences')
    .values({
      source_id: param('source_id'),
      handle: param('handle'),
      room: param('room'),
      attendee_session_id: param('attendee_session_id'),
      media: param('media'),
      seen_at: param('seen_at'),
    })
    .onConflict((conflict) =>
      conflict.columns(['source_id', 'handle']).doUpdateSet(({ ref }) => ({
        room: ref('excluded.room'),
        attendee_session_id: ref('excluded.attendee_session_id'),
        media: ref('excluded.media'),
        seen_at: ref('excluded.seen_at'),
      })),
    ),
);

/** Who sends through the handle; undefined for a handle that only receives, or whose presence is over. */
export async function findPresence(tx: Tx, sourceId: string, handle: string): Promise<RoomPresenceRow | undefined> {
  return tx.first(selectPresence, { sourceId, handle });
}

const selectPresence = statement<{ sourceId: string; handle: string }, RoomPresenceRow>('selectRoomPresence', (sql, param) =>
  sql.selectFrom('room_presences').selectAll().where('source_id', '=', param('sourceId')).where('handle', '=', param('handle')),
);

/** Ends the presences of one person in a room, and answers them. */
export async function takePresences(
  tx: Tx,
  where: Pick<RoomPresenceRow, 'source_id' | 'room' | 'attendee_session_id'>,
): Promise<RoomPresenceRow[]> {
  return tx.all(deletePresences, where);
}

const deletePresences = statement<Pick<RoomPresenceRow, 'source_id' | 'room' | 'attendee_session_id'>, RoomPresenceRow>(
  'takeRoomPresences',
  (sql, param) =>
    sql
      .deleteFrom('room_presences')
      .where('source_id', '=', param('source_id'))
      .where('room', '=', param('room'))
      .where('attendee_session_id', '=', param('attendee_session_id'))
      .returningAll(),
);

/** Ends all presences of a room, and answers them. */
export async function takeRoom(tx: Tx, where: Pick<RoomPresenceRow, 'source_id' | 'room'>): Promise<RoomPresenceRow[]> {
  return tx.all(deleteRoom, where);
}

const deleteRoom = statement<Pick<RoomPresenceRow, 'source_id' | 'room'>, RoomPresenceRow>('takeRoomPresencesOfRoom', (sql, param) =>
  sql.deleteFrom('room_presences').where('source_id', '=', param('source_id')).where('room', '=', param('room')).returningAll(),
);

/** Forgets presences that nothing was heard of since: their source went away in the middle. */
export async function deletePresencesBefore(tx: Tx, before: number): Promise<number> {
  return tx.run(deleteOldPresences, { before });
}

const deleteOldPresences = statement<{ before: number }>('deleteOldRoomPresences', (sql, param) =>
  sql.deleteFrom('room_presences').where('seen_at', '<', param('before')),
);
