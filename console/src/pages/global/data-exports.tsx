import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { count, formatBytes, formatDistance, formatTime } from '../../ui/format.ts';
import { PageLink } from '../../ui/link.tsx';
import { Page } from '../../ui/page.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { Trouble } from '../../ui/trouble.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useAccount, type Account } from '../account/account.ts';
import { AccountSelect, useAccounts } from './account-select.tsx';

type Export = Output<'chime:RetrieveDataExports'>['DataExports'][number];

/** Between two exports of an account. Source: Amazon Chime Administration Guide, "Requesting user attachments". */
const intervalMs = 7 * 24 * 60 * 60_000;
/** How often an open page looks how far an export is. */
const lookMs = 2_000;
/** Shown of an account; there is one a week. */
const exportsMax = 100;

/** Every attachment of an account's people, as a file of links. */
export function DataExportsPage(): ReactNode {
  const { account: asked } = useSearch({ from: '/data-exports' });
  const navigate = useNavigate();
  const offered = useAccounts('');
  const first = offered.data?.find(({ AccountType }) => AccountType !== 'Team') ?? offered.data?.[0];
  const accountId = asked ?? first?.AccountId;
  const account = useAccount(accountId);
  return (
    <Page
      title="Data exports"
      description="“Request attachments”: a file with a link for everything that people of an account have sent each other."
      help={help}
    >
      <SpaceBetween size="l">
        {offered.error && asked === undefined && <Trouble error={offered.error} onRetry={offered.refetch} />}
        <div className="filter-text">
          <FormField label="Account">
            <AccountSelect
              value={account.data && { id: account.data.AccountId, name: account.data.Name }}
              onChange={(chosen) => void navigate({ to: '/data-exports', search: { account: chosen?.id } })}
            />
          </FormField>
        </div>
        {account.error && <Trouble error={account.error} onRetry={account.refetch} />}
        {account.data && <Exports key={account.data.AccountId} account={account.data} />}
        {offered.data?.length === 0 && <Box color="text-body-secondary">There is no account yet.</Box>}
      </SpaceBetween>
    </Page>
  );
}

const help = (
  <>
    <p>
      In it is what users have uploaded to conversations of two and of groups, and to rooms that they created. Enterprise accounts only.
    </p>
    <p>An export can be requested once in seven days. One that failed does not count.</p>
    <p>Its links work for six days, for whoever has them: treat the file as what it leads to. Then it is deleted.</p>
    <p>The export goes on when you leave this page, and when the server is restarted.</p>
  </>
);

function isUnderWay({ Status }: Export): boolean {
  return Status === 'Queued' || Status === 'Running';
}

function Exports({ account }: { readonly account: Account }): ReactNode {
  const { AccountId } = account;
  const client = useClient();
  const exports = useQuery({
    queryKey: ['data-exports', AccountId],
    queryFn: async ({ signal }) =>
      (await client.call('chime:RetrieveDataExports', { AccountId, MaxResults: exportsMax }, { signal, background: true })).DataExports,
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? lookMs : false),
  });
  const running = exports.data?.find(isUnderWay);
  return (
    <SpaceBetween size="l">
      {account.AccountType === 'Team' && (
        <Alert type="info" statusIconAriaLabel="Information" header="A Team has no exports">
          Attachments are exported of Enterprise accounts. <PageLink to={`/accounts/${AccountId}/domains`}>Prove a domain first</PageLink>;
          the account then becomes an Enterprise.
        </Alert>
      )}
      {exports.error && <Trouble error={exports.error} onRetry={exports.refetch} />}
      {running && <Progress run={running} />}
      <List account={account} query={exports} />
    </SpaceBetween>
  );
}

function Progress({ run: { Status, Progress: percent, Count, Bytes } }: { readonly run: Export }): ReactNode {
  return (
    <ProgressBar
      value={percent}
      label="Gathering attachments"
      description={Status === 'Queued' ? 'It begins within a minute.' : `${count(Count, 'attachment')} so far, ${formatBytes(Bytes)}.`}
      additionalInfo="You may leave this page: it goes on."
    />
  );
}

/** Why no export can be requested now; undefined = one can, as far as is known here. */
function whyNotNow(account: Account, exports: readonly Export[] | undefined): string | undefined {
  if (account.AccountType === 'Team') return 'Attachments are exported of Enterprise accounts; this one is a Team.';
  const last = exports?.find(({ Status }) => Status !== 'Failed');
  const next = last && new Date(last.RequestedAt).getTime() + intervalMs;
  if (next === undefined || next <= Date.now()) return undefined;
  return `An export can be requested once in seven days. The next one: ${formatTime(next)}, ${formatDistance(next, Date.now())}.`;
}

function List({ account, query }: { readonly account: Account; readonly query: UseQueryResult<readonly Export[]> }): ReactNode {
  const { AccountId, Name } = account;
  const client = useClient();
  const [isAsked, setAsked] = useState(false);
  const start = useAct(() => client.call('chime:StartDataExport', { AccountId }), {
    done: () => `The export of ${Name} is requested.`,
    stale: ['data-exports'],
  });
  return (
    <>
      <Table
        header={
          <Header
            variant="h2"
            counter={query.data && `(${query.data.length})`}
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                <CodeButton
                  calls={() => [codeCall('chime:StartDataExport', { AccountId }), codeCall('chime:RetrieveDataExports', { AccountId })]}
                />
                <ActionButton
                  needs="chime:StartDataExport"
                  variant="primary"
                  disabledReason={whyNotNow(account, query.data)}
                  onClick={() => setAsked(true)}
                >
                  Request attachments
                </ActionButton>
              </SpaceBetween>
            }
          >
            Exports
          </Header>
        }
        ariaLabels={{ tableLabel: 'Exports' }}
        enableKeyboardNavigation
        items={[...(query.data ?? [])]}
        loading={query.isPending && !query.error}
        loadingText="Loading"
        trackBy={({ DataExportId }) => DataExportId}
        columnDefinitions={[
          { id: 'requested', header: 'Requested', isRowHeader: true, cell: ({ RequestedAt }) => formatTime(RequestedAt) },
          { id: 'by', header: 'By', cell: ({ RequestedBy }) => RequestedBy.split(':').at(-1) },
          { id: 'state', header: 'State', cell: (one) => <State one={one} /> },
          { id: 'count', header: 'Attachments', cell: ({ Count }) => Count.toLocaleString() },
          { id: 'bytes', header: 'Size', cell: ({ Bytes }) => formatBytes(Bytes) },
          {
            id: 'until',
            header: 'Links work until',
            cell: ({ ExpiresAt }) =>
              ExpiresAt === undefined ? '–' : `${formatTime(ExpiresAt)} (${formatDistance(ExpiresAt, Date.now())})`,
          },
          { id: 'file', header: 'File', cell: (one) => <File one={one} /> },
        ]}
        empty={
          <Box textAlign="center">
            <b>No exports yet</b>
            <Box variant="p" color="text-body-secondary">
              Request one when you need to hand over or keep what people have sent each other.
            </Box>
          </Box>
        }
      />
      {isAsked && (
        <Confirm
          title={`Request the attachments of ${Name}`}
          verb="Request"
          rehearse={async () => {
            await client.call('chime:StartDataExport', { AccountId }, { dryRun: true });
            return ['Whoever has the file can read everything in it for six days.', 'The next export can be requested in seven days.'];
          }}
          act={() => start.mutateAsync()}
          calls={() => [codeCall('chime:StartDataExport', { AccountId })]}
          onDone={() => setAsked(false)}
          onClose={() => setAsked(false)}
        >
          Gathered is what people of this account have uploaded to conversations of two and of groups, and to rooms that they created.
        </Confirm>
      )}
    </>
  );
}

const states: Readonly<Record<Export['Status'], readonly [StatusIndicatorProps.Type, string]>> = {
  Queued: ['pending', 'Waiting'],
  Running: ['in-progress', 'Gathering'],
  Ready: ['success', 'Ready'],
  Failed: ['error', 'Failed'],
  Expired: ['stopped', 'Deleted'],
};

function State({ one: { Status, Progress: percent, Message } }: { readonly one: Export }): ReactNode {
  const [type, text] = states[Status];
  return (
    <StatusIndicator type={type}>
      {text}
      {Status === 'Running' && `, ${percent} %`}
      {Message !== undefined && `: ${Message}`}
    </StatusIndicator>
  );
}

function File({ one: { Url, Status, RequestedAt } }: { readonly one: Export }): ReactNode {
  if (Url !== undefined) {
    return (
      <Button variant="inline-link" href={Url} download iconName="download" ariaLabel={`Download the file of ${formatTime(RequestedAt)}`}>
        Download
      </Button>
    );
  }
  return Status === 'Expired' ? 'The links have ended' : '–';
}
