import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useClient, useSession } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { useGo } from '../../ui/link.tsx';
import { SessionLength } from './role-settings.tsx';

/** Makes a group, which has nobody and no policies yet. */
export function CreateGroup({ onClose }: { readonly onClose: () => void }): ReactNode {
  const client = useClient();
  const go = useGo();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const input = { GroupName: name.trim() };
  return (
    <FormDialog
      title="Create group"
      verb="Create"
      isComplete={name.trim() !== ''}
      act={() => client.call('iam:CreateGroup', input)}
      calls={() => [codeCall('iam:CreateGroup', input)]}
      onDone={() => {
        void queries.invalidateQueries({ queryKey: ['iam-groups'] });
        go(`/access/identities/group/${name.trim()}`);
      }}
      onClose={onClose}
    >
      <FormField label="Group name" description="Users and policies come next." stretch>
        <Input value={name} autoFocus onChange={({ detail }) => setName(detail.value)} />
      </FormField>
    </FormDialog>
  );
}

/** Makes a role that somebody may act as: this AWS account, or another one. */
export function CreateRole({ onClose }: { readonly onClose: () => void }): ReactNode {
  const client = useClient();
  const go = useGo();
  const queries = useQueryClient();
  const session = useSession();
  const [name, setName] = useState('');
  const [Description, setDescription] = useState('');
  const [account, setAccount] = useState(session.AccountId);
  const [MaxSessionDuration, setSeconds] = useState(3600);
  const isAccount = /^\d{12}$/.test(account.trim());
  const input = {
    RoleName: name.trim(),
    ...(Description.trim() !== '' && { Description: Description.trim() }),
    MaxSessionDuration,
    AssumeRolePolicyDocument: JSON.stringify(
      {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account.trim()}:root` }, Action: 'sts:AssumeRole' }],
      },
      undefined,
      2,
    ),
  };
  return (
    <FormDialog
      title="Create role"
      verb="Create"
      isComplete={name.trim() !== '' && isAccount}
      act={() => client.call('iam:CreateRole', input)}
      calls={() => [codeCall('iam:CreateRole', input)]}
      onDone={() => {
        void queries.invalidateQueries({ queryKey: ['iam-roles'] });
        go(`/access/identities/role/${name.trim()}`);
      }}
      onClose={onClose}
    >
      <FormField label="Role name" stretch>
        <Input value={name} autoFocus onChange={({ detail }) => setName(detail.value)} />
      </FormField>
      <FormField label="Description" stretch>
        <Input value={Description} onChange={({ detail }) => setDescription(detail.value.slice(0, 1000))} />
      </FormField>
      <FormField
        label="AWS account that may act as it"
        description="Its administrators say who there. The trust policy can name single users, and conditions, afterwards."
        errorText={account.trim() === '' || isAccount ? undefined : 'An AWS account id has twelve digits.'}
        stretch
      >
        <Input value={account} inputMode="numeric" onChange={({ detail }) => setAccount(detail.value)} />
      </FormField>
      <FormField label="A session lasts at most" stretch>
        <SessionLength seconds={MaxSessionDuration} onChange={setSeconds} />
      </FormField>
    </FormDialog>
  );
}
