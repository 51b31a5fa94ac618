import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { CallError } from '../../api/client.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { Snippet } from '../../ui/code-button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { formatTime } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { useAct } from '../../ui/use-act.ts';
import { EnableMfa } from './enable-mfa.tsx';

type Open = 'password' | 'mfa' | 'unmfa' | undefined;
const stale = ['iam-user'];

/** How a user proves who they are: password, second factor, keys. */
export function Credentials({ userName: UserName }: { readonly userName: string }): ReactNode {
  const client = useClient();
  const [open, setOpen] = useState<Open>();
  const found = useQuery({
    queryKey: ['iam-user', UserName, 'credentials'],
    async queryFn({ signal }) {
      const [profile, devices, keys] = await Promise.all([
        client.call('iam:GetLoginProfile', { UserName }, { signal }).catch(absent),
        client.call('iam:ListMFADevices', { UserName }, { signal }),
        client.call('iam:ListAccessKeys', { UserName }, { signal }),
      ]);
      return { profile: profile?.LoginProfile, devices: devices.MFADevices, keys: keys.AccessKeyMetadata };
    },
  });
  const takePassword = useAct(() => client.call('iam:DeleteLoginProfile', { UserName }), {
    done: () => `${UserName} can no longer sign in to the console.`,
    stale,
  });
  return (
    <Container header={<Header variant="h2">Credentials</Header>}>
      <Loaded query={found}>
        {({ profile, devices, keys }) => (
          <SpaceBetween size="l">
            <SpaceBetween size="xs" direction="horizontal" alignItems="center">
              <StatusIndicator type={profile ? 'success' : 'stopped'}>
                {profile ? `Console password since ${formatTime(profile.CreateDate)}` : 'No console password'}
              </StatusIndicator>
              <ActionButton needs={profile ? 'iam:UpdateLoginProfile' : 'iam:CreateLoginProfile'} onClick={() => setOpen('password')}>
                {profile ? 'Change password' : 'Give a password'}
              </ActionButton>
              {profile && (
                <ActionButton needs="iam:DeleteLoginProfile" loading={takePassword.isPending} onClick={() => takePassword.mutate()}>
                  Take it away
                </ActionButton>
              )}
            </SpaceBetween>
            <SpaceBetween size="xs" direction="horizontal" alignItems="center">
              <StatusIndicator type={devices.length > 0 ? 'success' : 'warning'}>
                {devices.length > 0 ? `Second factor since ${formatTime(devices[0]?.EnableDate)}` : 'No second factor'}
              </StatusIndicator>
              <ActionButton needs={['iam:CreateVirtualMFADevice', 'iam:EnableMFADevice']} onClick={() => setOpen('mfa')}>
                Add an authenticator app
              </ActionButton>
              {devices.length > 0 && (
                <ActionButton needs="iam:DeactivateMFADevice" onClick={() => setOpen('unmfa')}>
                  Remove it
                </ActionButton>
              )}
            </SpaceBetween>
            <Keys userName={UserName} keys={keys} />
            {open === 'password' && <Password userName={UserName} isNew={!profile} onClose={() => setOpen(undefined)} />}
            {open === 'mfa' && <EnableMfa userName={UserName} onClose={() => setOpen(undefined)} />}
            {open === 'unmfa' && devices[0] && (
              <RemoveMfa userName={UserName} serialNumber={devices[0].SerialNumber} onClose={() => setOpen(undefined)} />
            )}
          </SpaceBetween>
        )}
      </Loaded>
    </Container>
  );
}

/** That there is none is an answer, too. */
function absent(error: unknown): undefined {
  if (error instanceof CallError && error.status === 404) return undefined;
  throw error;
}

function Password({
  userName: UserName,
  isNew,
  onClose,
}: {
  readonly userName: string;
  readonly isNew: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const client = useClient();
  const queries = useQueryClient();
  const [password, setPassword] = useState('');
  const [mustChange, setMustChange] = useState(true);
  const input = { UserName, Password: password, PasswordResetRequired: mustChange };
  const name = isNew ? 'iam:CreateLoginProfile' : 'iam:UpdateLoginProfile';
  return (
    <FormDialog
      title={isNew ? `Give ${UserName} a password` : `Change the password of ${UserName}`}
      verb="Set"
      isComplete={password !== ''}
      act={() => client.call(name, input)}
      calls={() => [codeCall(name, { ...input, Password: '<the password>' })]}
      onDone={() => {
        void queries.invalidateQueries({ queryKey: ['iam-user'] });
        onClose();
      }}
      onClose={onClose}
    >
      <FormField label="Password" description="Sessions that were begun with the old one end at once." stretch>
        <Input
          type="password"
          autoFocus
          autoComplete="new-password"
          value={password}
          onChange={({ detail }) => setPassword(detail.value)}
        />
      </FormField>
      <Checkbox checked={mustChange} onChange={({ detail }) => setMustChange(detail.checked)}>
        Must be changed at the next sign-in
      </Checkbox>
    </FormDialog>
  );
}

function RemoveMfa({
  userName: UserName,
  serialNumber: SerialNumber,
  onClose,
}: {
  readonly userName: string;
  readonly serialNumber: string;
  readonly onClose: () => void;
}): ReactNode {
  const client = useClient();
  const queries = useQueryClient();
  return (
    <Confirm
      title={`Remove the second factor of ${UserName}`}
      verb="Remove"
      rehearse={async () => {
        await client.call('iam:DeactivateMFADevice', { UserName, SerialNumber }, { dryRun: true });
        return ['Sessions that were begun with it end at once.', 'A password alone is enough from then on.'];
      }}
      act={async () => {
        await client.call('iam:DeactivateMFADevice', { UserName, SerialNumber });
        await client.call('iam:DeleteVirtualMFADevice', { SerialNumber });
      }}
      calls={() => [
        codeCall('iam:DeactivateMFADevice', { UserName, SerialNumber }),
        codeCall('iam:DeleteVirtualMFADevice', { SerialNumber }),
      ]}
      onDone={() => {
        void queries.invalidateQueries({ queryKey: ['iam-user'] });
        onClose();
      }}
      onClose={onClose}
    >
      {SerialNumber} no longer gives codes.
    </Confirm>
  );
}

interface Key {
  readonly AccessKeyId?: string | undefined;
  readonly Status?: string | undefined;
  readonly CreateDate?: string | undefined;
}

function Keys({ userName: UserName, keys }: { readonly userName: string; readonly keys: readonly Key[] }): ReactNode {
  const client = useClient();
  const queries = useQueryClient();
  const [made, setMade] = useState<{ readonly AccessKeyId: string; readonly SecretAccessKey: string }>();
  const create = useAct(
    async () => {
      const { AccessKey } = await client.call('iam:CreateAccessKey', { UserName });
      setMade(AccessKey);
    },
    { done: () => `${UserName} has a new access key.`, stale },
  );
  const update = useAct(
    ({ AccessKeyId = '', Status }: Key) =>
      client.call('iam:UpdateAccessKey', { UserName, AccessKeyId, Status: Status === 'Active' ? 'Inactive' : 'Active' }),
    { done: () => 'The access key is changed.', stale },
  );
  const remove = useAct(({ AccessKeyId = '' }: Key) => client.call('iam:DeleteAccessKey', { UserName, AccessKeyId }), {
    done: ({ AccessKeyId }) => `The access key ${AccessKeyId} is deleted.`,
    stale,
  });
  return (
    <>
      <Table
        variant="embedded"
        header={
          <Header
            variant="h3"
            actions={
              <ActionButton needs="iam:CreateAccessKey" loading={create.isPending} onClick={() => create.mutate()}>
                Create access key
              </ActionButton>
            }
          >
            Access keys
          </Header>
        }
        items={keys}
        trackBy={({ AccessKeyId = '' }) => AccessKeyId}
        ariaLabels={{ tableLabel: 'Access keys', allItemsSelectionLabel: () => '', itemSelectionLabel: () => '' }}
        empty={<Box textAlign="center">No access keys</Box>}
        columnDefinitions={[
          { id: 'id', header: 'Access key', isRowHeader: true, cell: ({ AccessKeyId }) => AccessKeyId },
          {
            id: 'status',
            header: 'Status',
            cell: ({ Status }) => <StatusIndicator type={Status === 'Active' ? 'success' : 'stopped'}>{Status}</StatusIndicator>,
          },
          { id: 'made', header: 'Made', cell: ({ CreateDate }) => formatTime(CreateDate) },
          {
            id: 'acts',
            header: 'Actions',
            cell: (key) => (
              <SpaceBetween size="xs" direction="horizontal">
                <ActionButton
                  needs="iam:UpdateAccessKey"
                  variant="inline-link"
                  ariaLabel={`${key.Status === 'Active' ? 'Deactivate' : 'Activate'} ${key.AccessKeyId}`}
                  onClick={() => update.mutate(key)}
                >
                  {key.Status === 'Active' ? 'Deactivate' : 'Activate'}
                </ActionButton>
                <ActionButton
                  needs="iam:DeleteAccessKey"
                  variant="inline-link"
                  ariaLabel={`Delete ${key.AccessKeyId}`}
                  onClick={() => remove.mutate(key)}
                >
                  Delete
                </ActionButton>
              </SpaceBetween>
            ),
          },
        ]}
      />
      {made && (
        <Modal
          visible
          header="The new access key"
          onDismiss={() => setMade(undefined)}
          closeAriaLabel="Close"
          footer={
            <Box float="right">
              <Button
                variant="primary"
                onClick={() => {
                  setMade(undefined);
                  void queries.invalidateQueries({ queryKey: ['iam-user'] });
                }}
              >
                I have it
              </Button>
            </Box>
          }
        >
          <SpaceBetween size="m">
            <Alert type="warning" statusIconAriaLabel="Warning">
              The secret is shown this once.
            </Alert>
            <Snippet
              name="Access key"
              code={`export AWS_ACCESS_KEY_ID=${made.AccessKeyId}\nexport AWS_SECRET_ACCESS_KEY=${made.SecretAccessKey}`}
            />
          </SpaceBetween>
        </Modal>
      )}
    </>
  );
}
