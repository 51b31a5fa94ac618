import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import type { Client } from '../../api/client.ts';
import type { Input as CallInput, Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { count, formatDay, formatTime } from '../../ui/format.ts';
import { PageLink, useGo } from '../../ui/link.tsx';
import { Page } from '../../ui/page.tsx';
import { PagedTable, type PagedTableProps } from '../../ui/paged-table.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { accountTrail, useAccount } from './account.ts';

export type Domain = Output<'chime:GetDomain'>['Domain'];

const states: Readonly<Record<Domain['Status'], readonly [StatusIndicatorProps.Type, string]>> = {
  PendingVerification: ['pending', 'Waiting for the record'],
  Verified: ['success', 'Verified'],
  Failed: ['error', 'Another account was first'],
  VerificationLost: ['warning', 'Proof lost'],
};

/** How the claim of a domain stands. */
export function DomainStatus({ domain: { Status, ProofMissingSince } }: { readonly domain: Domain }): ReactNode {
  const [type, text] =
    Status === 'Verified' && ProofMissingSince !== undefined ? (['warning', 'Verified, the record is missing'] as const) : states[Status];
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
}

/** The domains of an account: claimed, proved, given up. */
export function DomainsPage(): ReactNode {
  const { accountId: AccountId } = useParams({ from: '/accounts/$accountId/domains' });
  const client = useClient();
  const go = useGo();
  const queries = useQueryClient();
  const account = useAccount(AccountId);
  const [isAdding, setAdding] = useState(false);
  const [name, setName] = useState('');
  const input = { AccountId, DomainName: name.trim() };
  const columns = useMemo(() => columnsOf(AccountId), [AccountId]);
  return (
    <Page title="Domains" isBare trail={accountTrail(AccountId, account.data)} help={help}>
      <PagedTable<Domain>
        name="domains"
        title="Domains"
        queryKey={[AccountId]}
        load={async ({ token, pageSize, signal }) => {
          const { Domains, NextToken } = await client.call(
            'chime:ListDomains',
            { AccountId, MaxResults: pageSize, ...(token !== undefined && { NextToken: token }) },
            { signal },
          );
          return { items: Domains, next: NextToken };
        }}
        idOf={({ DomainName }) => DomainName}
        nameOf={({ DomainName }) => DomainName}
        columns={columns}
        empty={
          <SpaceBetween size="xs">
            <b>No domains yet</b>
            <Box variant="p">Prove a domain, and everybody who signs in with an address of it joins this account.</Box>
            <ActionButton needs="chime:AddDomain" onClick={() => setAdding(true)}>
              Add domain
            </ActionButton>
          </SpaceBetween>
        }
        header={({ counter }) => (
          <Header
            variant="h1"
            counter={counter}
            description="Whoever signs in with an address of a verified domain joins this account."
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                <CodeButton calls={() => [codeCall('chime:ListDomains', { AccountId })]} />
                <ActionButton needs="chime:AddDomain" variant="primary" onClick={() => setAdding(true)}>
                  Add domain
                </ActionButton>
              </SpaceBetween>
            }
          >
            Domains
          </Header>
        )}
      />
      {isAdding && (
        <FormDialog
          title="Add domain"
          verb="Add"
          isComplete={name.trim() !== ''}
          act={() => client.call('chime:AddDomain', input)}
          calls={() => [codeCall('chime:AddDomain', input)]}
          onDone={() => {
            void queries.invalidateQueries({ queryKey: ['domains'] });
            go(`/accounts/${AccountId}/domains/${name.trim().toLowerCase()}`);
          }}
          onClose={() => setAdding(false)}
        >
          <FormField label="Domain" description="You prove it with a record in its DNS, which you get next." stretch>
            <Input value={name} autoFocus placeholder="example.com" onChange={({ detail }) => setName(detail.value)} />
          </FormField>
        </FormDialog>
      )}
    </Page>
  );
}

function columnsOf(accountId: string): PagedTableProps<Domain>['columns'] {
  return [
    {
      id: 'name',
      header: 'Domain',
      isRowHeader: true,
      cell: ({ DomainName }) => <PageLink to={`/accounts/${accountId}/domains/${DomainName}`}>{DomainName}</PageLink>,
    },
    { id: 'status', header: 'Status', cell: (domain) => <DomainStatus domain={domain} /> },
    { id: 'verified', header: 'Verified', cell: ({ VerifiedAt }) => formatDay(VerifiedAt) },
    { id: 'checked', header: 'Last look', cell: ({ LastCheck }) => formatTime(LastCheck?.CheckedAt) },
    { id: 'claimed', header: 'Claimed', cell: ({ CreatedTimestamp }) => formatDay(CreatedTimestamp) },
  ];
}

const help = (
  <>
    <p>
      A claim is proved by a TXT record that only whoever runs the domain can set. Carillon asks the domain’s own name servers, again and
      again, until it is there.
    </p>
    <p>It looks again each day. If the record is missing for 30 days, nobody new joins by this domain.</p>
  </>
);

/** Gives up a domain, after showing whom that reaches. */
export function RemoveDomain({
  client,
  domain: { AccountId, DomainName },
  onDone,
  onClose,
}: {
  readonly client: Client;
  readonly domain: Domain;
  readonly onDone: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const input = { AccountId, DomainName };
  return (
    <Confirm
      title={`Remove ${DomainName}`}
      verb="Remove"
      typed={DomainName}
      rehearse={() => rehearseRemoval(client, input)}
      act={() => client.call('chime:DeleteDomain', input)}
      calls={() => [codeCall('chime:DeleteDomain', input)]}
      onDone={onDone}
      onClose={onClose}
    >
      The account gives up its claim of {DomainName}.
    </Confirm>
  );
}

/** Whom it would reach if the account gave up a domain. Throws CallError as the removal itself would. */
export async function rehearseRemoval(client: Client, input: CallInput<'chime:DeleteDomain'>): Promise<readonly string[]> {
  const { Removal } = await client.call('chime:DeleteDomain', input, { dryRun: true });
  if (!Removal) return [];
  const lines: readonly (readonly [number, string])[] = [
    [Removal.UsersReleased, `${count(Removal.UsersReleased, 'user')} lose access, and may start anew elsewhere`],
    [Removal.ProfilesRemoved, `${count(Removal.ProfilesRemoved, 'profile')} that a directory manages are removed`],
    [Removal.UsersStillSuspended, `${count(Removal.UsersStillSuspended, 'suspended user')} stay suspended`],
    [
      Removal.SecondaryAddressesRemoved,
      `${count(Removal.SecondaryAddressesRemoved, 'secondary address', 'secondary addresses')} stop working`,
    ],
    [Removal.SessionsEnded, `${count(Removal.SessionsEnded, 'session')} end at once`],
  ];
  const told = lines.filter(([number]) => number > 0).map(([, line]) => `${line}.`);
  return told.length > 0 ? told : ['Nobody is reached: no user has an address of this domain.'];
}
