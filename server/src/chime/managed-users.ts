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

/** Refuses to suspend whom nothing can be taken from any more: a suspension would keep the address from starting anew. */
export function refuseReleased(user: UserRow): Refusal | undefined {
  return user.registration_status === 'Released'
    ? { code: 'Unprocessable', message: `User ${user.id} was released when the domain of the address was removed, and has no access.` }
    : undefined;
}
