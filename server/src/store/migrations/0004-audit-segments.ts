import type { Dialect, Migration } from '../migrate.ts';

/** Audit events that share a row, and what those rows are found by. */
export const auditSegments: Migration = {
  version: 4,
  name: 'audit-segments',
  statements: ({ text, clustered }: Dialect) => [
    `create table audit_segments (
      aws_account_id ${text} not null, first_sequence bigint not null, first_time bigint not null, last_time bigint not null,
      first_id ${text} not null, last_id ${text} not null, events ${text} not null,
      primary key (aws_account_id, first_sequence))`,
    `create index audit_segments_by_id on audit_segments (aws_account_id, first_id, last_id)`,
    `create table audit_segment_lookups (
      aws_account_id ${text} not null, attribute ${text} not null, value ${text} not null, last_time bigint not null, first_sequence bigint not null,
      primary key (aws_account_id, attribute, value, last_time, first_sequence)) ${clustered}`,
  ],
};
