/**
 * Rows of the log of meetings and of everything that is projected from it. A projection is all that reports read of one
 * account; a rebuilding makes a second one beside it.
 */

export interface MeetingTables {
  meeting_sources: MeetingSourceTable;
  meeting_aliases: { account_id: string; alias: string; user_id: string; created_at: number };
  meeting_ledgers: { account_id: string; projection_id: string; events: number; received_at: number };
  meeting_events: MeetingEventTable;
  meetings: MeetingTable;
  attendee_sessions: AttendeeSessionTable;
  connection_spans: ConnectionSpanTable;
  meeting_feedback: MeetingFeedbackTable;
  meeting_attendances: { projection_id: string; user_id: string; day: number; conference_id: string };
  meeting_user_days: MeetingUserDayTable;
  meeting_user_activity: { projection_id: string; block: number; user_id: string; days: number };
  meeting_account_days: MeetingAccountDayTable;
  meeting_rebuilds: MeetingRebuildTable;
  meeting_remains: { id: string; kind: 'projection' | 'log' };
  call_detail_records: CallDetailRecordTable;
  room_presences: RoomPresenceTable;
  user_sign_ins: { user_id: string; last_at: number };
}

/** Somebody who is in a room of a source that reuses rooms. */
interface RoomPresenceTable {
  source_id: string;
  /** The source's id of that through which they send. */
  handle: string;
  /** The source's id of the room, not of a meeting. */
  room: string;
  attendee_session_id: string;
  /** JSON by medium: its kind, and since when nothing of it arrives. */
  media: string;
  /** When the source last said something of it. */
  seen_at: number;
}

interface MeetingSourceTable {
  account_id: string;
  /** In the address that the source sends to. */
  id: string;
  kind: 'livekit' | 'chime-sdk' | 'janus' | 'cloudevents' | 'import';
  name: string;
  /** JSON of what is no secret: the name of the key, the topic. */
  settings: string;
  secret_sealed: string;
  created_at: number;
  /** Set = nothing is taken from it any more; what it said stays, and so does its name. */
  removed_at: number | null;
}

/** One thing that a source reported. Never updated. */
interface MeetingEventTable {
  account_id: string;
  /** '' = a chat message outside of meetings. */
  conference_id: string;
  time: number;
  /** SHA-256 of account, source and the source's id of the event, base64url, shortened: what duplicates are told by. */
  event_key: string;
  source_id: string;
  id: string;
  type: string;
  received_at: number;
  attendee_session_id: string | null;
  /** The user of the account who was recognised when the event came in. */
  user_id: string | null;
  /** 1 = a Pro license was theirs at that moment. */
  is_pro: number;
  /** JSON of what the source said of the person, so that a rebuild can recognise whom it could not then. */
  person: string;
  /** JSON. */
  data: string;
}

/** What the events of a conference say together. */
interface MeetingTable {
  projection_id: string;
  conference_id: string;
  type: 'PersonalMeetingId' | 'UniqueId' | 'Moderated' | 'Instant' | 'ChatCall' | 'PhoneCall' | 'External';
  organizer_user_id: string | null;
  started_at: number | null;
  ended_at: number | null;
  /** Distinct people who were connected. */
  attendees: number;
  /** Sessions with a connection that is open. */
  connected: number;
  /** Sessions over H.323 or SIP that were connected. */
  sip_sessions: number;
  data_complete: number;
  last_event_at: number;
  /** By our clock. */
  last_received_at: number;
  /** JSON of everything else that is known, each with the time it was said. */
  facts: string;
}

interface AttendeeSessionTable {
  projection_id: string;
  conference_id: string;
  id: string;
  user_id: string | null;
  /** JSON of what is known of the person and the device, each with the time it was said. */
  facts: string;
  /** JSON of the instants of joins and exits, as they were reported; the connections follow from them and from the meeting's end. */
  marks: string;
}

/** An uninterrupted connection of a session. */
interface ConnectionSpanTable {
  projection_id: string;
  conference_id: string;
  attendee_session_id: string;
  started_at: number;
  ended_at: number | null;
  exit: 'left' | 'dropped' | 'removed' | 'ended' | null;
}

interface MeetingFeedbackTable {
  projection_id: string;
  conference_id: string;
  event_key: string;
  attendee_session_id: string | null;
  user_id: string | null;
  positive: number;
  comment: string | null;
  time: number;
}

/** What a user did on a UTC day. `day` counts days since 1970. */
interface MeetingUserDayTable {
  projection_id: string;
  user_id: string;
  day: number;
  meetings_attended: number;
  /** Meetings that ended on the day. */
  meetings_organized: number;
  /** Those of them that make it an active Pro day. */
  pro_meetings: number;
  answers: number;
  positive_answers: number;
  messages_sent: number;
  last_message_at: number | null;
}

interface MeetingAccountDayTable {
  projection_id: string;
  day: number;
  meetings_held: number;
  active_users: number;
  active_pro_users: number;
  answers: number;
  positive_answers: number;
  messages_sent: number;
}

/** One rebuilding of an account's projection from its log. */
interface MeetingRebuildTable {
  /** Also the id of the projection that comes into being, and takes the place of the present one in the end. */
  id: string;
  account_id: string;
  /** JSON of the last event that is projected: conference, time, key. */
  position: string;
  events_total: number;
  events_done: number;
  requested_at: number;
  finished_at: number | null;
}

/** One span of a telephone call into or out of a meeting that has ended. */
interface CallDetailRecordTable {
  account_id: string;
  conference_id: string;
  attendee_session_id: string;
  started_at: number;
  ended_at: number;
  id: string;
  /** JSON: numbers, countries, direction. */
  call: string;
  /** From then on it is delivered: until then late events may still change it. */
  due_at: number;
  /** Set = it is in the bucket, and changes no more. */
  delivered_at: number | null;
  attempts: number;
  error: string | null;
}
