import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
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
import { formatTime } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { useAct } from '../../ui/use-act.ts';
import { accountTrail, useAccount } from './account.ts';

type Directory = Output<'chime:ListDirectories'>['Directories'][number];

const lookMs = 5_000;
const stages: Readonly<Record<Directory['Stage'], StatusIndicatorProps.Type>> = {
  Active: 'success',
  Impaired: 'warning',
  Inoperable: 'error',
};
const syncs: Readonly<Record<NonNullable<Directory['SyncStatus']>['State'], readonly [StatusIndicatorProps.Type, string]>> = {
  Queued: ['pending', 'Queued'],
  Running: ['in-progress', 'Running'],
  Succeeded: ['success', 'Succeeded'],
  Failed: ['error', 'Failed'],
  AwaitingApproval: ['warning', 'Waits for an administrator'],
};

function Sync({ status }: { readonly status: Directory['SyncStatus'] }): ReactNode {
  if (!status) return '–';
  const [type, text] = syncs[status.State];
  return (
    <div>
      <StatusIndicator type={type}>{text}</StatusIndicator>
      <Box color="text-body-secondary" fontSize="body-s">
        {status.Message ??
          `${status.UsersSeen} seen, ${status.UsersAdded} added, ${status.UsersUpdated} updated, ${status.UsersSuspended} suspended. ${formatTime(status.FinishedAt ?? status.StartedAt)}`}
      </Box>
    </div>
  );
}

type Asked = { readonly what: 'connect' | 'disconnect'; readonly directory: Directory };

/** The AWS account's directories, and which of them this account's people come from. */
export function DirectoryPage(): ReactNode {
  const { accountId: AccountId } = useParams({ from: '/accounts/$accountId/directory' });
  const client = useClient();
  const queries = useQueryClient();
  const account = useAccount(AccountId);
  const [asked, setAsked] = useState<Asked>();
  const stale = ['directories', 'account', 'accounts', 'users'];
  const authorize = useAct(({ DirectoryId }: Directory) => client.call('chime:AuthorizeDirectory', { DirectoryId, AccountId }), {
    done: ({ Name }) => `The account may use ${Name}.`,
    stale,
  });
  const unauthorize = useAct(({ DirectoryId }: Directory) => client.call('chime:UnauthorizeDirectory', { DirectoryId, AccountId }), {
    done: ({ Name }) => `The account may no longer use ${Name}.`,
    stale,
  });
  const isTeam = account.data?.AccountType === 'Team';
  const buttons = (directory: Directory): ReactNode => {
    if (directory.ConnectedAccountId === AccountId) {
      return (
        <ActionButton needs="chime:DisconnectDirectory" onClick={() => setAsked({ what: 'disconnect', directory })}>
          Disconnect
        </ActionButton>
      );
    }
    if (!directory.AuthorizedAccountIds.includes(AccountId)) {
      return (
        <ActionButton
          needs="chime:AuthorizeDirectory"
          loading={authorize.isPending}
          disabledReason={isTeam ? 'Prove a domain first: directories are for Enterprise accounts.' : undefined}
          onClick={() => authorize.mutate(directory)}
        >
          Authorize
        </ActionButton>
      );
    }
    return (
      <SpaceBetween size="xs" direction="horizontal">
        <ActionButton needs="chime:ConnectDirectory" variant="primary" onClick={() => setAsked({ what: 'connect', directory })}>
          Connect
        </ActionButton>
        <ActionButton needs="chime:UnauthorizeDirectory" loading={unauthorize.isPending} onClick={() => unauthorize.mutate(directory)}>
          Unauthorize
        </ActionButton>
      </SpaceBetween>
    );
  };
  return (
    <Page title="Active directory" isBare trail={accountTrail(AccountId, account.data)} help={help}>
      <PagedTable<Directory>
        name="directories"
        title="Active directory"
        queryKey={[]}
        refetchInterval={account.data?.AccountType === 'EnterpriseDirectory' ? lookMs : false}
        load={async ({ token, pageSize, signal }) => {
          const { Directories, NextToken } = await client.call(
            'chime:ListDirectories',
            { MaxResults: pageSize, ...(token !== undefined && { NextToken: token }) },
            { signal, background: true },
          );
          return { items: Directories, next: NextToken };
        }}
        idOf={({ DirectoryId }) => DirectoryId}
        nameOf={({ Name }) => Name}
        columns={[
          { id: 'name', header: 'Directory', isRowHeader: true, cell: ({ Name }) => Name },
          {
            id: 'stage',
            header: 'Stage',

            cell: ({ Stage }) => <StatusIndicator type={stages[Stage]}>{Stage}</StatusIndicator>,
          },
          {
            id: 'use',
            header: 'Used by',

            cell: ({ ConnectedAccountId, AuthorizedAccountIds }) =>
              ConnectedAccountId === AccountId
                ? 'This account'
                : ConnectedAccountId
                  ? 'Another account'
                  : AuthorizedAccountIds.includes(AccountId)
                    ? 'Nobody; this account may'
                    : 'Nobody',
          },
          { id: 'sync', header: 'Last synchronisation', cell: ({ SyncStatus }) => <Sync status={SyncStatus} /> },
          { id: 'acts', header: 'Actions', cell: buttons },
          { id: 'id', header: 'Directory id', isHidden: true, cell: ({ DirectoryId }) => DirectoryId },
        ]}
        empty={
          <SpaceBetween size="xs">
            <b>No directories</b>
            <Box variant="p">Whoever runs this server registers one with “carillon directory add”.</Box>
          </SpaceBetween>
        }
        header={({ counter }) => (
          <Header
            variant="h1"
            counter={counter}
            description="People, their licenses and their passwords come from the directory that is connected."
            actions={<CodeButton calls={() => [codeCall('chime:ListDirectories', {})]} />}
          >
            Active directory
          </Header>
        )}
      />
      {asked && (
        <Ask
          asked={asked}
          accountId={AccountId}
          onClose={() => setAsked(undefined)}
          onDone={() => void Promise.all(stale.map((key) => queries.invalidateQueries({ queryKey: [key] })))}
        />
      )}
    </Page>
  );
}

const help = (
  <>
    <p>
      First the account is authorized to use a directory, then it is connected. From then on people sign in with the password of the
      network.
    </p>
    <p>
      A synchronisation that would suspend many people at once stops and asks: an administrator lets it go on with “carillon directory
      approve”.
    </p>
  </>
);

function Ask({
  asked: { what, directory },
  accountId: AccountId,
  onClose,
  onDone,
}: {
  readonly asked: Asked;
  readonly accountId: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}): ReactNode {
  const client = useClient();
  const { DirectoryId, Name } = directory;
  const close = (): void => {
    onDone();
    onClose();
  };
  if (what === 'connect') {
    return (
      <Confirm
        title={`Connect ${Name}`}
        verb="Connect"
        typed={Name}
        rehearse={async () => {
          await client.call('chime:ConnectDirectory', { AccountId, DirectoryId }, { dryRun: true });
          return [
            'The directory answers, and its certificate is trusted.',
            'People of the directory’s groups become users of this account.',
            'From now on everybody signs in with the password of the network.',
          ];
        }}
        act={() => client.call('chime:ConnectDirectory', { AccountId, DirectoryId })}
        calls={() => [codeCall('chime:ConnectDirectory', { AccountId, DirectoryId })]}
        onDone={close}
        onClose={onClose}
      >
        The account gets its people from {Name}.
      </Confirm>
    );
  }
  return (
    <Confirm
      title={`Disconnect ${Name}`}
      verb="Disconnect"
      typed={Name}
      rehearse={async () => {
        await client.call('chime:DisconnectDirectory', { AccountId }, { dryRun: true });
        return [
          'Everybody who signed in with the network’s password is signed out.',
          'Users keep their profile and the license they had last.',
          'They sign in with a password of Carillon’s own from now on.',
        ];
      }}
      act={() => client.call('chime:DisconnectDirectory', { AccountId })}
      calls={() => [codeCall('chime:DisconnectDirectory', { AccountId })]}
      onDone={close}
      onClose={onClose}
    >
      People of this account no longer come from {Name}.
    </Confirm>
  );
}
