import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import type { Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { formatTime } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { PagedTable, type PagedTableProps } from '../../ui/paged-table.tsx';
import { Trouble } from '../../ui/trouble.tsx';
import { accountTrail, useAccount } from './account.ts';

type Message = Output<'chime:GetOutboxMessage'>['Message'];

const states: Readonly<Record<Message['EmailStatus'], readonly [StatusIndicatorProps.Type, string]>> = {
  NotSent: ['pending', 'Waiting'],
  Sent: ['success', 'Sent'],
  Failed: ['error', 'Failed'],
};

/** What an account has to mail, and what became of it. */
export function OutboxPage(): ReactNode {
  const { accountId: AccountId } = useParams({ from: '/accounts/$accountId/outbox' });
  const client = useClient();
  const account = useAccount(AccountId);
  const [open, setOpen] = useState<Message>();
  const columns = useMemo(() => columnsOf(setOpen), []);
  return (
    <Page title="Outbox" isBare trail={accountTrail(AccountId, account.data)} help={help}>
      <PagedTable<Message>
        name="outbox"
        title="Messages"
        queryKey={[AccountId]}
        load={async ({ token, pageSize, signal }) => {
          const { Messages, NextToken } = await client.call(
            'chime:ListOutboxMessages',
            { AccountId, MaxResults: pageSize, ...(token !== undefined && { NextToken: token }) },
            { signal },
          );
          return { items: Messages, next: NextToken };
        }}
        idOf={({ MessageId }) => MessageId}
        nameOf={({ EmailAddress }) => EmailAddress}
        columns={columns}
        empty={
          <SpaceBetween size="xs">
            <b>Nothing to mail</b>
            <Box variant="p">Invitations of users and delegates appear here.</Box>
          </SpaceBetween>
        }
        header={({ counter }) => (
          <Header
            variant="h1"
            counter={counter}
            description="Invitations, newest first. Without a mail server they wait here, and you hand them on yourself."
            actions={<CodeButton calls={() => [codeCall('chime:ListOutboxMessages', { AccountId })]} />}
          >
            Outbox
          </Header>
        )}
      />
      {open && <MessageDialog message={open} onClose={() => setOpen(undefined)} />}
    </Page>
  );
}

function columnsOf(open: (message: Message) => void): PagedTableProps<Message>['columns'] {
  return [
    {
      id: 'recipient',
      header: 'To',
      isRowHeader: true,
      cell: (message) => (
        <Button variant="inline-link" onClick={() => open(message)}>
          {message.EmailAddress}
        </Button>
      ),
    },
    { id: 'subject', header: 'Subject', cell: ({ Subject }) => Subject },
    { id: 'status', header: 'Status', cell: (message) => <MessageStatus message={message} /> },
    { id: 'written', header: 'Written', cell: ({ CreatedTimestamp }) => formatTime(CreatedTimestamp) },
    { id: 'sent', header: 'Sent', cell: ({ SentTimestamp }) => formatTime(SentTimestamp) },
  ];
}

function MessageStatus({ message: { EmailStatus, Attempts, Reason } }: { readonly message: Message }): ReactNode {
  const [type, text] = states[EmailStatus];
  const detail = Reason === undefined ? '' : `, ${Attempts} ${Attempts === 1 ? 'attempt' : 'attempts'}: ${Reason}`;
  return <StatusIndicator type={type}>{`${text}${detail}`}</StatusIndicator>;
}

/** What a message says, for whoever may know its link. */
function MessageDialog({ message, onClose }: { readonly message: Message; readonly onClose: () => void }): ReactNode {
  const client = useClient();
  const { AccountId, MessageId, Subject, EmailAddress } = message;
  const whole = useQuery({
    queryKey: ['outbox message', AccountId, MessageId],
    queryFn: ({ signal }) => client.call('chime:GetOutboxMessage', { AccountId, MessageId }, { signal }),
  });
  return (
    <Modal visible header={Subject} onDismiss={onClose} closeAriaLabel="Close">
      <SpaceBetween size="m">
        <Box color="text-body-secondary">To {EmailAddress}</Box>
        {whole.isPending && <StatusIndicator type="loading">Loading the message</StatusIndicator>}
        {whole.error && <Trouble error={whole.error} onRetry={() => whole.refetch()} />}
        {whole.data?.BodyWithheld !== undefined && <Box>{whole.data.BodyWithheld}</Box>}
        {whole.data?.Body?.split('\n').map((line, index) => (
          <Box key={index} variant="p">
            {line}
          </Box>
        ))}
      </SpaceBetween>
    </Modal>
  );
}

const help = (
  <>
    <p>Every invitation is a message here before it is mailed. A server that knows a mail server sends it and notes what became of it.</p>
    <p>
      Where no mail server is configured and the installation serves one AWS account, the message shows its link, so that you can hand it
      on. Otherwise only whoever runs the server sees it, with <code>carillon outbox</code>: the link proves a mailbox.
    </p>
  </>
);
