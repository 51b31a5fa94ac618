import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { Copied } from '../../ui/copied.tsx';
import { CodeButton } from '../../ui/code-button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { useFlashes } from '../../ui/flash.tsx';
import { formatTime } from '../../ui/format.ts';
import { PageLink, useGo } from '../../ui/link.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { useAct } from '../../ui/use-act.ts';
import { accountTrail, accountTypes, useAccount, type Account } from './account.ts';

/** The account itself: its name, and its end. */
export function SettingsPage(): ReactNode {
  const { accountId } = useParams({ from: '/accounts/$accountId/settings' });
  const account = useAccount(accountId);
  return (
    <Page
      title="Account"
      trail={accountTrail(accountId, account.data)}
      help={<p>The name is part of the invitations that people get by mail.</p>}
    >
      <Loaded query={account}>
        {(found) => (
          <SpaceBetween size="l">
            <About account={found} />
            <Rename account={found} />
            <Delete account={found} />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

function About({ account }: { readonly account: Account }): ReactNode {
  return (
    <Container header={<Header variant="h2">About</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          { label: 'Type', value: account.AccountType ? accountTypes[account.AccountType] : '–' },
          { label: 'Status', value: account.AccountStatus ?? 'Active' },
          { label: 'Created', value: formatTime(account.CreatedTimestamp) },
          {
            label: 'Account id',
            value: <Copied what="account id" value={account.AccountId} />,
          },
          { label: 'Owner', value: `AWS account ${account.AwsAccountId}` },
        ]}
      />
    </Container>
  );
}

function Rename({ account: { AccountId, Name } }: { readonly account: Account }): ReactNode {
  const client = useClient();
  const [name, setName] = useState(Name);
  const input = { AccountId, Name: name.trim() };
  const rename = useAct(() => client.call('chime:RenameAccount', input), {
    done: () => `The account is called ${name.trim()} now.`,
    stale: ['account', 'accounts'],
  });
  return (
    <Container header={<Header variant="h2">Name</Header>}>
      <SpaceBetween size="m">
        <FormField label="Name of the account" constraintText={`${name.length}/100`}>
          <Input value={name} onChange={({ detail }) => setName(detail.value.slice(0, 100))} />
        </FormField>
        <SpaceBetween size="xs" direction="horizontal">
          <ActionButton
            needs="chime:RenameAccount"
            variant="primary"
            loading={rename.isPending}
            disabledReason={name.trim() === '' || name.trim() === Name ? 'Nothing was changed.' : undefined}
            onClick={() => rename.mutate()}
          >
            Rename
          </ActionButton>
          <CodeButton calls={() => [codeCall('chime:RenameAccount', input)]} />
        </SpaceBetween>
      </SpaceBetween>
    </Container>
  );
}

function Delete({ account: { AccountId, Name } }: { readonly account: Account }): ReactNode {
  const client = useClient();
  const go = useGo();
  const { show } = useFlashes();
  const [isAsked, setAsked] = useState(false);
  return (
    <Container
      header={
        <Header variant="h2" description="Users or domains that are left have to go first.">
          Delete the account
        </Header>
      }
    >
      <ActionButton needs="chime:DeleteAccount" onClick={() => setAsked(true)}>
        Delete the account
      </ActionButton>
      {isAsked && (
        <Confirm
          title={`Delete ${Name}`}
          verb="Delete"
          typed={Name}
          rehearse={async () => {
            await client.call('chime:DeleteAccount', { AccountId }, { dryRun: true });
            return [
              'The account is closed at once.',
              'Its SCIM keys, sign-in configuration and delegations end.',
              'What is left of it is erased after 90 days.',
            ];
          }}
          act={() => client.call('chime:DeleteAccount', { AccountId })}
          calls={() => [codeCall('chime:DeleteAccount', { AccountId })]}
          onDone={() => {
            show({ id: 'deleted', type: 'success', content: `${Name} is deleted.` });
            go('/accounts');
          }}
          onClose={() => setAsked(false)}
        >
          This cannot be taken back.
        </Confirm>
      )}
    </Container>
  );
}

type Policies = NonNullable<Output<'chime:GetAccountSettings'>['AccountSettings']>;

/** The policies of meetings. */
export function MeetingsPage(): ReactNode {
  const { accountId: AccountId } = useParams({ from: '/accounts/$accountId/meetings' });
  const client = useClient();
  const account = useAccount(AccountId);
  const settings = useQuery({
    queryKey: ['account-settings', AccountId],
    queryFn: async ({ signal }) => (await client.call('chime:GetAccountSettings', { AccountId }, { signal })).AccountSettings ?? {},
  });
  return (
    <Page
      title="Meetings"
      description="What people of this account may do in meetings."
      trail={accountTrail(AccountId, account.data)}
      help={meetingsHelp}
      actions={<CodeButton calls={() => [codeCall('chime:GetAccountSettings', { AccountId })]} />}
    >
      <Loaded query={settings}>{(policies) => <Policies policies={policies} accountId={AccountId} />}</Loaded>
    </Page>
  );
}

const meetingsHelp = (
  <>
    <p>The policies hold for everybody of the account. Which license somebody has decides further what they may do.</p>
    <p>The same policies are in the account’s document, under Resource.</p>
  </>
);

function Policies({ policies, accountId: AccountId }: { readonly policies: Policies; readonly accountId: string }): ReactNode {
  const client = useClient();
  const [edited, setEdited] = useState<Policies>({});
  const before = { DisableRemoteControl: policies.DisableRemoteControl ?? false, EnableDialOut: policies.EnableDialOut ?? false };
  const now = {
    DisableRemoteControl: edited.DisableRemoteControl ?? before.DisableRemoteControl,
    EnableDialOut: edited.EnableDialOut ?? before.EnableDialOut,
  };
  const changed = {
    ...(now.DisableRemoteControl !== before.DisableRemoteControl && { DisableRemoteControl: now.DisableRemoteControl }),
    ...(now.EnableDialOut !== before.EnableDialOut && { EnableDialOut: now.EnableDialOut }),
  };
  const isSame = Object.keys(changed).length === 0;
  // What somebody else changes meanwhile is left alone.
  const input = { AccountId, AccountSettings: changed };
  const save = useAct(() => client.call('chime:UpdateAccountSettings', input), {
    done: () => 'The policies of meetings are saved.',
    stale: ['account-settings', 'account-resource'],
  });
  return (
    <Container
      header={
        <Header variant="h2" info={<PageLink to="/access/events?by=EventName&value=UpdateAccountSettings">Who changed them</PageLink>}>
          Policies
        </Header>
      }
    >
      <SpaceBetween size="m">
        <Checkbox
          checked={!now.DisableRemoteControl}
          description="Whoever shares a screen may let somebody else use their mouse and keyboard."
          onChange={({ detail }) => setEdited({ ...edited, DisableRemoteControl: !detail.checked })}
        >
          Shared control of a shared screen
        </Checkbox>
        <Checkbox
          checked={now.EnableDialOut}
          description="People may have the meeting call them on a telephone."
          onChange={({ detail }) => setEdited({ ...edited, EnableDialOut: detail.checked })}
        >
          Call me
        </Checkbox>
        <SpaceBetween size="xs" direction="horizontal">
          <ActionButton
            needs="chime:UpdateAccountSettings"
            variant="primary"
            loading={save.isPending}
            disabledReason={isSame ? 'Nothing was changed.' : undefined}
            onClick={() => save.mutate(undefined, { onSuccess: () => setEdited({}) })}
          >
            Save
          </ActionButton>
          <Button disabled={isSame} onClick={() => setEdited({})}>
            Discard
          </Button>
          <CodeButton calls={() => [codeCall('chime:UpdateAccountSettings', isSame ? { AccountId, AccountSettings: now } : input)]} />
        </SpaceBetween>
      </SpaceBetween>
    </Container>
  );
}
