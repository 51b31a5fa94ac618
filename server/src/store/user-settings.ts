import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';
import type { UserRow } from './users.ts';

export type UserSettingsRow = Tables['user_settings'];

/** What was set for the user; undefined = nothing was ever. */
export async function findUserSettings(tx: Tx, user: UserRow): Promise<UserSettingsRow | undefined> {
  return tx.first(selectUserSettings, { userId: user.id });
}

const selectUserSettings = statement<{ userId: string }, UserSettingsRow>('selectUserSettings', (sql, param) =>
  sql.selectFrom('user_settings').selectAll().where('user_id', '=', param('userId')),
);

/** Replaces the user's settings; they go when the user goes. */
export async function putUserSettings(tx: Tx, settings: UserSettingsRow): Promise<void> {
  await tx.run(upsertUserSettings, settings);
}

const upsertUserSettings = statement<UserSettingsRow>('upsertUserSettings', (sql, param) => {
  const values = { inbound_calling: param('inbound_calling'), outbound_calling: param('outbound_calling'), sms: param('sms') };
  return sql
    .insertInto('user_settings')
    .values({ user_id: param('user_id'), ...values })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(values));
});
