import type { Dialect, Migration } from '../migrate.ts';

/** Sessions of the console. */
export const consoleSessions: Migration = {
  version: 17,
  name: 'console',
  statements: ({ text, clustered }: Dialect) => [
    `create table console_sessions (
      token_hash ${text} primary key, aws_account_id ${text} not null, user_id ${text} not null, credentials ${text} not null,
      has_mfa bigint not null, role_credentials ${text}, created_at bigint not null, expires_at bigint not null, last_seen_at bigint not null) ${clustered}`,
    `create index console_sessions_by_user on console_sessions (user_id)`,
    `create index console_sessions_by_age on console_sessions (expires_at)`,
  ],
};
