import type { Dialect, Migration } from '../migrate.ts';

/** Who else manages an account, who vouches for its users, and the settings of a user. */
export const delegatesAndOpenId: Migration = {
  version: 10,
  name: 'delegates-and-openid',
  statements: ({ text, clustered }: Dialect) => [
    // Without a reference to accounts: their rows are found by owner, and what is purged with them goes first.
    `create table delegates (
      account_id ${text} not null, delegate_aws_account_id ${text} not null, id ${text} not null unique, state ${text} not null, email ${text}, outbox_id ${text},
      invited_by ${text} not null, created_at bigint not null, expires_at bigint not null, accepted_by ${text}, accepted_at bigint,
      primary key (account_id, delegate_aws_account_id)) ${clustered}`,
    `create index delegates_by_delegate on delegates (delegate_aws_account_id, account_id)`,
    `create index delegates_due on delegates (expires_at) where state = 'Pending'`,
    `create table openid_configs (
      account_id ${text} primary key, issuer ${text} not null, client_id ${text} not null, client_secret_sealed ${text} not null, scopes ${text} not null,
      revision ${text} not null, updated_at bigint not null) ${clustered}`,
    `create index openid_configs_by_issuer on openid_configs (issuer)`,
    `create table openid_links (
      account_id ${text} not null, issuer ${text} not null, subject ${text} not null, user_id ${text} not null references users (id) on delete cascade, created_at bigint not null,
      primary key (account_id, issuer, subject)) ${clustered}`,
    `create index openid_links_by_user on openid_links (user_id)`,
    `create table user_settings (
      user_id ${text} primary key references users (id) on delete cascade, inbound_calling bigint not null, outbound_calling bigint not null, sms bigint not null) ${clustered}`,
  ],
};
