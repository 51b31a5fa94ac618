import Checkbox from '@cloudscape-design/components/checkbox';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useClient } from '../../session.tsx';
import { BulkDialog, type BulkAct } from '../../ui/bulk/dialog.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { Copied } from '../../ui/copied.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { formatTime } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useAccount, type Account } from './account.ts';
import { nameOfUser, userActs, type User } from './user-acts.ts';
import { UserStatus } from './users.tsx';

/** One person: what is known of them, and what can be done for them. */
export function UserPage(): ReactNode {
  const { accountId: AccountId, userId: UserId } = useParams({ from: '/accounts/$accountId/users/$userId' });
  const client = useClient();
  const account = useAccount(AccountId);
  const user = useQuery({
    queryKey: ['user', AccountId, UserId],
    async queryFn({ signal }) {
      const { User: found } = await client.call('chime:GetUser', { AccountId, UserId }, { signal });
      if (!found) throw new Error('The server answered without a user.');
      return found;
    },
  });
  const title = user.data ? (user.data.DisplayName ?? nameOfUser(user.data)) : 'User';
  return (
    <Page
      title={title}
      trail={[
        ['Accounts', '/accounts'],
        [account.data?.Name ?? 'Account', `/accounts/${AccountId}/users`],
        ['Users', `/accounts/${AccountId}/users`],
      ]}
      actions={<CodeButton calls={() => [codeCall('chime:GetUser', { AccountId, UserId })]} />}
      help={help}
    >
      <Loaded query={user}>
        {(found) => (
          <SpaceBetween size="l">
            <Profile user={found} />
            {account.data && <Acts account={account.data} user={found} />}
            <Telephony accountId={AccountId} user={found} />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

const help = (
  <>
    <p>
      The personal PIN is the meeting id of this person. It stays the same until it is reset; an old one stops working at once and is never
      given to anybody else.
    </p>
    <p>Signing somebody out ends every session on all their devices.</p>
  </>
);

function Profile({ user }: { readonly user: User }): ReactNode {
  return (
    <Container header={<Header variant="h2">Profile</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          { label: 'Email', value: <Copied what="mail address" value={user.PrimaryEmail} /> },
          { label: 'Status', value: <UserStatus user={user} /> },
          { label: 'License', value: user.LicenseType ?? '–' },
          { label: 'Personal PIN', value: <Copied what="PIN" value={user.PersonalPIN} /> },
          { label: 'Joined', value: formatTime(user.RegisteredOn) },
          { label: 'Invited', value: formatTime(user.InvitedOn) },
          { label: 'Type', value: user.UserType === 'SharedDevice' ? 'Shared device' : 'Person' },
          { label: 'User id', value: <Copied what="user id" value={user.UserId} /> },
        ]}
      />
    </Container>
  );
}

function Acts({ account, user }: { readonly account: Account; readonly user: User }): ReactNode {
  const client = useClient();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<'pin' | 'logout'>();
  const [bulk, setBulk] = useState<BulkAct<User>>();
  const { AccountId } = account;
  const { UserId } = user;
  const acts = userActs(client, account);
  const isTeam = account.AccountType === 'Team';
  const isSuspended = user.UserRegistrationStatus === 'Suspended';
  const changed = (): void => {
    void queries.invalidateQueries({ queryKey: ['user'] });
    void queries.invalidateQueries({ queryKey: ['users'] });
  };
  const resetPin = useAct(() => client.call('chime:ResetPersonalPin', { AccountId, UserId }), {
    done: () => 'The personal PIN is a new one.',
    stale: ['user', 'users'],
  });
  const logout = useAct(() => client.call('chime:LogoutUser', { AccountId, UserId }), {
    done: () => `${nameOfUser(user)} is signed out of all devices.`,
    stale: [],
  });
  const license = ['Basic', 'Pro'] as const;
  return (
    <Container header={<Header variant="h2">Actions</Header>}>
      <SpaceBetween size="xs" direction="horizontal">
        <ActionButton needs="chime:ResetPersonalPin" onClick={() => setAsked('pin')}>
          Reset personal PIN
        </ActionButton>
        <ActionButton needs="chime:LogoutUser" onClick={() => setAsked('logout')}>
          Sign out of all devices
        </ActionButton>
        {license
          .filter((one) => one !== user.LicenseType)
          .map((one) => (
            <ActionButton key={one} needs="chime:UpdateUserLicenses" onClick={() => setBulk(acts.license(one, [user]))}>
              Give {one}
            </ActionButton>
          ))}
        {isSuspended ? (
          <ActionButton needs="chime:ActivateUsers" onClick={() => setBulk(acts.activate)}>
            Activate
          </ActionButton>
        ) : (
          <ActionButton needs="chime:SuspendUsers" onClick={() => setBulk(acts.suspend)}>
            {isTeam ? 'Remove from the team' : 'Suspend'}
          </ActionButton>
        )}
      </SpaceBetween>
      {asked === 'pin' && (
        <Confirm
          title="Reset the personal PIN"
          verb="Reset"
          rehearse={async () => {
            await client.call('chime:ResetPersonalPin', { AccountId, UserId }, { dryRun: true });
            return [`${user.PersonalPIN ?? 'The old PIN'} stops working at once, in invitations that were sent with it, too.`];
          }}
          act={() => resetPin.mutateAsync()}
          calls={() => [codeCall('chime:ResetPersonalPin', { AccountId, UserId })]}
          onDone={() => setAsked(undefined)}
          onClose={() => setAsked(undefined)}
        >
          {nameOfUser(user)} gets another PIN of ten digits.
        </Confirm>
      )}
      {asked === 'logout' && (
        <Confirm
          title="Sign out of all devices"
          verb="Sign out"
          act={() => logout.mutateAsync()}
          calls={() => [codeCall('chime:LogoutUser', { AccountId, UserId })]}
          onDone={() => setAsked(undefined)}
          onClose={() => setAsked(undefined)}
        >
          Every session of {nameOfUser(user)} ends, on all their devices. They can sign in again.
        </Confirm>
      )}
      {bulk && <BulkDialog first={bulk} items={[user]} onClose={() => setBulk(undefined)} onChanged={changed} />}
    </Container>
  );
}

/** What the person may do with telephones. */
function Telephony({ accountId: AccountId, user: { UserId } }: { readonly accountId: string; readonly user: User }): ReactNode {
  const client = useClient();
  const settings = useQuery({
    queryKey: ['user-settings', AccountId, UserId],
    async queryFn({ signal }) {
      const { UserSettings } = await client.call('chime:GetUserSettings', { AccountId, UserId }, { signal });
      return UserSettings?.Telephony ?? { InboundCalling: true, OutboundCalling: true, SMS: true };
    },
  });
  const [changed, setChanged] = useState<{ readonly InboundCalling?: boolean; readonly OutboundCalling?: boolean; readonly SMS?: boolean }>(
    {},
  );
  const input = (base: NonNullable<typeof settings.data>) => ({ AccountId, UserId, UserSettings: { Telephony: { ...base, ...changed } } });
  const save = useAct((telephony: NonNullable<typeof settings.data>) => client.call('chime:UpdateUserSettings', input(telephony)), {
    done: () => 'The telephone settings are saved.',
    stale: ['user-settings'],
  });
  return (
    <Container header={<Header variant="h2">Telephone</Header>}>
      <Loaded query={settings}>
        {(base) => {
          const now = { ...base, ...changed };
          return (
            <SpaceBetween size="m">
              <Checkbox checked={now.InboundCalling} onChange={({ detail }) => setChanged({ ...changed, InboundCalling: detail.checked })}>
                May be called
              </Checkbox>
              <Checkbox
                checked={now.OutboundCalling}
                onChange={({ detail }) => setChanged({ ...changed, OutboundCalling: detail.checked })}
              >
                May call
              </Checkbox>
              <Checkbox checked={now.SMS} onChange={({ detail }) => setChanged({ ...changed, SMS: detail.checked })}>
                May send text messages
              </Checkbox>
              <SpaceBetween size="xs" direction="horizontal">
                <ActionButton
                  needs="chime:UpdateUserSettings"
                  variant="primary"
                  loading={save.isPending}
                  disabledReason={Object.keys(changed).length === 0 ? 'Nothing was changed.' : undefined}
                  onClick={() => save.mutate(base, { onSuccess: () => setChanged({}) })}
                >
                  Save
                </ActionButton>
                <CodeButton calls={() => [codeCall('chime:UpdateUserSettings', input(base))]} />
              </SpaceBetween>
            </SpaceBetween>
          );
        }}
      </Loaded>
    </Container>
  );
}
