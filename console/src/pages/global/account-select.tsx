import Select, { type SelectProps } from '@cloudscape-design/components/select';
import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { accountTypes } from '../account/account.ts';

type Listed = NonNullable<Output<'chime:ListAccounts'>['Accounts']>;

/** Offered at once; further accounts are found by the first letters of their names. */
const offeredMax = 50;

/** Accounts whose names begin so. */
export function useAccounts(name: string): UseQueryResult<Listed> {
  const client = useClient();
  return useQuery({
    queryKey: ['accounts', 'offered', name],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const { Accounts = [] } = await client.call(
        'chime:ListAccounts',
        { MaxResults: offeredMax, ...(name && { Name: name }) },
        { signal },
      );
      return Accounts;
    },
  });
}

/** Chooses an account by its name. @param none what stands for no account; absent = there has to be one */
export function AccountSelect({
  value,
  none,
  onChange,
}: {
  readonly value: { readonly id: string; readonly name: string } | undefined;
  readonly none?: string;
  readonly onChange: (account: { readonly id: string; readonly name: string } | undefined) => void;
}): ReactNode {
  const [typed, setTyped] = useState('');
  const accounts = useAccounts(useSettled(typed.trim()));
  const options: SelectProps.Option[] = (accounts.data ?? []).map(({ AccountId, Name, AccountType }) => ({
    value: AccountId,
    label: Name,
    ...(AccountType && { description: accountTypes[AccountType] }),
  }));
  const nobody: SelectProps.Option[] = none === undefined ? [] : [{ value: '', label: none }];
  return (
    <Select
      selectedOption={value ? { value: value.id, label: value.name } : (nobody[0] ?? null)}
      options={[...nobody, ...options]}
      filteringType="manual"
      filteringPlaceholder="First letters of the name"
      filteringAriaLabel="Find an account"
      filteringClearAriaLabel="Clear"
      placeholder="Choose an account"
      statusType={accounts.isFetching ? 'loading' : accounts.error ? 'error' : 'finished'}
      loadingText="Looking"
      errorText={accounts.error?.message ?? ''}
      empty="No account begins like that"
      recoveryText="Try again"
      onLoadItems={({ detail }) => {
        setTyped(detail.filteringText);
        if (accounts.error) void accounts.refetch();
      }}
      onChange={({ detail: { selectedOption } }) => {
        const { value: id = '', label: name = id } = selectedOption;
        onChange(id === '' ? undefined : { id, name });
      }}
    />
  );
}
