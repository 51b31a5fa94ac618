import type { Dialect, Migration } from '../migrate.ts';

/** Why requests were refused, and an audit trail that can be searched. */
export const denials: Migration = {
  version: 3,
  name: 'denials',
  statements: (dialect) => [...refusals(dialect), ...lookups(dialect)],
};

function refusals({ text, clustered }: Dialect): string[] {
  return [
    `create table denials (
      aws_account_id ${text} not null, id ${text} not null, time bigint not null, principal_id ${text} not null, detail ${text} not null,
      primary key (aws_account_id, id))`,
    `create index denials_by_age on denials (time)`,
    `create table denial_policies (
      aws_account_id ${text} not null, hash ${text} not null, document ${text} not null, used_at bigint not null,
      primary key (aws_account_id, hash)) ${clustered}`,
    `create index denial_policies_by_use on denial_policies (used_at)`,
  ];
}

/** One index per attribute that events can be looked up by, each in the order in which they are shown. */
function lookups({ text, clustered }: Dialect): string[] {
  return [
    `create index audit_events_by_id on audit_events (aws_account_id, id)`,
    index('name', 'event_name'),
    index('source', 'event_source'),
    index('user', 'user_name'),
    index('key', 'access_key_id'),
    // Reads are most of all events: the index by time finds them as well.
    `create index audit_events_of_writes on audit_events (aws_account_id, time, sequence) where read_only = 0`,
    `create table audit_resources (
      aws_account_id ${text} not null, resource_name ${text} not null, time bigint not null, sequence bigint not null, resource_type ${text} not null,
      primary key (aws_account_id, resource_name, time, sequence, resource_type)) ${clustered}`,
    `create index audit_resources_by_type on audit_resources (aws_account_id, resource_type, time, sequence)`,
    `create index audit_resources_by_event on audit_resources (aws_account_id, sequence)`,
  ];
}

function index(name: string, column: string): string {
  return `create index audit_events_by_${name} on audit_events (aws_account_id, ${column}, time, sequence)`;
}
