import type { Dialect, Migration } from '../migrate.ts';

/** What people send each other, the exports of it, and requests for support. */
export const conversations: Migration = {
  version: 15,
  name: 'conversations',
  statements: ({ text, clustered }: Dialect) => [
    `create table conversations (
      account_id ${text} not null, id ${text} not null unique, kind ${text} not null, name ${text}, created_by ${text} not null, pair ${text}, created_at bigint not null,
      updated_at bigint not null, primary key (account_id, id)) ${clustered}`,
    `create unique index conversations_by_pair on conversations (account_id, pair) where pair is not null`,
    // Without a reference to users: what a person has sent stays the account's when the person has left.
    `create table conversation_members (
      conversation_id ${text} not null references conversations (id) on delete cascade, user_id ${text} not null, role ${text} not null, invited_by ${text} not null,
      updated_at bigint not null, primary key (conversation_id, user_id)) ${clustered}`,
    `create index conversation_members_by_user on conversation_members (user_id, conversation_id)`,
    `create table messages (
      conversation_id ${text} not null references conversations (id) on delete cascade, id ${text} not null, account_id ${text} not null, sender_id ${text} not null,
      content ${text} not null, created_at bigint not null, redacted_at bigint, redacted_by ${text}, primary key (conversation_id, id)) ${clustered}`,
    // For whatever ends after its time: an account keeps what is said for as long as it wants.
    `create index messages_by_age on messages (account_id, created_at)`,
    `create table attachments (
      account_id ${text} not null, id ${text} not null, conversation_id ${text} not null, uploaded_by ${text} not null, file_name ${text} not null, content_type ${text} not null,
      bytes bigint not null, sha256 ${text} not null, created_at bigint not null, primary key (account_id, id)) ${clustered}`,
    `create index attachments_by_conversation on attachments (conversation_id, id)`,
    `create table attachment_contents (
      account_id ${text} not null, sha256 ${text} not null, object_key ${text} not null, bytes bigint not null, holders bigint not null, created_at bigint not null,
      primary key (account_id, sha256)) ${clustered}`,
    `create table retention_settings (
      account_id ${text} primary key, room_days bigint, conversation_days bigint, deletes_from bigint not null) ${clustered}`,
    `create table attachment_usage (account_id ${text} primary key, bytes bigint not null) ${clustered}`,
    `create table discarded_objects (object_key ${text} primary key, due_at bigint not null, deleting bigint not null) ${clustered}`,
    `create index discarded_objects_due on discarded_objects (due_at)`,
    `create table data_exports (
      id ${text} primary key, aws_account_id ${text} not null, account_id ${text} not null, state ${text} not null, step ${text} not null, position ${text} not null,
      parts bigint not null, file_bytes bigint not null, total bigint not null, count bigint not null, bytes bigint not null, signed_at bigint, url_sealed ${text},
      expires_at bigint, lease_owner ${text} not null, lease_until bigint not null, attempts bigint not null, requested_by ${text} not null, requested_at bigint not null,
      finished_at bigint, message ${text})`,
    `create index data_exports_by_account on data_exports (account_id, id)`,
    // An account has one run at a time.
    `create unique index data_exports_open on data_exports (account_id) where finished_at is null`,
    `create table support_requests (
      aws_account_id ${text} not null, id ${text} not null, account_id ${text}, conference_id ${text}, subject ${text} not null, description_sealed ${text} not null,
      category ${text} not null, severity ${text} not null, occurred_at bigint, diagnostics_attached bigint not null, outbox_id ${text} not null, submitted_by ${text} not null,
      created_at bigint not null, primary key (aws_account_id, id)) ${clustered}`,
    `create index support_requests_by_message on support_requests (outbox_id)`,
  ],
};
