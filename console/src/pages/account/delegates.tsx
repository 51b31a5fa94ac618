import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { formatTime } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { useAct } from '../../ui/use-act.ts';
import { accountTrail, useAccount } from './account.ts';

type Delegate = Output<'chime:ListDelegates'>['Delegates'][number];

const states: Readonly<Record<Delegate['State'], readonly [StatusIndicatorProps.Type, string]>> = {
  Pending: ['pending', 'Invited'],
  Accepted: ['success', 'Manages this account'],
  Expired: ['stopped', 'Invitation expired'],
};

/** Other AWS accounts that manage this account, and those that have been asked to. */
export function DelegatesPage(): ReactNode {
  const { accountId: AccountId } = useParams({ from: '/accounts/$accountId/delegates' });
  const client = useClient();
  const queries = useQueryClient();
  const account = useAccount(AccountId);
  const [isInviting, setInviting] = useState(false);
  const [removed, setRemoved] = useState<Delegate>();
  const again = (): void => void queries.invalidateQueries({ queryKey: ['delegates'] });
  const renew = useAct(({ DelegateId }: Delegate) => client.call('chime:RenewDelegate', { AccountId, DelegateId }), {
    done: ({ DelegateAwsAccountId }) => `AWS account ${DelegateAwsAccountId} has seven more days to accept.`,
    stale: ['delegates'],
  });
  const invite = (
    <ActionButton needs="chime:InviteDelegate" variant="primary" onClick={() => setInviting(true)}>
      Invite delegate
    </ActionButton>
  );
  return (
    <Page title="Delegates" isBare trail={accountTrail(AccountId, account.data)} help={help}>
      <PagedTable<Delegate>
        name="delegates"
        title="Delegates"
        queryKey={[AccountId]}
        load={async ({ token, pageSize, signal }) => {
          const { Delegates, NextToken } = await client.call(
            'chime:ListDelegates',
            { AccountId, MaxResults: pageSize, ...(token !== undefined && { NextToken: token }) },
            { signal },
          );
          return { items: Delegates, next: NextToken };
        }}
        idOf={({ DelegateId }) => DelegateId}
        nameOf={({ DelegateAwsAccountId }) => DelegateAwsAccountId}
        columns={[
          {
            id: 'account',
            header: 'AWS account',
            isRowHeader: true,

            cell: ({ DelegateAwsAccountId }) => DelegateAwsAccountId,
          },
          {
            id: 'state',
            header: 'State',

            cell: ({ State }) => <StatusIndicator type={states[State][0]}>{states[State][1]}</StatusIndicator>,
          },
          { id: 'email', header: 'Mail address', cell: ({ EmailAddress }) => EmailAddress ?? '–' },
          {
            id: 'since',
            header: 'Since',

            cell: ({ AcceptedAt, CreatedTimestamp }) => formatTime(AcceptedAt ?? CreatedTimestamp),
          },
          { id: 'until', header: 'To be accepted until', cell: ({ ExpiresAt }) => formatTime(ExpiresAt) },
          {
            id: 'acts',
            header: 'Actions',

            cell: (delegate) => (
              <SpaceBetween size="xs" direction="horizontal">
                {delegate.State !== 'Accepted' && (
                  <ActionButton
                    needs="chime:RenewDelegate"
                    variant="inline-link"
                    ariaLabel={`Renew the invitation of ${delegate.DelegateAwsAccountId}`}
                    onClick={() => renew.mutate(delegate)}
                  >
                    Renew
                  </ActionButton>
                )}
                <ActionButton
                  needs="chime:DeleteDelegate"
                  variant="inline-link"
                  ariaLabel={`Remove ${delegate.DelegateAwsAccountId}`}
                  onClick={() => setRemoved(delegate)}
                >
                  Remove
                </ActionButton>
              </SpaceBetween>
            ),
          },
        ]}
        empty={
          <SpaceBetween size="xs">
            <b>Nobody else manages this account</b>
            <Box variant="p">
              Invite another AWS account, for instance that of a service provider. Its own policies decide who there may do what.
            </Box>
            {invite}
          </SpaceBetween>
        }
        header={({ counter }) => (
          <Header
            variant="h1"
            counter={counter}
            description="AWS accounts that manage this account beside yours."
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                <CodeButton calls={() => [codeCall('chime:ListDelegates', { AccountId })]} />
                {invite}
              </SpaceBetween>
            }
          >
            Delegates
          </Header>
        )}
      />
      {isInviting && <Invite accountId={AccountId} onClose={() => setInviting(false)} onDone={again} />}
      {removed && (
        <Confirm
          title={`Remove AWS account ${removed.DelegateAwsAccountId}`}
          verb="Remove"
          rehearse={async () => {
            await client.call('chime:DeleteDelegate', { AccountId, DelegateId: removed.DelegateId }, { dryRun: true });
            return [
              removed.State === 'Accepted'
                ? 'It cannot see or manage this account from then on.'
                : 'The invitation can no longer be accepted.',
            ];
          }}
          act={() => client.call('chime:DeleteDelegate', { AccountId, DelegateId: removed.DelegateId })}
          calls={() => [codeCall('chime:DeleteDelegate', { AccountId, DelegateId: removed.DelegateId })]}
          onDone={() => {
            setRemoved(undefined);
            again();
          }}
          onClose={() => setRemoved(undefined)}
        >
          The sharing ends at once.
        </Confirm>
      )}
    </Page>
  );
}

const help = (
  <>
    <p>A delegate manages the account as you do, but cannot delete it or share it further. An invitation holds for seven days.</p>
    <p>The invited AWS account accepts it with its own policies: “aws chime accept-delegate”.</p>
  </>
);

function Invite({
  accountId: AccountId,
  onDone,
  onClose,
}: {
  readonly accountId: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const client = useClient();
  const [awsAccount, setAwsAccount] = useState('');
  const [email, setEmail] = useState('');
  const input = { AccountId, DelegateAwsAccountId: awsAccount.trim(), ...(email.trim() !== '' && { EmailAddress: email.trim() }) };
  return (
    <FormDialog
      title="Invite delegate"
      verb="Invite"
      isComplete={/^\d{12}$/.test(awsAccount.trim())}
      act={() => client.call('chime:InviteDelegate', input)}
      calls={() => [codeCall('chime:InviteDelegate', input)]}
      onDone={() => {
        onDone();
        onClose();
      }}
      onClose={onClose}
    >
      <FormField label="AWS account id" constraintText="Twelve digits." stretch>
        <Input value={awsAccount} autoFocus inputMode="numeric" onChange={({ detail }) => setAwsAccount(detail.value)} />
      </FormField>
      <FormField label="Mail address" description="The invitation is sent there, too. It may be left out." stretch>
        <Input value={email} type="email" onChange={({ detail }) => setEmail(detail.value)} />
      </FormField>
    </FormDialog>
  );
}
