import type { Migration } from '../migrate.ts';

/** Finds the messages of an account, newest first. */
export const accountMessages: Migration = {
  version: 12,
  name: 'account-messages',
  statements: () => [`create index outbox_by_account on outbox (account_id, id) where account_id <> ''`],
};
