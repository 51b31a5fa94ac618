import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import DatePicker from '@cloudscape-design/components/date-picker';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { Copied } from '../../ui/copied.tsx';
import { CodeButton } from '../../ui/code-button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { formatTime } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { PagedTable } from '../../ui/paged-table.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { ReadingDialog } from '../../ui/reading-dialog.tsx';
import { accountTrail, useAccount } from './account.ts';

type ApiKey = Output<'chime:ListApiKeys'>['ApiKeys'][number];

/** The keys with which Okta, Entra ID and others push people and groups. */
export function ScimKeysPage(): ReactNode {
  const { accountId: AccountId } = useParams({ from: '/accounts/$accountId/scim-keys' });
  const client = useClient();
  const queries = useQueryClient();
  const account = useAccount(AccountId);
  const [isCreating, setCreating] = useState(false);
  const [secret, setSecret] = useState<string>();
  const [deleted, setDeleted] = useState<ApiKey>();
  const again = (): void => void queries.invalidateQueries({ queryKey: ['scim-keys'] });
  const why = account.data?.AccountType === 'Team' ? 'Prove a domain first: keys are for Enterprise accounts.' : undefined;
  const create = (
    <ActionButton needs="chime:CreateApiKey" variant="primary" disabledReason={why} onClick={() => setCreating(true)}>
      Create key
    </ActionButton>
  );
  return (
    <Page title="SCIM access keys" isBare trail={accountTrail(AccountId, account.data)} help={help}>
      <PagedTable<ApiKey>
        name="scim-keys"
        title="SCIM access keys"
        queryKey={[AccountId]}
        load={async ({ signal }) => ({
          items: (await client.call('chime:ListApiKeys', { AccountId }, { signal })).ApiKeys,
          next: undefined,
        })}
        idOf={({ ApiKeyId }) => ApiKeyId}
        nameOf={({ Description, Prefix }) => Description ?? Prefix}
        columns={[
          { id: 'name', header: 'Key', isRowHeader: true, cell: ({ Description, Prefix }) => Description ?? Prefix },
          { id: 'prefix', header: 'Begins with', cell: ({ Prefix }) => <Box variant="code">{Prefix}…</Box> },
          {
            id: 'used',
            header: 'Last used',

            cell: ({ LastUsedAt }) => (LastUsedAt === undefined ? 'Never' : formatTime(LastUsedAt)),
          },
          {
            id: 'expires',
            header: 'Expires',

            cell: ({ ExpiresAt }) => (ExpiresAt === undefined ? 'Never' : formatTime(ExpiresAt)),
          },
          { id: 'created', header: 'Created', cell: ({ CreatedTimestamp }) => formatTime(CreatedTimestamp) },
          { id: 'by', header: 'Created by', isHidden: true, cell: ({ CreatedBy }) => CreatedBy },
          {
            id: 'acts',
            header: 'Actions',

            cell: (key) => (
              <ActionButton
                needs="chime:DeleteApiKey"
                variant="inline-link"
                ariaLabel={`Delete ${key.Description ?? key.Prefix}`}
                onClick={() => setDeleted(key)}
              >
                Delete
              </ActionButton>
            ),
          },
        ]}
        empty={
          <SpaceBetween size="xs">
            <b>No keys</b>
            <Box variant="p">A key lets your identity provider push people and groups to {location.origin}/scim/v2.</Box>
            {create}
          </SpaceBetween>
        }
        header={({ counter }) => (
          <Header
            variant="h1"
            counter={counter}
            description="For identity providers that push people and groups."
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                <CodeButton calls={() => [codeCall('chime:ListApiKeys', { AccountId })]} />
                {create}
              </SpaceBetween>
            }
          >
            SCIM access keys
          </Header>
        )}
      />
      {isCreating && (
        <CreateKey
          accountId={AccountId}
          onClose={() => setCreating(false)}
          onCreated={(created) => {
            setCreating(false);
            setSecret(created);
            again();
          }}
        />
      )}
      {secret !== undefined && <SecretDialog secret={secret} onClose={() => setSecret(undefined)} />}
      {deleted && (
        <Confirm
          title="Delete the key"
          verb="Delete"
          rehearse={async () => {
            await client.call('chime:DeleteApiKey', { AccountId, ApiKeyId: deleted.ApiKeyId }, { dryRun: true });
            return ['The next call with it is refused. People and groups that came by it stay.'];
          }}
          act={() => client.call('chime:DeleteApiKey', { AccountId, ApiKeyId: deleted.ApiKeyId })}
          calls={() => [codeCall('chime:DeleteApiKey', { AccountId, ApiKeyId: deleted.ApiKeyId })]}
          onDone={() => {
            setDeleted(undefined);
            again();
          }}
          onClose={() => setDeleted(undefined)}
        >
          {deleted.Description ?? deleted.Prefix} stops working.
        </Confirm>
      )}
    </Page>
  );
}

const help = (
  <>
    <p>Give the provider this address and a key. At most five keys live at once, so that one can take over from another.</p>
    <p>A key is shown once, when it is made. Only its hash is kept.</p>
  </>
);

function CreateKey({
  accountId: AccountId,
  onCreated,
  onClose,
}: {
  readonly accountId: string;
  readonly onCreated: (secret: string) => void;
  readonly onClose: () => void;
}): ReactNode {
  const client = useClient();
  const [description, setDescription] = useState('');
  const [expires, setExpires] = useState('');
  const input = {
    AccountId,
    ...(description.trim() !== '' && { Description: description.trim() }),
    ...(expires !== '' && { ExpiresAt: `${expires}T00:00:00.000Z` }),
  };
  return (
    <FormDialog
      title="Create SCIM access key"
      verb="Create"
      isComplete
      act={async () => onCreated((await client.call('chime:CreateApiKey', input)).Secret)}
      calls={() => [codeCall('chime:CreateApiKey', input)]}
      onDone={onClose}
      onClose={onClose}
    >
      <FormField label="Description" description="What you recognise it by." stretch>
        <Input
          value={description}
          autoFocus
          placeholder="Okta provisioning"
          onChange={({ detail }) => setDescription(detail.value.slice(0, 256))}
        />
      </FormField>
      <FormField label="Expires" description="Midnight UTC at the beginning of that day; empty is never." stretch>
        <DatePicker
          value={expires}
          placeholder="YYYY/MM/DD"
          openCalendarAriaLabel={() => 'Choose a day'}
          onChange={({ detail }) => setExpires(detail.value)}
        />
      </FormField>
    </FormDialog>
  );
}

function SecretDialog({ secret, onClose }: { readonly secret: string; readonly onClose: () => void }): ReactNode {
  return (
    <ReadingDialog title="The new key" verb="I have it" onClose={onClose}>
      <SpaceBetween size="m">
        <Alert type="warning" statusIconAriaLabel="Warning">
          It is shown this once. Copy it to your identity provider now.
        </Alert>
        <FormField label="Address" stretch>
          <Copied what="address" value={`${location.origin}/scim/v2`} />
        </FormField>
        <FormField label="Key" stretch>
          <Copied what="key" value={secret} />
        </FormField>
      </SpaceBetween>
    </ReadingDialog>
  );
}
