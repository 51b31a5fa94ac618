import type { Dialect, Migration } from '../migrate.ts';

/** Own logins, mailed links, and an outbox that is sent. */
export const signIn: Migration = {
  version: 8,
  name: 'signin',
  statements: ({ text, clustered }: Dialect) => [
    `create table user_logins (
      email ${text} primary key, password_hash ${text} not null, created_at bigint not null, changed_at bigint not null) ${clustered}`,
    `create table user_links (
      token_hash ${text} primary key, kind ${text} not null, email ${text} not null, created_at bigint not null, expires_at bigint not null, used_at bigint) ${clustered}`,
    `create index user_links_by_email on user_links (email)`,
    `create index user_links_by_age on user_links (expires_at)`,
    `create table sign_in_throttles (
      key ${text} primary key, attempts bigint not null, last_at bigint not null, blocked_until bigint not null) ${clustered}`,
    `create index sign_in_throttles_by_age on sign_in_throttles (last_at)`,
    `create index user_sessions_by_age on user_sessions (expires_at)`,
    // A withdrawn invitation is kept for a while: whoever opens its link is told what became of it.
    `alter table invites add column withdrawn bigint not null default 0`,
    `create index invites_by_age on invites (expires_at)`,
    `create index invites_by_message on invites (outbox_id)`,
    `alter table outbox add column expires_at bigint not null default 0`,
    // Until now only invitations were mailed, and they hold for seven days.
    `update outbox set expires_at = created_at + 604800000`,
    `alter table outbox add column lease_until bigint not null default 0`,
    `alter table outbox add column lease_owner ${text} not null default ''`,
    `alter table outbox add column sent_at bigint`,
    `alter table outbox add column error ${text}`,
    `create index outbox_by_recipient on outbox (recipient, sent_at) where sent_at is not null`,
    `create index outbox_by_tenant on outbox (aws_account_id, sent_at) where sent_at is not null`,
    `create index outbox_by_age on outbox (expires_at)`,
  ],
};
