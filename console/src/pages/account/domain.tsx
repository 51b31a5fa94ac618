import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { Copied } from '../../ui/copied.tsx';
import { CodeButton } from '../../ui/code-button.tsx';
import { formatDistance, formatTime } from '../../ui/format.ts';
import { useGo } from '../../ui/link.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { useAct } from '../../ui/use-act.ts';
import { accountTrail, useAccount } from './account.ts';
import { DomainStatus, RemoveDomain, type Domain } from './domains.tsx';

/** How often an open page looks for news. */
const lookMs = 5_000;
const clockMs = 1_000;

/** The domain doctor: the record to set, what each name server says, and what to do about it. */
export function DomainPage(): ReactNode {
  const { accountId: AccountId, domainName: DomainName } = useParams({ from: '/accounts/$accountId/domains/$domainName' });
  const client = useClient();
  const go = useGo();
  const queries = useQueryClient();
  const account = useAccount(AccountId);
  const input = { AccountId, DomainName };
  const [isRemoving, setRemoving] = useState(false);
  const domain = useQuery({
    queryKey: ['domain', AccountId, DomainName],
    queryFn: async ({ signal }) => (await client.call('chime:GetDomain', input, { signal, background: true })).Domain,
    refetchInterval: ({ state }) => (state.data?.Status === 'PendingVerification' ? lookMs : false),
  });
  const check = useAct(() => client.call('chime:CheckDomain', input), {
    done: () => `The name servers of ${DomainName} were asked.`,
    stale: ['domain', 'domains', 'account'],
  });
  return (
    <Page
      title={DomainName}
      trail={[...accountTrail(AccountId, account.data), ['Domains', `/accounts/${AccountId}/domains`]]}
      help={<p>This page looks for news by itself as long as the record has not been found.</p>}
      actions={
        <SpaceBetween size="xs" direction="horizontal">
          <CodeButton calls={() => [codeCall('chime:GetDomain', input), codeCall('chime:CheckDomain', input)]} />
          <ActionButton needs="chime:DeleteDomain" onClick={() => setRemoving(true)}>
            Remove
          </ActionButton>
          <ActionButton
            needs="chime:CheckDomain"
            variant="primary"
            loading={check.isPending}
            loadingText="Asking the name servers"
            onClick={() => check.mutate()}
          >
            Check now
          </ActionButton>
        </SpaceBetween>
      }
    >
      <Loaded query={domain}>
        {(found) => (
          <SpaceBetween size="l">
            <Standing domain={found} />
            <Record domain={found} />
            <Answers domain={found} />
            {isRemoving && (
              <RemoveDomain
                client={client}
                domain={found}
                onClose={() => setRemoving(false)}
                onDone={() => {
                  void queries.invalidateQueries({ queryKey: ['domains'] });
                  void queries.invalidateQueries({ queryKey: ['account'] });
                  go(`/accounts/${AccountId}/domains`);
                }}
              />
            )}
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), clockMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function Standing({ domain }: { readonly domain: Domain }): ReactNode {
  const now = useNow();
  const { LastCheck, NextCheckAt, VerifiedAt, ProofMissingSince } = domain;
  const next = NextCheckAt === undefined ? '–' : new Date(NextCheckAt).getTime() <= now ? 'any moment' : formatDistance(NextCheckAt, now);
  return (
    <Container header={<Header variant="h2">State</Header>}>
      <SpaceBetween size="m">
        <KeyValuePairs
          columns={4}
          items={[
            { label: 'Status', value: <DomainStatus domain={domain} /> },
            { label: 'Verified', value: formatTime(VerifiedAt) },
            { label: 'Last look', value: formatTime(LastCheck?.CheckedAt) },
            { label: 'Next look', value: next },
          ]}
        />
        {LastCheck && (
          <Alert
            type={LastCheck.Diagnosis === 'RecordFound' ? 'success' : 'warning'}
            statusIconAriaLabel={LastCheck.Diagnosis === 'RecordFound' ? 'Success' : 'Warning'}
            header={diagnoses[LastCheck.Diagnosis]}
          >
            {LastCheck.Message}
          </Alert>
        )}
        {ProofMissingSince !== undefined && (
          <Alert type="warning" statusIconAriaLabel="Warning">
            The record is missing since {formatTime(ProofMissingSince)}. After 30 days nobody new joins by this domain.
          </Alert>
        )}
      </SpaceBetween>
    </Container>
  );
}

const diagnoses: Readonly<Record<NonNullable<Domain['LastCheck']>['Diagnosis'], string>> = {
  RecordFound: 'The record is there',
  RecordMissing: 'The record is not there yet',
  DomainMissing: 'There is no such domain',
  HostDoubled: 'The domain stands twice in the record’s name',
  ValueQuotedOrBlank: 'The value has quotes or blanks around it',
  CnameInTheWay: 'A CNAME is in the way',
  OldToken: 'The value is that of an earlier claim',
  SomeServersOnly: 'Only some name servers have it',
  ServerFailure: 'The name servers fail',
  Timeout: 'The name servers do not answer',
};

/** The record exactly as it is to be set, each part with a button that copies it. */
function Record({ domain: { VerificationRecord: record, DomainName } }: { readonly domain: Domain }): ReactNode {
  const host = record.Name.endsWith(`.${DomainName}`) ? record.Name.slice(0, -DomainName.length - 1) : record.Name;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Set this at whoever runs the DNS of the domain, and leave it there: Carillon looks again each day."
        >
          The record
        </Header>
      }
    >
      <KeyValuePairs
        columns={2}
        items={[
          { label: 'Full name', value: <Copied what="full name" value={record.Name} /> },
          { label: 'Host, where the form adds the domain itself', value: <Copied what="host" value={host} /> },
          { label: 'Type', value: record.Type },
          { label: 'Value', value: <Copied what="value" value={record.Value} /> },
        ]}
      />
    </Container>
  );
}

type Answer = NonNullable<Domain['LastCheck']>['Servers'][number];

const outcomes: Readonly<Record<Answer['Outcome'], readonly [StatusIndicatorProps.Type, string]>> = {
  Found: ['success', 'Found'],
  Missing: ['pending', 'Missing'],
  Refused: ['error', 'Refused'],
  ServerFailure: ['error', 'Failure'],
  Timeout: ['warning', 'Timeout'],
};

function Answers({ domain: { LastCheck } }: { readonly domain: Domain }): ReactNode {
  return (
    <Table
      header={
        <Header variant="h2" description="Each of the domain’s own name servers, asked one by one.">
          What the name servers said
        </Header>
      }
      items={LastCheck?.Servers ?? []}
      trackBy="Server"
      wrapLines
      ariaLabels={{ tableLabel: 'What the name servers said', allItemsSelectionLabel: () => '', itemSelectionLabel: () => '' }}
      columnDefinitions={[
        { id: 'server', header: 'Name server', isRowHeader: true, cell: ({ Server }) => Server },
        { id: 'address', header: 'Address', cell: ({ Address }) => Address ?? '–' },
        {
          id: 'outcome',
          header: 'Answer',
          cell: ({ Outcome }) => <StatusIndicator type={outcomes[Outcome][0]}>{outcomes[Outcome][1]}</StatusIndicator>,
        },
        {
          id: 'values',
          header: 'Values',
          cell: ({ Values }) => (Values.length === 0 ? '–' : Values.map((value) => <div key={value}>{value}</div>)),
        },
      ]}
      empty={
        <Box textAlign="center" color="text-body-secondary">
          They have not been asked yet.
        </Box>
      }
    />
  );
}
