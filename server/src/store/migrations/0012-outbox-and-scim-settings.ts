import type { Dialect, Migration } from '../migrate.ts';

/** The messages of an account in order, and what an account lets its identity provider do. */
export const outboxAndScimSettings: Migration = {
  version: 12,
  name: 'outbox-and-scim-settings',
  statements: ({ text, clustered }: Dialect) => [
    `create index outbox_by_account on outbox (account_id, id) where account_id <> ''`,
    `create table scim_settings (account_id ${text} primary key, refuses_license_loss bigint not null) ${clustered}`,
  ],
};
