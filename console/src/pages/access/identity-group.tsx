import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Multiselect from '@cloudscape-design/components/multiselect';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Client } from '../../api/client.ts';
import type { Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { useFlashes } from '../../ui/flash.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { count, formatTime } from '../../ui/format.ts';
import { PageLink } from '../../ui/link.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { useAct } from '../../ui/use-act.ts';
import { DeleteHolder } from './delete-holder.tsx';
import { HeldPolicies } from './held-policies.tsx';
import { PrincipalDecisions } from './principal-decisions.tsx';

type Member = Output<'iam:GetGroup'>['Users'][number];

/** Source: `GetGroup`. */
const pageMax = 1_000;
/** More members are not shown; no page of people is longer. */
const membersMax = 5_000;

async function readGroup(client: Client, GroupName: string, signal: AbortSignal) {
  const first = await client.call('iam:GetGroup', { GroupName, MaxItems: pageMax }, { signal });
  const members: Member[] = [...first.Users];
  let { Marker } = first;
  while (Marker !== undefined && members.length < membersMax) {
    const next = await client.call('iam:GetGroup', { GroupName, MaxItems: pageMax, Marker }, { signal });
    members.push(...next.Users);
    ({ Marker } = next);
  }
  return { group: first.Group, members };
}

/** One IAM group: who is in it, and what it lets them do. */
export function IdentityGroupPage(): ReactNode {
  const { groupName: GroupName } = useParams({ from: '/access/identities/group/$groupName' });
  const client = useClient();
  const [isDeleting, setDeleting] = useState(false);
  const found = useQuery({
    queryKey: ['iam-group', GroupName],
    queryFn: ({ signal }) => readGroup(client, GroupName, signal),
  });
  return (
    <Page
      title={GroupName}
      trail={[
        ['Users and roles', '/access/identities'],
        ['Groups', '/access/identities?kind=groups'],
      ]}
      help={<p>A group gives its policies to its users. It cannot sign in, and no group is in another.</p>}
      actions={
        <SpaceBetween size="xs" direction="horizontal">
          <CodeButton calls={() => [codeCall('iam:GetGroup', { GroupName })]} />
          <ActionButton needs="iam:DeleteGroup" onClick={() => setDeleting(true)}>
            Delete group
          </ActionButton>
        </SpaceBetween>
      }
    >
      <Loaded query={found}>
        {({ group, members }) => (
          <SpaceBetween size="l">
            <Container header={<Header variant="h2">About</Header>}>
              <KeyValuePairs
                columns={3}
                items={[
                  { label: 'ARN', value: group.Arn },
                  { label: 'Path', value: group.Path },
                  { label: 'Made', value: formatTime(group.CreateDate) },
                ]}
              />
            </Container>
            <Members groupName={GroupName} members={members} />
            <HeldPolicies holder={{ kind: 'group', name: GroupName }} />
            <PrincipalDecisions arn={group.Arn} kind="group" />
          </SpaceBetween>
        )}
      </Loaded>
      {isDeleting && (
        <DeleteHolder
          holder={{ kind: 'group', name: GroupName }}
          impact="Nobody is in it and it has no policies, so nobody loses anything."
          onClose={() => setDeleting(false)}
        >
          Users and policies have to be taken from the group before.
        </DeleteHolder>
      )}
    </Page>
  );
}

const stale = ['iam-group', 'iam-user'];

function Members({ groupName: GroupName, members }: { readonly groupName: string; readonly members: readonly Member[] }): ReactNode {
  const client = useClient();
  const [isAdding, setAdding] = useState(false);
  const remove = useAct((UserName: string) => client.call('iam:RemoveUserFromGroup', { GroupName, UserName }), {
    done: (name) => `${name} is no longer in ${GroupName}.`,
    stale,
  });
  return (
    <>
      <Table
        header={
          <Header
            variant="h2"
            counter={`(${members.length})`}
            actions={
              <ActionButton needs="iam:AddUserToGroup" onClick={() => setAdding(true)}>
                Add users
              </ActionButton>
            }
          >
            Users
          </Header>
        }
        items={members}
        trackBy={({ UserId }) => UserId}
        ariaLabels={{ tableLabel: 'Users', allItemsSelectionLabel: () => '', itemSelectionLabel: () => '' }}
        empty={<Box textAlign="center">Nobody is in this group.</Box>}
        columnDefinitions={[
          {
            id: 'name',
            header: 'User',
            isRowHeader: true,
            cell: ({ UserName = '' }) => <PageLink to={`/access/identities/user/${UserName}`}>{UserName}</PageLink>,
          },
          { id: 'made', header: 'Made', cell: ({ CreateDate }) => formatTime(CreateDate) },
          {
            id: 'acts',
            header: 'Actions',
            cell: ({ UserName = '' }) => (
              <ActionButton
                needs="iam:RemoveUserFromGroup"
                variant="inline-link"
                ariaLabel={`Remove ${UserName}`}
                onClick={() => remove.mutate(UserName)}
              >
                Remove
              </ActionButton>
            ),
          },
        ]}
      />
      {isAdding && <AddUsers groupName={GroupName} members={members} onClose={() => setAdding(false)} />}
    </>
  );
}

function AddUsers({
  groupName: GroupName,
  members,
  onClose,
}: {
  readonly groupName: string;
  readonly members: readonly Member[];
  readonly onClose: () => void;
}): ReactNode {
  const client = useClient();
  const queries = useQueryClient();
  const { show } = useFlashes();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const users = useQuery({
    queryKey: ['iam-users', 'to-add'],
    queryFn: async ({ signal }) => (await client.call('iam:ListUsers', { MaxItems: pageMax }, { signal })).Users,
  });
  const within = new Set(members.map(({ UserName }) => UserName));
  const options = (users.data ?? [])
    .filter(({ UserName }) => !within.has(UserName))
    .map(({ UserName = '' }) => ({ value: UserName, label: UserName }));
  return (
    <FormDialog
      title={`Add users to ${GroupName}`}
      verb="Add"
      isComplete={chosen.length > 0}
      act={async () => {
        for (const UserName of chosen) await client.call('iam:AddUserToGroup', { GroupName, UserName });
      }}
      calls={() => (chosen.length === 0 ? ['name'] : chosen).map((UserName) => codeCall('iam:AddUserToGroup', { GroupName, UserName }))}
      onDone={() => {
        show({ id: 'users-added', type: 'success', content: `${count(chosen.length, 'user')} added to ${GroupName}.` });
        for (const key of stale) void queries.invalidateQueries({ queryKey: [key] });
        onClose();
      }}
      onClose={onClose}
    >
      <FormField label="Users" stretch>
        <Multiselect
          filteringType="auto"
          options={options}
          selectedOptions={options.filter(({ value }) => chosen.includes(value))}
          placeholder="Choose users"
          statusType={users.isPending ? 'loading' : 'finished'}
          deselectAriaLabel={({ label = '' }) => `Take ${label} out again`}
          onChange={({ detail }) => setChosen(detail.selectedOptions.map(({ value = '' }) => value))}
        />
      </FormField>
    </FormDialog>
  );
}
