import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import { useClient, useSession } from '../session.tsx';
import { codeCall } from '../ui/code.ts';
import { CodeButton } from '../ui/code-button.tsx';
import { formatTime } from '../ui/format.ts';
import { PageLink, useGo } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { PagedTable, type PagedTableProps } from '../ui/paged-table.tsx';
import { ActionButton, usePermissions } from '../ui/permissions.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { useAct } from '../ui/use-act.ts';
import { useTyped } from '../ui/use-typed.ts';
import { accountTypes, type Account } from './account/account.ts';

/** Every Chime account that the caller's AWS account owns or has been given. */
export function AccountsPage(): ReactNode {
  const client = useClient();
  const { ActingAccountId } = useSession();
  const { name, email } = useSearch({ from: '/accounts' });
  const navigate = useNavigate({ from: '/accounts' });
  const [isCreating, setCreating] = useState(false);
  const [typed, type] = useTyped(email ?? name ?? '', (text) => {
    void navigate({ search: text.includes('@') ? { email: text } : { name: text || undefined }, replace: true });
  });
  const filter = { ...(name !== undefined && { Name: name }), ...(email !== undefined && { UserEmail: email }) };
  const columns = useMemo(() => columnsOf(ActingAccountId), [ActingAccountId]);
  return (
    <Page title="Accounts" isBare help={help}>
      <PagedTable<Account>
        name="accounts"
        title="Accounts"
        queryKey={[filter]}
        load={async ({ token, pageSize, signal }) => {
          const input = { ...filter, MaxResults: pageSize, ...(token !== undefined && { NextToken: token }) };
          const { Accounts = [], NextToken } = await client.call('chime:ListAccounts', input, { signal });
          return { items: Accounts, next: NextToken };
        }}
        idOf={({ AccountId }) => AccountId}
        nameOf={({ Name }) => Name}
        columns={columns}
        filter={
          <TextFilter
            filteringText={typed}
            filteringPlaceholder="Name, or the mail address of a person"
            filteringAriaLabel="Find accounts by name or by a person’s mail address"
            onChange={({ detail }) => type(detail.filteringText)}
          />
        }
        empty={
          (email ?? name) === undefined ? (
            <SpaceBetween size="xs">
              <b>No accounts yet</b>
              <Box variant="p">An account holds people, their licenses and how they sign in.</Box>
              <ActionButton needs="chime:CreateAccount" onClick={() => setCreating(true)}>
                Create account
              </ActionButton>
            </SpaceBetween>
          ) : (
            <SpaceBetween size="xs">
              <b>No account matches</b>
              <Button onClick={() => type('')}>Clear the filter</Button>
            </SpaceBetween>
          )
        }
        header={({ counter }) => (
          <Header
            variant="h1"
            counter={counter}
            description="The accounts you administer, and those that other AWS accounts have shared with you."
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                <CodeButton calls={() => [codeCall('chime:ListAccounts', filter)]} />
                <ActionButton needs="chime:CreateAccount" variant="primary" onClick={() => setCreating(true)}>
                  Create account
                </ActionButton>
              </SpaceBetween>
            }
          >
            Accounts
          </Header>
        )}
      />
      <Received />
      {isCreating && <CreateAccountDialog onClose={() => setCreating(false)} />}
    </Page>
  );
}

function columnsOf(own: string): PagedTableProps<Account>['columns'] {
  return [
    {
      id: 'name',
      header: 'Name',
      isRowHeader: true,
      cell: ({ AccountId, Name }) => <PageLink to={`/accounts/${AccountId}/users`}>{Name}</PageLink>,
    },
    { id: 'type', header: 'Type', cell: ({ AccountType }) => (AccountType ? accountTypes[AccountType] : '–') },
    {
      id: 'status',
      header: 'Status',
      cell: ({ AccountStatus }) => (
        <StatusIndicator type={AccountStatus === 'Suspended' ? 'stopped' : 'success'}>{AccountStatus ?? 'Active'}</StatusIndicator>
      ),
    },
    { id: 'license', header: 'Default license', cell: ({ DefaultLicense }) => DefaultLicense ?? '–' },
    {
      id: 'owner',
      header: 'Owner',
      cell: ({ AwsAccountId }) => (AwsAccountId === own ? 'This AWS account' : `AWS account ${AwsAccountId}, shared`),
    },
    { id: 'created', header: 'Created', cell: ({ CreatedTimestamp }) => formatTime(CreatedTimestamp) },
    { id: 'id', header: 'Account id', isHidden: true, cell: ({ AccountId }) => AccountId },
  ];
}

/** Accounts that other AWS accounts want to share. */
function Received(): ReactNode {
  const client = useClient();
  const whyNot = usePermissions();
  const mayNot = whyNot('chime:ListReceivedDelegates');
  const received = useQuery({
    queryKey: ['received-delegates'],
    queryFn: async ({ signal }) => (await client.call('chime:ListReceivedDelegates', {}, { signal })).Delegates,
    enabled: mayNot === undefined,
  });
  const accept = useAct(
    ({ DelegateId }: { readonly DelegateId: string; readonly AccountName?: string | undefined }) =>
      client.call('chime:AcceptDelegate', { DelegateId }),
    {
      done: ({ AccountName }) => `You manage ${AccountName ?? 'the account'} from now on.`,
      stale: ['received-delegates', 'accounts'],
    },
  );
  const pending = (received.data ?? []).filter(({ State }) => State === 'Pending');
  return pending.map((delegate) => (
    <Alert
      key={delegate.DelegateId}
      type="info"
      statusIconAriaLabel="Information"
      header={`AWS account ${delegate.OwnerAwsAccountId} wants to share ${delegate.AccountName ?? 'an account'}`}
      action={
        <ActionButton needs="chime:AcceptDelegate" loading={accept.isPending} onClick={() => accept.mutate(delegate)}>
          Accept
        </ActionButton>
      }
    >
      Once you accept, people here manage it as far as your policies let them. The invitation holds until {formatTime(delegate.ExpiresAt)}.
    </Alert>
  ));
}

const help = (
  <>
    <p>
      A new account is a <b>Team</b>: its people are invited one by one. Once it has proved a domain of its own it becomes an{' '}
      <b>Enterprise</b>: whoever signs in with an address of that domain joins it.
    </p>
    <h3>Find the account of a person</h3>
    <p>Type their mail address into the search field.</p>
  </>
);

function CreateAccountDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const client = useClient();
  const queries = useQueryClient();
  const go = useGo();
  const [name, setName] = useState('');
  const create = useMutation({
    mutationFn: () => client.call('chime:CreateAccount', { Name: name.trim() }),
    async onSuccess({ Account }) {
      await queries.invalidateQueries({ queryKey: ['accounts'] });
      onClose();
      if (Account) go(`/accounts/${Account.AccountId}/users`);
    },
  });
  return (
    <Modal visible header="Create account" onDismiss={onClose} closeAriaLabel="Close">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Form
          actions={
            <SpaceBetween size="xs" direction="horizontal">
              <CodeButton calls={() => [codeCall('chime:CreateAccount', { Name: name.trim() || 'Acme' })]} />
              <Button variant="link" formAction="none" onClick={onClose}>
                Cancel
              </Button>
              <Button variant="primary" loading={create.isPending} disabled={name.trim() === ''}>
                Create
              </Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="m">
            <FormField label="Name" description="People read it in the invitations they get." constraintText={`${name.length}/100`} stretch>
              <Input value={name} autoFocus onChange={({ detail }) => setName(detail.value.slice(0, 100))} />
            </FormField>
            {create.error && <Trouble error={create.error} />}
          </SpaceBetween>
        </Form>
      </form>
    </Modal>
  );
}
