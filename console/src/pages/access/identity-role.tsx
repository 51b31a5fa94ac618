import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton, Snippet } from '../../ui/code-button.tsx';
import { formatTime } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { Boundary } from './boundary.tsx';
import { DeleteHolder } from './delete-holder.tsx';
import { HeldPolicies } from './held-policies.tsx';
import { CheckedEditor, useCheckedPolicy } from './policy-findings.tsx';
import { PolicyDialog } from './policy-dialog.tsx';
import { PrincipalDecisions } from './principal-decisions.tsx';
import { formatHours, RoleSettings } from './role-settings.tsx';

type Role = Output<'iam:GetRole'>['Role'];

/** One role: who may act as it, for how long, and what it may do then. */
export function IdentityRolePage(): ReactNode {
  const { roleName: RoleName } = useParams({ from: '/access/identities/role/$roleName' });
  const client = useClient();
  const [open, setOpen] = useState<'settings' | 'delete'>();
  const role = useQuery({
    queryKey: ['iam-role', RoleName],
    queryFn: async ({ signal }) => (await client.call('iam:GetRole', { RoleName }, { signal })).Role,
  });
  const close = (): void => setOpen(undefined);
  return (
    <Page
      title={RoleName}
      description={role.data?.Description}
      trail={[
        ['Users and roles', '/access/identities'],
        ['Roles', '/access/identities?kind=roles'],
      ]}
      help={help}
      actions={
        <SpaceBetween size="xs" direction="horizontal">
          <CodeButton calls={() => [codeCall('iam:GetRole', { RoleName })]} />
          <ActionButton needs="iam:UpdateRole" onClick={() => setOpen('settings')}>
            Edit
          </ActionButton>
          <ActionButton needs="iam:DeleteRole" onClick={() => setOpen('delete')}>
            Delete role
          </ActionButton>
        </SpaceBetween>
      }
    >
      <Loaded query={role}>
        {(found) => (
          <SpaceBetween size="l">
            <About role={found} />
            <Trust roleName={RoleName} document={decodeURIComponent(found.AssumeRolePolicyDocument ?? '')} />
            <HeldPolicies holder={{ kind: 'role', name: RoleName }} />
            <PrincipalDecisions arn={found.Arn} kind="role" />
            {open === 'settings' && <RoleSettings role={found} onClose={close} />}
          </SpaceBetween>
        )}
      </Loaded>
      {open === 'delete' && (
        <DeleteHolder holder={{ kind: 'role', name: RoleName }} impact="Whoever acts as it loses the session at once." onClose={close}>
          Policies have to be taken from the role before.
        </DeleteHolder>
      )}
    </Page>
  );
}

const help = (
  <>
    <p>
      A role has no password and no key: somebody acts as it for a while, with “Switch role” in the menu at the top right or sts:AssumeRole.
    </p>
    <p>
      Both sides have to agree: the trust policy names who may, and whoever it names needs sts:AssumeRole as well, unless it names them
      alone.
    </p>
  </>
);

function About({ role }: { readonly role: Role }): ReactNode {
  const lastUsed = role.RoleLastUsed?.LastUsedDate;
  return (
    <Container header={<Header variant="h2">About</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          { label: 'ARN', value: role.Arn },
          { label: 'Made', value: formatTime(role.CreateDate) },
          { label: 'Last used', value: lastUsed === undefined ? 'Never' : formatTime(lastUsed) },
          { label: 'A session lasts at most', value: formatHours(role.MaxSessionDuration ?? 3600) },
          {
            label: 'Permissions boundary',
            value: <Boundary holder={{ kind: 'role', name: role.RoleName }} arn={role.PermissionsBoundary?.PermissionsBoundaryArn} />,
          },
          { label: 'Tags', value: (role.Tags ?? []).map(({ Key, Value }) => `${Key} = ${Value}`).join(', ') || 'None' },
        ]}
      />
    </Container>
  );
}

function Trust({ roleName, document }: { readonly roleName: string; readonly document: string }): ReactNode {
  const [isEditing, setEditing] = useState(false);
  const text = pretty(document);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Who may act as this role."
          actions={
            <ActionButton needs="iam:UpdateAssumeRolePolicy" onClick={() => setEditing(true)}>
              Edit trust policy
            </ActionButton>
          }
        >
          Trust policy
        </Header>
      }
    >
      <SpaceBetween size="s">
        <Trusted document={document} />
        <Snippet name="Trust policy" code={text} />
      </SpaceBetween>
      {isEditing && <EditTrust roleName={roleName} before={text} onClose={() => setEditing(false)} />}
    </Container>
  );
}

function pretty(document: string): string {
  try {
    return JSON.stringify(JSON.parse(document), undefined, 2);
  } catch {
    return document;
  }
}

/** Whom the policy names, at a glance. */
function Trusted({ document }: { readonly document: string }): ReactNode {
  const named = [...document.matchAll(/"(arn:[^"]+|\d{12}|\*)"/g)]
    .map(([, one = '']) => one)
    .filter((one) => !one.includes(':role-session/'));
  if (named.length === 0) return undefined;
  return <Box color="text-body-secondary">Names {[...new Set(named)].join(', ')}</Box>;
}

function EditTrust({
  roleName: RoleName,
  before,
  onClose,
}: {
  readonly roleName: string;
  readonly before: string;
  readonly onClose: () => void;
}): ReactNode {
  const client = useClient();
  const [text, setText] = useState(before);
  const checked = useCheckedPolicy(text, 'trust');
  const input = { RoleName, PolicyDocument: text };
  return (
    <PolicyDialog
      title={`Who may act as ${RoleName}`}
      what="the trust policy"
      before={before}
      after={text}
      isComplete={checked.errors === 0 && text !== before}
      call={{
        run: (options) => client.call('iam:UpdateAssumeRolePolicy', input, options),
        code: codeCall('iam:UpdateAssumeRolePolicy', input),
      }}
      done={`The trust policy of ${RoleName} is changed.`}
      onClose={onClose}
    >
      <SpaceBetween size="m">
        <Box color="text-body-secondary">Sessions that have begun go on until they end.</Box>
        <CheckedEditor value={text} onChange={setText} checked={checked} label="Trust policy" />
      </SpaceBetween>
    </PolicyDialog>
  );
}
