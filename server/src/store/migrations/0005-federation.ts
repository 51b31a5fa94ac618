import type { Dialect, Migration } from '../migrate.ts';

/** Identity providers whose tokens are taken for roles, and policies that are generated from what somebody did. */
export const federation: Migration = {
  version: 5,
  name: 'federation',
  statements: (dialect) => [...providers(dialect), ...generations(dialect)],
};

function providers({ text, clustered }: Dialect): string[] {
  return [
    `create table iam_open_id_providers (
      aws_account_id ${text} not null references aws_accounts (id), url ${text} not null, client_ids ${text} not null, thumbprints ${text} not null,
      created_at bigint not null, tags ${text} not null,
      primary key (aws_account_id, url)) ${clustered}`,
  ];
}

function generations({ text }: Dialect): string[] {
  return [
    `create table policy_generations (
      aws_account_id ${text} not null references aws_accounts (id), id ${text} not null, principal_arn ${text} not null, status ${text} not null,
      started_at bigint not null, completed_at bigint, entity_id ${text} not null, request ${text} not null, progress ${text} not null,
      policies ${text} not null, error ${text},
      primary key (aws_account_id, id))`,
    `create index policy_generations_by_start on policy_generations (aws_account_id, started_at, id)`,
    `create index policy_generations_in_progress on policy_generations (started_at) where status = 'IN_PROGRESS'`,
  ];
}
