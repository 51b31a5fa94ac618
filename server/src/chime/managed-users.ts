import type { AccountRow } from '../store/accounts.ts';
import type { UserRow } from '../store/users.ts';
import type { Refusal } from './batch.ts';

/** Refuses to suspend or activate whom a directory or an identity provider suspends and activates. */
export function refuseManaged(account: AccountRow, user: UserRow): Refusal | undefined {
  const elsewhere = user.managed_by !== 'carillon' || account.type === 'EnterpriseDirectory' || account.type === 'EnterpriseOIDC';
  return elsewhere
    ? { code: 'Unprocessable', message: `User ${user.id} is managed by your directory or identity provider. Make the change there.` }
    : undefined;
}
