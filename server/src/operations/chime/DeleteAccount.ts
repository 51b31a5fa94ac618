import { z } from 'zod';
import { BadRequestException, ForbiddenException, NotFoundException, UnprocessableEntityException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, nothing } from '../../shapes/common.ts';
import { deleteAccount, lockOwnAccount, type AccountRow } from '../../store/accounts.ts';
import { endSettingWithoutAccounts } from '../../store/cdr-settings.ts';
import { deleteReleasedUsers } from '../../store/domain-users.ts';
import { deleteDomainsOf, listHeldDomains } from '../../store/domains.ts';
import { endSessionsOfAccount } from '../../store/sessions.ts';
import { countUsers } from '../../store/users.ts';

export const DeleteAccount = operation({
  action: { name: 'DeleteAccount', access: 'Write', summary: 'Deletes an Amazon Chime account', dependsOn: [] },
  http: { method: 'DELETE', path: '/accounts/{AccountId}', status: 204 },
  input: z.object({ AccountId: accountId }),
  output: nothing,
  errors: [BadRequestException, ForbiddenException, NotFoundException, UnprocessableEntityException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b' },
  async handler({ tx, now }, { AccountId }) {
    const account = await lockOwnAccount(tx, AccountId);
    const domains = await listHeldDomains(tx, account);
    if (domains.length > 0 || account.type !== 'Team') throw new UnprocessableEntityException(enterprise(account, domains));
    const users = await countUsers(tx, account);
    if (users > 0) {
      throw new UnprocessableEntityException(
        `Account ${account.name} still has ${users} ${users === 1 ? 'user' : 'users'}, invited ones included. Remove them with SuspendUsers (ListUsers names them), then delete the account.`,
      );
    }
    await deleteDomainsOf(tx, account);
    await endSessionsOfAccount(tx, account.id);
    await deleteReleasedUsers(tx, account);
    await deleteAccount(tx, account, now);
    await endSettingWithoutAccounts(tx);
    return {};
  },
});

/** Names in one message. */
const namedMax = 10;

function enterprise(account: AccountRow, domains: readonly string[]): string {
  const more = domains.length > namedMax ? ` and ${domains.length - namedMax} more` : '';
  const named = domains.length === 0 ? '' : `: ${domains.slice(0, namedMax).join(', ')}${more}`;
  return `Account ${account.name} is an Enterprise account and still has ${domains.length === 1 ? 'a claimed domain' : 'claimed domains'}${named}. Remove ${domains.length === 1 ? 'it' : 'them'} with DeleteDomain, then delete the account.`;
}
