import type { Dialect, Migration } from '../migrate.ts';

/** What an identity provider needs to bring users and groups over SCIM, and what it said. */
export const provisioning: Migration = {
  version: 9,
  name: 'provisioning',
  statements: ({ text, clustered }: Dialect) => [
    `alter table accounts add column signin_delegate_groups ${text} not null default '[]'`,
    `create table api_keys (
      account_id ${text} not null, id ${text} not null unique, secret_hash ${text} not null unique, prefix ${text} not null, description ${text},
      created_by ${text} not null, created_at bigint not null, expires_at bigint, last_used_at bigint,
      primary key (account_id, id)) ${clustered}`,
    `create table scim_users (
      account_id ${text} not null, id ${text} not null unique, user_name_folded ${text} not null, external_id ${text}, resource ${text} not null,
      version bigint not null, created_at bigint not null, updated_at bigint not null,
      primary key (account_id, id)) ${clustered}`,
    `create unique index scim_users_by_name on scim_users (account_id, user_name_folded)`,
    `create index scim_users_by_external_id on scim_users (account_id, external_id)`,
    // One row per value that can be asked for, so that any filter is one portable query.
    `create table scim_values (
      account_id ${text} not null, user_id ${text} not null, path ${text} not null, element bigint not null, value ${text} not null, folded ${text} not null,
      primary key (account_id, user_id, path, element)) ${clustered}`,
    `create index scim_values_by_value on scim_values (account_id, path, folded)`,
    `create table scim_log (
      account_id ${text} not null, id ${text} not null, api_key_id ${text} not null, time bigint not null, method ${text} not null, target ${text} not null,
      status bigint not null, duration_ms bigint not null, request ${text}, response ${text},
      primary key (account_id, id)) ${clustered}`,
    `create index scim_log_by_time on scim_log (time)`,
  ],
};
