import { queryOptions, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Output } from '../../api/calls.ts';
import type { Client } from '../../api/client.ts';
import { useClient } from '../../session.tsx';

export type Account = NonNullable<Output<'chime:GetAccount'>['Account']>;

/** The account whose pages are open. */
export function useAccountId(): string | undefined {
  const { accountId } = useParams({ strict: false });
  return accountId;
}

/** The account with this id, while there is one. */
export function useAccount(accountId: string | undefined): UseQueryResult<Account> {
  return useQuery(accountQuery(useClient(), accountId));
}

/** Reads the account with this id. */
export function accountQuery(client: Client, accountId: string | undefined) {
  return queryOptions({
    queryKey: ['account', accountId],
    enabled: accountId !== undefined,
    async queryFn({ signal }) {
      const { Account } = await client.call('chime:GetAccount', { AccountId: accountId ?? '' }, { signal });
      if (!Account) throw new Error('The server answered without an account.');
      return Account;
    },
  });
}

/** What an account's type says about it. */
export const accountTypes: Readonly<Record<NonNullable<Account['AccountType']>, string>> = {
  Team: 'Team',
  EnterpriseLWA: 'Enterprise',
  EnterpriseDirectory: 'Enterprise, Active Directory',
  EnterpriseOIDC: 'Enterprise, single sign-on',
};

/** The pages above each page of an account. */
export function accountTrail(accountId: string, account: Account | undefined): readonly (readonly [string, string])[] {
  return [
    ['Accounts', '/accounts'],
    [account?.Name ?? 'Account', `/accounts/${accountId}/users`],
  ];
}
