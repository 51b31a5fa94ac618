import type { Dialect, Migration } from '../migrate.ts';

/** Why requests were refused, and an audit trail that can be searched. */
export const denials: Migration = {
  version: 3,
  name: 'denials',
  statements: ({ text, clustered }: Dialect) => [
    `create table denials (
      aws_account_id ${text} not null, id ${text} not null, time bigint not null, principal_id ${text} not null, detail ${text} not null,
      primary key (aws_account_id, id))`,
    `create index denials_by_age on denials (time)`,
    `create table denial_policies (
      aws_account_id ${text} not null, hash ${text} not null, document ${text} not null, used_at bigint not null,
      primary key (aws_account_id, hash)) ${clustered}`,
    `create index denial_policies_by_use on denial_policies (used_at)`,
  ],
};
