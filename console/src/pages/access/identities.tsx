import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { codeCall, type CodeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { formatDay } from '../../ui/format.ts';
import { PageLink, useGo } from '../../ui/link.tsx';
import { Page } from '../../ui/page.tsx';
import { PagedTable, type PagedTableProps } from '../../ui/paged-table.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { CreateGroup, CreateRole } from './create-holder.tsx';

type User = Output<'iam:ListUsers'>['Users'][number];
type Group = Output<'iam:ListGroups'>['Groups'][number];
type Role = Output<'iam:ListRoles'>['Roles'][number];

const kinds = ['users', 'groups', 'roles'] as const;

/** Who may call this server: users, their groups, and roles. */
export function IdentitiesPage(): ReactNode {
  const search = useSearch({ from: '/access/identities' });
  const kind = kinds.find((one) => one === search.kind) ?? 'users';
  return (
    <Page title="Users and roles" isBare help={help}>
      {kind === 'users' ? <Users /> : kind === 'groups' ? <Groups /> : <Roles />}
    </Page>
  );
}

const help = (
  <>
    <p>
      A user is somebody, or a program, with a password or keys of their own. A group gives its users policies. A role is what somebody acts
      as for a while.
    </p>
    <p>These are identities of IAM, not the people of an account: those are under Accounts.</p>
  </>
);

function Kind(): ReactNode {
  const search = useSearch({ from: '/access/identities' });
  const navigate = useNavigate({ from: '/access/identities' });
  return (
    <SegmentedControl
      label="Kind"
      selectedId={search.kind ?? 'users'}
      options={[
        { id: 'users', text: 'Users' },
        { id: 'groups', text: 'Groups' },
        { id: 'roles', text: 'Roles' },
      ]}
      onChange={({ detail }) => void navigate({ search: { kind: detail.selectedId === 'users' ? undefined : detail.selectedId } })}
    />
  );
}

function Heading({ counter, call, action }: { readonly counter: string; readonly call: CodeCall; readonly action?: ReactNode }): ReactNode {
  return (
    <Header
      variant="h1"
      counter={counter}
      description="Identities of IAM: whoever signs in here, and whoever calls the API."
      actions={
        <SpaceBetween size="xs" direction="horizontal">
          <CodeButton calls={() => [call]} />
          {action}
        </SpaceBetween>
      }
    >
      Users and roles
    </Header>
  );
}

const userColumns: PagedTableProps<User>['columns'] = [
  {
    id: 'name',
    header: 'User',
    isRowHeader: true,
    cell: ({ UserName = '' }) => <PageLink to={`/access/identities/user/${UserName}`}>{UserName}</PageLink>,
  },
  { id: 'path', header: 'Path', cell: ({ Path }) => Path ?? '/' },
  { id: 'made', header: 'Made', cell: ({ CreateDate }) => formatDay(CreateDate) },
  { id: 'arn', header: 'ARN', isHidden: true, cell: ({ Arn }) => Arn },
];

function Users(): ReactNode {
  const client = useClient();
  const go = useGo();
  const queries = useQueryClient();
  const [isCreating, setCreating] = useState(false);
  const [name, setName] = useState('');
  const input = { UserName: name.trim() };
  return (
    <>
      <PagedTable<User>
        name="iam-users"
        title="Users"
        queryKey={[]}
        load={async ({ token, pageSize, signal }) => {
          const { Users, Marker } = await client.call(
            'iam:ListUsers',
            { MaxItems: pageSize, ...(token !== undefined && { Marker: token }) },
            { signal },
          );
          return { items: Users, next: Marker };
        }}
        idOf={({ UserId }) => UserId}
        nameOf={({ UserName = '' }) => UserName}
        columns={userColumns}
        filter={<Kind />}
        empty={<b>No users</b>}
        header={({ counter }) => (
          <Heading
            counter={counter}
            call={codeCall('iam:ListUsers', {})}
            action={
              <ActionButton needs="iam:CreateUser" variant="primary" onClick={() => setCreating(true)}>
                Create user
              </ActionButton>
            }
          />
        )}
      />
      {isCreating && (
        <FormDialog
          title="Create user"
          verb="Create"
          isComplete={name.trim() !== ''}
          act={() => client.call('iam:CreateUser', input)}
          calls={() => [codeCall('iam:CreateUser', input)]}
          onDone={() => {
            void queries.invalidateQueries({ queryKey: ['iam-users'] });
            go(`/access/identities/user/${name.trim()}`);
          }}
          onClose={() => setCreating(false)}
        >
          <FormField label="User name" description="What they sign in with. Password, keys and policies come next." stretch>
            <Input value={name} autoFocus onChange={({ detail }) => setName(detail.value)} />
          </FormField>
        </FormDialog>
      )}
    </>
  );
}

const groupColumns: PagedTableProps<Group>['columns'] = [
  {
    id: 'name',
    header: 'Group',
    isRowHeader: true,
    cell: ({ GroupName }) => <PageLink to={`/access/identities/group/${GroupName}`}>{GroupName}</PageLink>,
  },
  { id: 'path', header: 'Path', cell: ({ Path }) => Path },
  { id: 'made', header: 'Made', cell: ({ CreateDate }) => formatDay(CreateDate) },
  { id: 'arn', header: 'ARN', cell: ({ Arn }) => Arn },
];

function Groups(): ReactNode {
  const client = useClient();
  const [isCreating, setCreating] = useState(false);
  return (
    <>
      <PagedTable<Group>
        name="iam-groups"
        title="Groups"
        queryKey={[]}
        load={async ({ token, pageSize, signal }) => {
          const { Groups: items, Marker } = await client.call(
            'iam:ListGroups',
            { MaxItems: pageSize, ...(token !== undefined && { Marker: token }) },
            { signal },
          );
          return { items, next: Marker };
        }}
        idOf={({ GroupId }) => GroupId}
        nameOf={({ GroupName }) => GroupName}
        columns={groupColumns}
        filter={<Kind />}
        empty={<b>No groups</b>}
        header={({ counter }) => (
          <Heading
            counter={counter}
            call={codeCall('iam:ListGroups', {})}
            action={
              <ActionButton needs="iam:CreateGroup" variant="primary" onClick={() => setCreating(true)}>
                Create group
              </ActionButton>
            }
          />
        )}
      />
      {isCreating && <CreateGroup onClose={() => setCreating(false)} />}
    </>
  );
}

const roleColumns: PagedTableProps<Role>['columns'] = [
  {
    id: 'name',
    header: 'Role',
    isRowHeader: true,
    cell: ({ RoleName }) => <PageLink to={`/access/identities/role/${RoleName}`}>{RoleName}</PageLink>,
  },
  { id: 'description', header: 'Description', cell: ({ Description }) => Description ?? '–' },
  { id: 'made', header: 'Made', cell: ({ CreateDate }) => formatDay(CreateDate) },
  { id: 'arn', header: 'ARN', cell: ({ Arn }) => Arn },
];

function Roles(): ReactNode {
  const client = useClient();
  const [isCreating, setCreating] = useState(false);
  return (
    <>
      <PagedTable<Role>
        name="iam-roles"
        title="Roles"
        queryKey={[]}
        load={async ({ token, pageSize, signal }) => {
          const { Roles: items, Marker } = await client.call(
            'iam:ListRoles',
            { MaxItems: pageSize, ...(token !== undefined && { Marker: token }) },
            { signal },
          );
          return { items, next: Marker };
        }}
        idOf={({ RoleId }) => RoleId}
        nameOf={({ RoleName }) => RoleName}
        columns={roleColumns}
        filter={<Kind />}
        empty={<b>No roles</b>}
        header={({ counter }) => (
          <Heading
            counter={counter}
            call={codeCall('iam:ListRoles', {})}
            action={
              <ActionButton needs="iam:CreateRole" variant="primary" onClick={() => setCreating(true)}>
                Create role
              </ActionButton>
            }
          />
        )}
      />
      {isCreating && <CreateRole onClose={() => setCreating(false)} />}
    </>
  );
}
