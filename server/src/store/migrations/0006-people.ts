import type { Dialect, Migration } from '../migrate.ts';

/** Domains, groups and the licenses they give, further addresses, and how a session was begun. */
export const people: Migration = {
  version: 6,
  name: 'people',
  statements: ({ text, clustered }: Dialect) => [
    `alter table users add column source_active bigint not null default 1`,
    `alter table user_sessions add column method ${text} not null default 'carillon'`,
    `alter table user_sessions add column last_seen_at bigint not null default 0`,
    `create table user_addresses (
      account_id ${text} not null, email ${text} not null, user_id ${text} not null,
      primary key (account_id, email)) ${clustered}`,
    `create index user_addresses_by_user on user_addresses (account_id, user_id)`,
    `create table domains (
      account_id ${text} not null, name ${text} not null, status ${text} not null, token ${text} not null unique, created_at bigint not null,
      verified_at bigint, proof_missing_since bigint, last_check ${text}, next_check_at bigint, failures bigint not null,
      primary key (account_id, name)) ${clustered}`,
    // The first proof wins: two accounts never hold the same domain, whichever process finds the records.
    `create unique index domains_verified on domains (name) where status = 'Verified'`,
    `create index domains_by_name on domains (name)`,
    `create index domains_due on domains (next_check_at) where next_check_at is not null`,
    `create table account_groups (
      account_id ${text} not null, id ${text} not null unique, source ${text} not null, name ${text} not null, name_folded ${text} not null, external_id ${text},
      version bigint not null, created_at bigint not null, updated_at bigint not null,
      primary key (account_id, id)) ${clustered}`,
    `create unique index account_groups_by_name on account_groups (account_id, source, name_folded)`,
    `create index account_groups_by_external_id on account_groups (account_id, source, external_id)`,
    `create table account_group_members (
      account_id ${text} not null, group_id ${text} not null, user_id ${text} not null,
      primary key (account_id, group_id, user_id)) ${clustered}`,
    `create index account_group_members_by_user on account_group_members (account_id, user_id)`,
    `create table license_groups (
      account_id ${text} not null, group_id ${text} not null, source ${text} not null, group_name ${text} not null, license_type ${text} not null, created_at bigint not null,
      primary key (account_id, group_id)) ${clustered}`,
  ],
};
