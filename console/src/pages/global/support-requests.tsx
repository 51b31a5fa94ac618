import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { useMemo, useState, type ReactNode } from 'react';
import type { Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { formatTime } from '../../ui/format.ts';
import { PageLink, useGo } from '../../ui/link.tsx';
import { Page } from '../../ui/page.tsx';
import { PagedTable, type PagedTableProps } from '../../ui/paged-table.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { useAccount } from '../account/account.ts';
import { categories, severities } from './support.ts';

type Request = Output<'chime:ListSupportRequests'>['SupportRequests'][number];

/** What became of the mail, and what that means. */
const states: Readonly<Record<Request['EmailStatus'], readonly [StatusIndicatorProps.Type, string, string]>> = {
  NotSent: [
    'pending',
    'Waiting in the outbox',
    'It has not been mailed yet. Without a mail server or a support address it waits for 30 days; whoever runs the server reads it with carillon outbox.',
  ],
  Sent: ['success', 'Mailed', 'It was handed to the mail server.'],
  Failed: [
    'error',
    'Not mailed',
    'The mail server has refused it for good. Whoever runs the server sees why with carillon outbox; submit it again afterwards.',
  ],
};

/** What people of the AWS account have asked of whoever runs the server. */
export function SupportRequestsPage(): ReactNode {
  const client = useClient();
  const go = useGo();
  const [open, setOpen] = useState<Request>();
  const columns = useMemo(() => columnsOf(setOpen), []);
  return (
    <Page title="Support requests" isBare help={help}>
      <PagedTable<Request>
        name="support-requests"
        title="Support requests"
        queryKey={[]}
        load={async ({ token, pageSize, signal }) => {
          const { SupportRequests, NextToken } = await client.call(
            'chime:ListSupportRequests',
            { MaxResults: pageSize, ...(token !== undefined && { NextToken: token }) },
            { signal },
          );
          return { items: SupportRequests, next: NextToken };
        }}
        idOf={({ SupportRequestId }) => SupportRequestId}
        nameOf={({ Subject }) => Subject}
        columns={columns}
        empty={
          <SpaceBetween size="xs">
            <b>No support requests</b>
            <Box variant="p">When something does not work, tell whoever runs this server.</Box>
          </SpaceBetween>
        }
        header={({ counter }) => (
          <Header
            variant="h1"
            counter={counter}
            description="What people of this AWS account have asked of whoever runs the server, newest first."
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                <CodeButton calls={() => [codeCall('chime:ListSupportRequests', {})]} />
                <ActionButton needs="chime:SubmitSupportRequest" variant="primary" onClick={() => go('/support-requests/new')}>
                  Submit a request
                </ActionButton>
              </SpaceBetween>
            }
          >
            Support requests
          </Header>
        )}
      />
      {open && <RequestDialog request={open} onClose={() => setOpen(undefined)} />}
    </Page>
  );
}

function columnsOf(open: (request: Request) => void): PagedTableProps<Request>['columns'] {
  return [
    {
      id: 'subject',
      header: 'Subject',
      isRowHeader: true,
      minWidth: 200,
      cell: (request) => (
        <Button variant="inline-link" onClick={() => open(request)}>
          {request.Subject}
        </Button>
      ),
    },
    { id: 'state', header: 'Mail', cell: (request) => <State request={request} /> },
    { id: 'severity', header: 'Severity', cell: ({ Severity }) => severities[Severity][0] },
    { id: 'category', header: 'About', cell: ({ Category }) => categories[Category] },
    { id: 'by', header: 'Submitted by', cell: ({ SubmittedBy }) => SubmittedBy.split(':').at(-1) },
    { id: 'at', header: 'Submitted', cell: ({ CreatedTimestamp }) => formatTime(CreatedTimestamp) },
    { id: 'id', header: 'Id', isHidden: true, cell: ({ SupportRequestId }) => SupportRequestId },
  ];
}

const help = (
  <>
    <p>
      A request is mailed to the address that the server was set up with. Without one, or without a mail server, it waits in the outbox.
    </p>
    <p>Requests are listed for 400 days, to your AWS account only. An AWS account submits at most 20 an hour.</p>
  </>
);

function State({ request: { EmailStatus } }: { readonly request: Request }): ReactNode {
  const [type, text] = states[EmailStatus];
  return <StatusIndicator type={type}>{text}</StatusIndicator>;
}

function RequestDialog({ request, onClose }: { readonly request: Request; readonly onClose: () => void }): ReactNode {
  const { AccountId, ConferenceId, OccurredAt, Severity, Category, SubmittedBy, CreatedTimestamp, DiagnosticsAttached } = request;
  const account = useAccount(AccountId);
  return (
    <Modal visible size="large" header={request.Subject} onDismiss={onClose} closeAriaLabel="Close">
      <SpaceBetween size="m">
        <State request={request} />
        <Box color="text-body-secondary">{states[request.EmailStatus][2]}</Box>
        <KeyValuePairs
          columns={3}
          items={[
            { label: 'Severity', value: severities[Severity][0] },
            { label: 'About', value: categories[Category] },
            { label: 'Submitted by', value: SubmittedBy.split(':').at(-1) },
            { label: 'Submitted', value: formatTime(CreatedTimestamp) },
            { label: 'It happened', value: formatTime(OccurredAt) },
            {
              label: 'Account',
              value:
                AccountId === undefined ? '–' : <PageLink to={`/accounts/${AccountId}/users`}>{account.data?.Name ?? AccountId}</PageLink>,
            },
            { label: 'Meeting', value: ConferenceId ?? '–' },
            { label: 'Diagnostics', value: DiagnosticsAttached ? 'Attached' : 'Not attached' },
            { label: 'Id', value: request.SupportRequestId },
          ]}
        />
        <pre className="code code--wrapped" tabIndex={0} role="region" aria-label="Description">
          {request.Description}
        </pre>
      </SpaceBetween>
    </Modal>
  );
}
