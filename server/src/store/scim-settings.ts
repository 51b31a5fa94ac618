import type { AccountRow } from './accounts.ts';
import { statement, type Tx } from './database.ts';

/** Whether a request that takes the license from very many of the account's users is refused. */
export async function refusesLicenseLoss(tx: Tx, account: Pick<AccountRow, 'id'>): Promise<boolean> {
  return (await tx.first(selectScimSettings, { accountId: account.id }))?.refuses_license_loss === 1;
}

const selectScimSettings = statement<{ accountId: string }, { refuses_license_loss: number }>('selectScimSettings', (sql, param) =>
  sql.selectFrom('scim_settings').select('refuses_license_loss').where('account_id', '=', param('accountId')),
);

/** Refuses such requests from now on, or carries them out with an alert, as from the beginning. */
export async function setRefusesLicenseLoss(tx: Tx, account: Pick<AccountRow, 'id'>, refuses: boolean): Promise<void> {
  await tx.run(upsertScimSettings, { accountId: account.id, refuses: refuses ? 1 : 0 });
}

const upsertScimSettings = statement<{ accountId: string; refuses: number }>('upsertScimSettings', (sql, param) =>
  sql
    .insertInto('scim_settings')
    .values({ account_id: param('accountId'), refuses_license_loss: param('refuses') })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ refuses_license_loss: param('refuses') })),
);
