import type { Dialect, Migration } from '../migrate.ts';

/** Active Directories: which there are, which account may use and uses which, and the runs that bring their users over. */
export const directories: Migration = {
  version: 11,
  name: 'directories',
  statements: ({ text, clustered }: Dialect) => [
    `create table directories (
      aws_account_id ${text} not null, id ${text} not null unique, name ${text} not null, url ${text} not null, start_tls bigint not null, base_dn ${text} not null,
      bind_dn ${text} not null, password_sealed ${text} not null, authority ${text}, created_at bigint not null,
      primary key (aws_account_id, id)) ${clustered}`,
    `create table directory_authorizations (
      directory_id ${text} not null, account_id ${text} not null, authorized_at bigint not null,
      primary key (directory_id, account_id)) ${clustered}`,
    `create index directory_authorizations_by_account on directory_authorizations (account_id)`,
    // One account per directory and one directory per account, whoever connects at the same time.
    `create table directory_connections (
      account_id ${text} primary key, directory_id ${text} not null unique, aws_account_id ${text} not null, connected_at bigint not null, change_cursor ${text},
      full_sync_at bigint, next_sync_at bigint not null, failures bigint not null) ${clustered}`,
    `create index directory_connections_due on directory_connections (next_sync_at)`,
    `create table directory_runs (
      id ${text} primary key, aws_account_id ${text} not null, account_id ${text} not null, directory_id ${text} not null, kind ${text} not null, state ${text} not null,
      step ${text} not null, change_cursor ${text}, lease_owner ${text} not null, lease_until bigint not null, actions_planned bigint not null, actions_done bigint not null,
      users_seen bigint not null, users_added bigint not null, users_updated bigint not null, users_suspended bigint not null,
      suspensions_planned bigint not null, suspensions_approved bigint not null, message ${text},
      requested_at bigint not null, started_at bigint, finished_at bigint)`,
    `create index directory_runs_by_account on directory_runs (account_id, requested_at)`,
    // An account has one run at a time.
    `create unique index directory_runs_open on directory_runs (account_id) where finished_at is null`,
    `create table directory_users (
      account_id ${text} not null, object_guid ${text} not null, user_id ${text} not null, primary_group bigint not null,
      primary key (account_id, object_guid)) ${clustered}`,
    `create unique index directory_users_by_user on directory_users (account_id, user_id)`,
  ],
};
