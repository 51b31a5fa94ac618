import type { Dialect, Migration } from '../migrate.ts';

/** The log of meetings, what is projected from it, and the daily figures that the reports read. */
export const meetings: Migration = {
  version: 14,
  name: 'meetings',
  statements: (dialect: Dialect) => [...log(dialect), ...projection(dialect), ...figures(dialect), ...calls(dialect)],
};

function log({ text, clustered }: Dialect): string[] {
  return [
    `create table meeting_sources (
      account_id ${text} not null, id ${text} not null unique, kind ${text} not null, name ${text} not null, settings ${text} not null, secret_sealed ${text} not null,
      created_at bigint not null, removed_at bigint,
      primary key (account_id, id)) ${clustered}`,
    `create table meeting_aliases (
      account_id ${text} not null, alias ${text} not null, user_id ${text} not null, created_at bigint not null,
      primary key (account_id, alias)) ${clustered}`,
    // Whoever adds to an account's log holds its row: the figures of one account change one transaction after the other.
    `create table meeting_ledgers (
      account_id ${text} primary key, projection_id ${text} not null unique, events bigint not null, received_at bigint not null) ${clustered}`,
    // Appended to, so not clustered: the index brings the events of a conference together.
    `create table meeting_events (
      account_id ${text} not null, conference_id ${text} not null, time bigint not null, event_key ${text} not null unique, source_id ${text} not null, id ${text} not null,
      type ${text} not null, received_at bigint not null, attendee_session_id ${text}, user_id ${text}, is_pro bigint not null, person ${text} not null, data ${text} not null)`,
    `create index meeting_events_by_conference on meeting_events (account_id, conference_id, time, event_key)`,
  ];
}

function projection({ text, clustered }: Dialect): string[] {
  return [
    `create table meetings (
      projection_id ${text} not null, conference_id ${text} not null, type ${text} not null, organizer_user_id ${text}, started_at bigint, ended_at bigint,
      attendees bigint not null, connected bigint not null, sip_sessions bigint not null, data_complete bigint not null,
      last_event_at bigint not null, last_received_at bigint not null, facts ${text} not null,
      primary key (projection_id, conference_id)) ${clustered}`,
    `create index meetings_by_end on meetings (projection_id, ended_at, conference_id)`,
    `create index meetings_by_organizer on meetings (projection_id, organizer_user_id, ended_at, conference_id)`,
    `create index meetings_by_type on meetings (projection_id, type, ended_at, conference_id)`,
    `create index meetings_open on meetings (last_received_at) where ended_at is null`,
    `create table attendee_sessions (
      projection_id ${text} not null, conference_id ${text} not null, id ${text} not null, user_id ${text}, facts ${text} not null, marks ${text} not null,
      primary key (projection_id, conference_id, id)) ${clustered}`,
    `create index attendee_sessions_by_user on attendee_sessions (projection_id, conference_id, user_id) where user_id is not null`,
    `create table connection_spans (
      projection_id ${text} not null, conference_id ${text} not null, attendee_session_id ${text} not null, started_at bigint not null, ended_at bigint, exit ${text},
      primary key (projection_id, conference_id, attendee_session_id, started_at)) ${clustered}`,
    `create table meeting_feedback (
      projection_id ${text} not null, conference_id ${text} not null, event_key ${text} not null, attendee_session_id ${text}, user_id ${text},
      positive bigint not null, comment ${text}, time bigint not null,
      primary key (projection_id, conference_id, event_key)) ${clustered}`,
  ];
}

function figures({ text, clustered }: Dialect): string[] {
  return [
    `create table meeting_attendances (
      projection_id ${text} not null, user_id ${text} not null, day bigint not null, conference_id ${text} not null,
      primary key (projection_id, user_id, day, conference_id)) ${clustered}`,
    `create table meeting_user_days (
      projection_id ${text} not null, user_id ${text} not null, day bigint not null, meetings_attended bigint not null, meetings_organized bigint not null,
      pro_meetings bigint not null, answers bigint not null, positive_answers bigint not null, messages_sent bigint not null, last_message_at bigint,
      primary key (projection_id, user_id, day)) ${clustered}`,
    // A bit per day: how many people were active in a quarter is a matter of some rows a person.
    `create table meeting_user_activity (
      projection_id ${text} not null, block bigint not null, user_id ${text} not null, days bigint not null,
      primary key (projection_id, block, user_id)) ${clustered}`,
    `create table meeting_account_days (
      projection_id ${text} not null, day bigint not null, meetings_held bigint not null, active_users bigint not null, active_pro_users bigint not null,
      answers bigint not null, positive_answers bigint not null, messages_sent bigint not null,
      primary key (projection_id, day)) ${clustered}`,
    `create table meeting_rebuilds (
      id ${text} primary key, account_id ${text} not null, state ${text} not null, position ${text} not null,
      lease_owner ${text} not null, lease_until bigint not null, events_total bigint not null, events_done bigint not null, requested_at bigint not null, started_at bigint, finished_at bigint)`,
    `create index meeting_rebuilds_by_account on meeting_rebuilds (account_id, requested_at)`,
    // What nobody reads any more, and is deleted bit by bit: a projection that was replaced, the log of an account that was purged.
    `create table meeting_remains (id ${text} primary key, kind ${text} not null, since bigint not null) ${clustered}`,
    // An account has one rebuilding at a time.
    `create unique index meeting_rebuilds_open on meeting_rebuilds (account_id) where finished_at is null`,
  ];
}

function calls({ text, clustered }: Dialect): string[] {
  return [
    `create table call_detail_records (
      account_id ${text} not null, conference_id ${text} not null, attendee_session_id ${text} not null, started_at bigint not null, ended_at bigint not null,
      id ${text} not null unique, call ${text} not null, due_at bigint not null, delivered_at bigint, attempts bigint not null, error ${text},
      primary key (account_id, conference_id, attendee_session_id, started_at)) ${clustered}`,
    `create index call_detail_records_due on call_detail_records (due_at) where delivered_at is null`,
    `create table user_sign_ins (user_id ${text} primary key, last_at bigint not null) ${clustered}`,
    `create index users_by_registration on users (account_id, registered_on, registration_status)`,
  ];
}
