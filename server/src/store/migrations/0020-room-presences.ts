import type { Dialect, Migration } from '../migrate.ts';

/** Whose sound and pictures still arrive, as Janus tells. */
export const roomPresences: Migration = {
  version: 20,
  name: 'room-presences',
  statements: ({ text, clustered }: Dialect) => [
    `create table room_presences (
      source_id ${text} not null, handle ${text} not null, room ${text} not null, attendee_session_id ${text} not null, media ${text} not null, seen_at bigint not null,
      primary key (source_id, handle)) ${clustered}`,
    `create index room_presences_by_room on room_presences (source_id, room, attendee_session_id)`,
    `create index room_presences_by_age on room_presences (seen_at)`,
  ],
};
