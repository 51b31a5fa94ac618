import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import type { Input as CallInput } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { BulkDialog, type BulkAct } from '../../ui/bulk/dialog.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { formatDay } from '../../ui/format.ts';
import { PageLink } from '../../ui/link.tsx';
import { Page } from '../../ui/page.tsx';
import { PagedTable, type PagedTableProps } from '../../ui/paged-table.tsx';
import { ActionButton, usePermissions } from '../../ui/permissions.tsx';
import { useTyped } from '../../ui/use-typed.ts';
import { useAccount } from './account.ts';
import { nameOfUser, userActs, type User } from './user-acts.ts';

/** Loaded when somebody first invites: it brings fields for texts and files along. */
const InviteDialog = lazy(async () => ({ default: (await import('./invite-dialog.tsx')).InviteDialog }));

const statuses = ['Registered', 'Unregistered', 'Suspended', 'Released'] as const;
const licenses = ['Basic', 'Plus', 'Pro', 'ProTrial'] as const;
const licensable = ['Basic', 'Pro'] as const;

const signs: Readonly<Record<string, StatusIndicatorProps.Type>> = {
  Registered: 'success',
  Unregistered: 'pending',
  Suspended: 'stopped',
  Released: 'warning',
};

/** How a user stands, in one word. */
export function UserStatus({ user }: { readonly user: User }): ReactNode {
  const status = user.Released ? 'Released' : (user.UserRegistrationStatus ?? 'Unregistered');
  const isInvited = status === 'Unregistered' && user.UserInvitationStatus === 'Pending';
  return <StatusIndicator type={signs[status] ?? 'info'}>{isInvited ? 'Invited' : status}</StatusIndicator>;
}

type Filter = Pick<CallInput<'chime:ListUsers'>, 'Q' | 'Status' | 'License'>;

/** The people of an account: found, changed in bulk, invited. */
export function UsersPage(): ReactNode {
  const { accountId } = useParams({ from: '/accounts/$accountId/users' });
  const search = useSearch({ from: '/accounts/$accountId/users' });
  const client = useClient();
  const queries = useQueryClient();
  const account = useAccount(accountId);
  const [chosen, setChosen] = useState<readonly User[]>([]);
  const [bulk, setBulk] = useState<BulkAct<User>>();
  const [isInviting, setInviting] = useState(false);
  const filter: Filter = {
    ...(search.q !== undefined && { Q: search.q }),
    ...pick('Status', statuses, search.status),
    ...pick('License', licenses, search.license),
  };
  const columns = useMemo(() => columnsOf(accountId), [accountId]);
  const isFiltered = Object.keys(filter).length > 0;
  const changed = (): void => {
    setChosen([]);
    void queries.invalidateQueries({ queryKey: ['users'] });
    void queries.invalidateQueries({ queryKey: ['user'] });
  };
  return (
    <Page
      title="Users"
      isBare
      trail={[
        ['Accounts', '/accounts'],
        [account.data?.Name ?? 'Account', `/accounts/${accountId}/users`],
      ]}
      help={help}
    >
      <PagedTable<User>
        name="users"
        title="Users"
        queryKey={[accountId, filter]}
        load={async ({ token, pageSize, signal }) => {
          const input = { AccountId: accountId, ...filter, MaxResults: pageSize, ...(token !== undefined && { NextToken: token }) };
          const { Users = [], NextToken } = await client.call('chime:ListUsers', input, { signal });
          return { items: Users, next: NextToken };
        }}
        idOf={({ UserId }) => UserId}
        nameOf={nameOfUser}
        selection={{ items: chosen, onChange: setChosen }}
        columns={columns}
        filter={<Filters />}
        empty={
          isFiltered ? (
            <b>Nobody matches the filter</b>
          ) : (
            <SpaceBetween size="xs">
              <b>Nobody is here yet</b>
              <Box variant="p">Invite people by mail, or prove a domain: whoever signs in with an address of it joins by themselves.</Box>
              <ActionButton needs="chime:InviteUsers" onClick={() => setInviting(true)}>
                Invite users
              </ActionButton>
            </SpaceBetween>
          )
        }
        header={({ counter }) => (
          <Header
            variant="h1"
            counter={counter}
            description={account.data?.Name}
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                <CodeButton calls={() => [codeCall('chime:ListUsers', { AccountId: accountId, ...filter })]} />
                {account.data && <Acts account={account.data} chosen={chosen} onAct={setBulk} />}
                <ActionButton
                  needs="chime:InviteUsers"
                  variant="primary"
                  disabledReason={
                    account.data && account.data.AccountType !== 'Team'
                      ? 'People join an Enterprise account by signing in with an address of a domain it has proved. Only Team accounts invite.'
                      : undefined
                  }
                  onClick={() => setInviting(true)}
                >
                  Invite users
                </ActionButton>
              </SpaceBetween>
            }
          >
            Users
          </Header>
        )}
      />
      {bulk && <BulkDialog first={bulk} items={chosen} onClose={() => setBulk(undefined)} onChanged={changed} />}
      {isInviting && (
        <Suspense fallback={undefined}>
          <InviteDialog accountId={accountId} onClose={() => setInviting(false)} onChanged={changed} />
        </Suspense>
      )}
    </Page>
  );
}

function columnsOf(accountId: string): PagedTableProps<User>['columns'] {
  return [
    {
      id: 'email',
      header: 'Email',
      isRowHeader: true,
      cell: (user) => <PageLink to={`/accounts/${accountId}/users/${user.UserId}`}>{nameOfUser(user)}</PageLink>,
    },
    { id: 'name', header: 'Name', cell: ({ DisplayName }) => DisplayName ?? '–' },
    { id: 'status', header: 'Status', cell: (user) => <UserStatus user={user} /> },
    { id: 'license', header: 'License', cell: ({ LicenseType }) => LicenseType ?? '–' },
    { id: 'joined', header: 'Joined', cell: ({ RegisteredOn }) => formatDay(RegisteredOn) },
    { id: 'invited', header: 'Invited', cell: ({ InvitedOn }) => formatDay(InvitedOn) },
    { id: 'pin', header: 'Personal PIN', isHidden: true, cell: ({ PersonalPIN }) => PersonalPIN ?? '–' },
    {
      id: 'type',
      header: 'Type',
      isHidden: true,
      cell: ({ UserType }) => (UserType === 'SharedDevice' ? 'Shared device' : 'Person'),
    },
    { id: 'id', header: 'User id', isHidden: true, cell: ({ UserId }) => UserId },
  ];
}

function pick<const Key extends string, Value extends string>(key: Key, values: readonly Value[], text: string | undefined) {
  const value = values.find((one) => one === text);
  // A computed key is a text to the compiler.
  return (value === undefined ? {} : { [key]: value }) as { readonly [K in Key]?: Value };
}

function Filters(): ReactNode {
  const search = useSearch({ from: '/accounts/$accountId/users' });
  const navigate = useNavigate({ from: '/accounts/$accountId/users' });
  const change = (part: Partial<typeof search>): void => void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const [text, type] = useTyped(search.q ?? '', (q) => change({ q: q || undefined }));
  const select = (label: string, key: 'status' | 'license', values: readonly string[]): ReactNode => {
    const options = [{ value: '', label: `Any ${label}` }, ...values.map((value) => ({ value, label: value }))];
    return (
      <Select
        ariaLabel={`Filter by ${label}`}
        options={options}
        selectedOption={options.find(({ value }) => value === (search[key] ?? '')) ?? null}
        onChange={({ detail }) => change({ [key]: detail.selectedOption.value || undefined })}
      />
    );
  };
  return (
    <SpaceBetween size="xs" direction="horizontal" alignItems="center">
      <div className="filter-text">
        <Input
          type="search"
          value={text}
          placeholder="Beginning of a mail address or name"
          ariaLabel="Find users by the beginning of their mail address or name"
          onChange={({ detail }) => type(detail.value)}
        />
      </div>
      {select('status', 'status', statuses)}
      {select('license', 'license', licenses)}
      {(search.q !== undefined || search.status !== undefined || search.license !== undefined) && (
        <Button
          variant="link"
          onClick={() => {
            type('');
            change({ q: undefined, status: undefined, license: undefined });
          }}
        >
          Clear the filters
        </Button>
      )}
    </SpaceBetween>
  );
}

function Acts({
  account,
  chosen,
  onAct,
}: {
  readonly account: Parameters<typeof userActs>[1];
  readonly chosen: readonly User[];
  readonly onAct: (act: BulkAct<User>) => void;
}): ReactNode {
  const client = useClient();
  const whyNot = usePermissions();
  const acts = userActs(client, account);
  const isTeam = account.AccountType === 'Team';
  const by = new Map<string, () => BulkAct<User>>([
    ['suspend', () => acts.suspend],
    ['activate', () => acts.activate],
    ['logout', () => acts.logout],
    ['pin', () => acts.resetPin],
    ...licensable.map((license) => [license, () => acts.license(license, chosen)] as const),
  ]);
  return (
    <ButtonDropdown
      disabled={chosen.length === 0}
      items={[
        item('suspend', isTeam ? 'Remove from the team' : 'Suspend', whyNot('chime:SuspendUsers')),
        item(
          'activate',
          'Activate',
          whyNot('chime:ActivateUsers') ?? (isTeam ? 'Only users of an Enterprise account are suspended and activated.' : undefined),
        ),
        { text: 'License', items: licensable.map((license) => item(license, `Give ${license}`, whyNot('chime:UpdateUserLicenses'))) },
        item('pin', 'Reset personal PIN', whyNot('chime:ResetPersonalPin')),
        item('logout', 'Sign out of all devices', whyNot('chime:LogoutUser')),
      ]}
      onItemClick={({ detail }) => {
        const act = by.get(detail.id)?.();
        if (act) onAct(act);
      }}
    >
      User actions
    </ButtonDropdown>
  );
}

/** An entry of the menu, with what keeps it from being used. */
function item(id: string, text: string, reason: string | undefined) {
  return { id, text, disabled: reason !== undefined, ...(reason !== undefined && { disabledReason: reason }) };
}

const help = (
  <>
    <p>
      Choose users in the table and act on all of them at once. You see first what would change for whom; nothing happens before you
      confirm.
    </p>
    <h3>Team</h3>
    <p>People are invited. Who is removed stays a free user of their own.</p>
    <h3>Enterprise</h3>
    <p>People join by signing in. Who is suspended cannot sign in until they are activated again, and is signed out at once.</p>
  </>
);
