import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { formatTime } from '../../ui/format.ts';
import { PageLink } from '../../ui/link.tsx';
import { Page } from '../../ui/page.tsx';
import { PagedTable, type PagedTableProps } from '../../ui/paged-table.tsx';
import { accountTrail, useAccount } from './account.ts';
import { ExchangeDialog, ExchangeStatus, type Exchange } from './scim-exchange.tsx';

const outcomes = ['Changed', 'Failed'] as const;
const subjects = ['Users', 'Groups'] as const;

/** What the account's identity provider sent in the last seven days, and what became of it. */
export function ScimLogPage(): ReactNode {
  const { accountId: AccountId } = useParams({ from: '/accounts/$accountId/scim-log' });
  const search = useSearch({ from: '/accounts/$accountId/scim-log' });
  const client = useClient();
  const account = useAccount(AccountId);
  const [open, setOpen] = useState<Exchange>();
  const Outcome = outcomes.find((one) => one === search.outcome);
  const Subject = subjects.find((one) => one === search.subject);
  const filter = {
    ...(Outcome && { Outcome }),
    ...(Subject && { Subject }),
    ...(search.key !== undefined && { ApiKeyId: search.key }),
  };
  const keys = useQuery({
    queryKey: ['scim-keys', AccountId, 'names'],
    queryFn: async ({ signal }) => (await client.call('chime:ListApiKeys', { AccountId, MaxResults: 200 }, { signal })).ApiKeys,
  });
  const names = useMemo(
    () => new Map((keys.data ?? []).map(({ ApiKeyId, Description, Prefix }) => [ApiKeyId, Description ?? Prefix])),
    [keys.data],
  );
  const columns = useMemo(() => columnsOf(setOpen, names), [names]);
  return (
    <Page title="SCIM log" isBare trail={accountTrail(AccountId, account.data)} help={help}>
      <PagedTable<Exchange>
        name="scim-log"
        title="SCIM log"
        queryKey={[AccountId, filter]}
        load={async ({ token, pageSize, signal }) => {
          const { Exchanges, NextToken } = await client.call(
            'chime:ListScimExchanges',
            { AccountId, ...filter, MaxResults: pageSize, ...(token !== undefined && { NextToken: token }) },
            { signal },
          );
          return { items: Exchanges, next: NextToken };
        }}
        idOf={({ ExchangeId }) => ExchangeId}
        nameOf={({ Summary }) => Summary}
        columns={columns}
        filter={<Filters names={names} />}
        empty={<Empty accountId={AccountId} isFiltered={Object.keys(filter).length > 0} />}
        header={({ counter }) => (
          <Header
            variant="h1"
            counter={counter}
            description="What your identity provider sent in the last seven days, newest first. Names, numbers and passwords are masked."
            actions={<CodeButton calls={() => [codeCall('chime:ListScimExchanges', { AccountId, ...filter })]} />}
          >
            SCIM log
          </Header>
        )}
      />
      {open && <ExchangeDialog exchange={open} keyName={nameOfKey(names, open)} onClose={() => setOpen(undefined)} />}
    </Page>
  );
}

function columnsOf(open: (exchange: Exchange) => void, names: ReadonlyMap<string, string>): PagedTableProps<Exchange>['columns'] {
  return [
    {
      id: 'what',
      header: 'What was asked for',
      isRowHeader: true,
      minWidth: 280,
      cell: (exchange) => (
        <Button variant="inline-link" onClick={() => open(exchange)}>
          {exchange.Summary}
        </Button>
      ),
    },
    { id: 'outcome', header: 'Outcome', cell: (exchange) => <ExchangeStatus exchange={exchange} /> },
    { id: 'time', header: 'When', cell: ({ Timestamp }) => formatTime(Timestamp) },
    { id: 'key', header: 'By the key', cell: (exchange) => nameOfKey(names, exchange) },
    { id: 'why', header: 'Why it failed', cell: ({ Error: failure }) => failure?.Meaning ?? '–' },
    { id: 'method', header: 'Method', isHidden: true, cell: ({ Method }) => Method },
    { id: 'path', header: 'Path', isHidden: true, cell: ({ Path }) => Path },
    { id: 'duration', header: 'Took', isHidden: true, cell: ({ DurationMs }) => `${DurationMs} ms` },
  ];
}

const help = (
  <>
    <p>Every request of an identity provider with a key of this account is here, searches included, with what it was answered.</p>
    <p>
      A request that failed says what that means and what to do, mostly at the identity provider. Requests with a key that does not work are
      of no account: they are not here.
    </p>
    <p>Writes are in the event history, too, as ScimCreateUser, ScimPatchGroup and so on.</p>
  </>
);

function Empty({ accountId, isFiltered }: { readonly accountId: string; readonly isFiltered: boolean }): ReactNode {
  if (isFiltered) return <b>No exchange matches</b>;
  return (
    <SpaceBetween size="xs">
      <b>No identity provider has sent anything</b>
      <Box variant="p">
        Give yours a key and the address {location.origin}/scim/v2, then test the connection there.{' '}
        <PageLink to={`/accounts/${accountId}/scim-keys`}>SCIM access keys</PageLink>
      </Box>
    </SpaceBetween>
  );
}

function nameOfKey(names: ReadonlyMap<string, string>, { ApiKeyId }: Exchange): string {
  return names.get(ApiKeyId) ?? 'A key that was deleted';
}

function Filters({ names }: { readonly names: ReadonlyMap<string, string> }): ReactNode {
  const search = useSearch({ from: '/accounts/$accountId/scim-log' });
  const navigate = useNavigate({ from: '/accounts/$accountId/scim-log' });
  const all = { value: '', label: 'All keys' };
  const options = [all, ...[...names].map(([value, label]) => ({ value, label }))];
  const set = (change: Partial<typeof search>): void => void navigate({ search: { ...search, ...change } });
  return (
    <SpaceBetween size="m" direction="horizontal">
      <SegmentedControl
        label="Outcome"
        selectedId={search.outcome ?? 'All'}
        options={[
          { id: 'All', text: 'Everything' },
          { id: 'Changed', text: 'Changes' },
          { id: 'Failed', text: 'Failures' },
        ]}
        onChange={({ detail }) => set({ outcome: detail.selectedId === 'All' ? undefined : detail.selectedId })}
      />
      <SegmentedControl
        label="About"
        selectedId={search.subject ?? 'All'}
        options={[
          { id: 'All', text: 'Both' },
          { id: 'Users', text: 'Users' },
          { id: 'Groups', text: 'Groups' },
        ]}
        onChange={({ detail }) => set({ subject: detail.selectedId === 'All' ? undefined : detail.selectedId })}
      />
      <Select
        ariaLabel="Key"
        options={options}
        selectedOption={options.find(({ value }) => value === search.key) ?? all}
        onChange={({ detail }) => set({ key: detail.selectedOption.value === '' ? undefined : detail.selectedOption.value })}
      />
    </SpaceBetween>
  );
}
