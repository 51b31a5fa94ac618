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

/** What events are looked up by, in the order in which they are shown, and how far that has come. */
function lookups({ text, clustered }: Dialect): string[] {
  return [
    `create index audit_events_by_id on audit_events (aws_account_id, id)`,
    `create table audit_lookups (
      aws_account_id ${text} not null, attribute ${text} not null, value ${text} not null, time bigint not null, sequence bigint not null,
      primary key (aws_account_id, attribute, value, time, sequence)) ${clustered}`,
    `create table audit_lookup_heads (aws_account_id ${text} primary key, sequence bigint not null) ${clustered}`,
  ];
}
