import type { Dialect, Migration } from '../migrate.ts';

/** Finds the messages of an account, and forgets what users left behind who were removed. */
export const accountMessages: Migration = {
  version: 12,
  name: 'account-messages',
  statements: (_: Dialect) => [`create index outbox_by_account on outbox (account_id, id) where account_id <> ''`],
};
