import type { Dialect, Migration } from '../migrate.ts';

/** Buckets of call detail records, which of them is chosen, and where each record is on its way to. */
export const callDetailBuckets: Migration = {
  version: 13,
  name: 'call-detail-buckets',
  statements: ({ text, clustered }: Dialect) => [
    `create table cdr_buckets (
      name ${text} primary key, aws_account_id ${text} not null, state ${text} not null, created_by_carillon bigint not null, created_at bigint not null,
      changed_at bigint not null) ${clustered}`,
    `create index cdr_buckets_by_owner on cdr_buckets (aws_account_id, name)`,
    `create index cdr_buckets_leaving on cdr_buckets (changed_at) where state in ('Retired', 'Deleting')`,
    `create table cdr_settings (
      aws_account_id ${text} primary key, bucket_name ${text} not null unique, chosen_at bigint not null, failures bigint not null, next_attempt_at bigint not null,
      error ${text}) ${clustered}`,
    `create table cdr_deliveries (record_id ${text} primary key, bucket_name ${text} not null, assigned_at bigint not null) ${clustered}`,
    `create table cdr_usage_weeks (account_id ${text} primary key, next_week bigint not null, bucket_name ${text}, object_key ${text}) ${clustered}`,
  ],
};
