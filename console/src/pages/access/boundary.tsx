import FormField from '@cloudscape-design/components/form-field';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { PageLink } from '../../ui/link.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { useAct } from '../../ui/use-act.ts';
import { holderStale } from './holder.ts';
import { PolicySelect } from './policy-select.tsx';

interface Bounded {
  readonly kind: 'user' | 'role';
  readonly name: string;
}

/** The permissions boundary of a user or a role: seen, set, and lifted. @param arn undefined = there is none */
export function Boundary({ holder, arn }: { readonly holder: Bounded; readonly arn: string | undefined }): ReactNode {
  const client = useClient();
  const [isSetting, setSetting] = useState(false);
  const { kind, name } = holder;
  const lift = useAct(
    () =>
      kind === 'user'
        ? client.call('iam:DeleteUserPermissionsBoundary', { UserName: name })
        : client.call('iam:DeleteRolePermissionsBoundary', { RoleName: name }),
    { done: () => `${name} has no permissions boundary any more.`, stale: holderStale },
  );
  return (
    <SpaceBetween size="xs" direction="horizontal" alignItems="center">
      {arn === undefined ? (
        'None'
      ) : (
        <PageLink to={`/access/policy?arn=${encodeURIComponent(arn)}`}>{arn.split('/').at(-1) ?? arn}</PageLink>
      )}
      <ActionButton
        needs={kind === 'user' ? 'iam:PutUserPermissionsBoundary' : 'iam:PutRolePermissionsBoundary'}
        variant="inline-link"
        ariaLabel={arn === undefined ? 'Set a permissions boundary' : 'Change the permissions boundary'}
        onClick={() => setSetting(true)}
      >
        {arn === undefined ? 'Set' : 'Change'}
      </ActionButton>
      {arn !== undefined && (
        <ActionButton
          needs={kind === 'user' ? 'iam:DeleteUserPermissionsBoundary' : 'iam:DeleteRolePermissionsBoundary'}
          variant="inline-link"
          ariaLabel="Lift the permissions boundary"
          onClick={() => lift.mutate()}
        >
          Lift
        </ActionButton>
      )}
      {isSetting && <SetBoundary holder={holder} onClose={() => setSetting(false)} />}
    </SpaceBetween>
  );
}

function SetBoundary({ holder: { kind, name }, onClose }: { readonly holder: Bounded; readonly onClose: () => void }): ReactNode {
  const client = useClient();
  const queries = useQueryClient();
  const [arn, setArn] = useState('');
  const PermissionsBoundary = arn || 'arn:aws:iam::aws:policy/AmazonChimeUserManagement';
  return (
    <FormDialog
      title={`Permissions boundary of ${name}`}
      verb="Set"
      isComplete={arn !== ''}
      act={() =>
        kind === 'user'
          ? client.call('iam:PutUserPermissionsBoundary', { UserName: name, PermissionsBoundary })
          : client.call('iam:PutRolePermissionsBoundary', { RoleName: name, PermissionsBoundary })
      }
      calls={() => [
        kind === 'user'
          ? codeCall('iam:PutUserPermissionsBoundary', { UserName: name, PermissionsBoundary })
          : codeCall('iam:PutRolePermissionsBoundary', { RoleName: name, PermissionsBoundary }),
      ]}
      onDone={() => {
        for (const key of holderStale) void queries.invalidateQueries({ queryKey: [key] });
        onClose();
      }}
      onClose={onClose}
    >
      <FormField label="Policy" description="Nothing is allowed that this policy does not allow, too." stretch>
        <PolicySelect value={arn} onChange={setArn} />
      </FormField>
    </FormDialog>
  );
}
