import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import FormField from '@cloudscape-design/components/form-field';
import Table from '@cloudscape-design/components/table';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { useFlashes } from '../../ui/flash.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { formatTime } from '../../ui/format.ts';
import { PageLink, useGo } from '../../ui/link.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { useAct } from '../../ui/use-act.ts';
import { Credentials } from './credentials.tsx';
import { chimeActions, DecisionTable } from './decisions.tsx';

/** One IAM user: what they may do, and how they prove who they are. */
export function IdentityUserPage(): ReactNode {
  const { userName: UserName } = useParams({ from: '/access/identities/user/$userName' });
  const client = useClient();
  const go = useGo();
  const { show } = useFlashes();
  const queries = useQueryClient();
  const [isDeleting, setDeleting] = useState(false);
  const user = useQuery({
    queryKey: ['iam-user', UserName],
    queryFn: async ({ signal }) => (await client.call('iam:GetUser', { UserName }, { signal })).User,
  });
  return (
    <Page
      title={UserName}
      trail={[['Users and roles', '/access/identities']]}
      help={
        <p>
          The table at the end is what the user’s own policies, those of their groups, their boundary and the organisation decide together.
        </p>
      }
      actions={
        <SpaceBetween size="xs" direction="horizontal">
          <CodeButton calls={() => [codeCall('iam:GetUser', { UserName })]} />
          <ActionButton needs="iam:DeleteUser" onClick={() => setDeleting(true)}>
            Delete user
          </ActionButton>
        </SpaceBetween>
      }
    >
      <Loaded query={user}>
        {(found) => (
          <SpaceBetween size="l">
            <Container header={<Header variant="h2">About</Header>}>
              <KeyValuePairs
                columns={3}
                items={[
                  { label: 'ARN', value: found.Arn },
                  { label: 'Made', value: formatTime(found.CreateDate) },
                  { label: 'Last signed in', value: found.PasswordLastUsed === undefined ? 'Never' : formatTime(found.PasswordLastUsed) },
                  { label: 'Permissions boundary', value: found.PermissionsBoundary?.PermissionsBoundaryArn ?? 'None' },
                  { label: 'Tags', value: (found.Tags ?? []).map(({ Key, Value }) => `${Key} = ${Value}`).join(', ') || 'None' },
                ]}
              />
            </Container>
            <Policies userName={UserName} />
            <Credentials userName={UserName} />
            <Decisions arn={found.Arn} />
          </SpaceBetween>
        )}
      </Loaded>
      {isDeleting && (
        <Confirm
          title={`Delete ${UserName}`}
          verb="Delete"
          typed={UserName}
          rehearse={async () => {
            await client.call('iam:DeleteUser', { UserName }, { dryRun: true });
            return ['Nobody signs in or calls with this user any more.'];
          }}
          act={() => client.call('iam:DeleteUser', { UserName })}
          calls={() => [codeCall('iam:DeleteUser', { UserName })]}
          onDone={() => {
            show({ id: 'user-deleted', type: 'success', content: `${UserName} is deleted.` });
            void queries.invalidateQueries({ queryKey: ['iam-users'] });
            go('/access/identities');
          }}
          onClose={() => setDeleting(false)}
        >
          Keys, password, MFA device, policies and groups have to be taken from the user before.
        </Confirm>
      )}
    </Page>
  );
}

const stale = ['iam-user'];

function Policies({ userName: UserName }: { readonly userName: string }): ReactNode {
  const client = useClient();
  const [isAttaching, setAttaching] = useState(false);
  const held = useQuery({
    queryKey: ['iam-user', UserName, 'policies'],
    async queryFn({ signal }) {
      const [attached, inline, groups] = await Promise.all([
        client.call('iam:ListAttachedUserPolicies', { UserName }, { signal }),
        client.call('iam:ListUserPolicies', { UserName }, { signal }),
        client.call('iam:ListGroupsForUser', { UserName }, { signal }),
      ]);
      return [
        ...(attached.AttachedPolicies ?? []).map(({ PolicyName = '', PolicyArn = '' }) => ({
          kind: 'attached' as const,
          name: PolicyName,
          arn: PolicyArn,
        })),
        ...inline.PolicyNames.map((name) => ({ kind: 'inline' as const, name, arn: '' })),
        ...groups.Groups.map(({ GroupName }) => ({ kind: 'group' as const, name: GroupName, arn: '' })),
      ];
    },
  });
  const detach = useAct(
    ({ arn: PolicyArn }: { readonly name: string; readonly arn: string }) => client.call('iam:DetachUserPolicy', { UserName, PolicyArn }),
    { done: ({ name }) => `${UserName} no longer has ${name}.`, stale },
  );
  const words = { attached: 'Attached', inline: 'Of this user alone', group: 'Group' } as const;
  return (
    <Loaded query={held}>
      {(list) => (
        <>
          <Table
            header={
              <Header
                variant="h2"
                counter={`(${list.length})`}
                actions={
                  <ActionButton needs="iam:AttachUserPolicy" onClick={() => setAttaching(true)}>
                    Attach policy
                  </ActionButton>
                }
              >
                Policies and groups
              </Header>
            }
            items={list}
            trackBy={({ kind, name }) => `${kind} ${name}`}
            ariaLabels={{ tableLabel: 'Policies and groups', allItemsSelectionLabel: () => '', itemSelectionLabel: () => '' }}
            empty={<Box textAlign="center">None: this user may do nothing yet.</Box>}
            columnDefinitions={[
              {
                id: 'name',
                header: 'Name',
                isRowHeader: true,
                cell: ({ name, arn }) =>
                  arn === '' ? name : <PageLink to={`/access/policy?arn=${encodeURIComponent(arn)}`}>{name}</PageLink>,
              },
              { id: 'kind', header: 'Kind', cell: ({ kind }) => words[kind] },
              {
                id: 'acts',
                header: 'Actions',
                cell: (one) =>
                  one.kind === 'attached' && (
                    <ActionButton
                      needs="iam:DetachUserPolicy"
                      variant="inline-link"
                      ariaLabel={`Detach ${one.name}`}
                      onClick={() => detach.mutate(one)}
                    >
                      Detach
                    </ActionButton>
                  ),
              },
            ]}
          />
          {isAttaching && <Attach userName={UserName} onClose={() => setAttaching(false)} />}
        </>
      )}
    </Loaded>
  );
}

function Attach({ userName: UserName, onClose }: { readonly userName: string; readonly onClose: () => void }): ReactNode {
  const client = useClient();
  const queries = useQueryClient();
  const [arn, setArn] = useState('');
  const policies = useQuery({
    queryKey: ['policies', 'to-attach'],
    queryFn: async ({ signal }) => (await client.call('iam:ListPolicies', { MaxItems: 1000 }, { signal })).Policies ?? [],
  });
  const options = (policies.data ?? []).map(({ Arn = '', PolicyName = '' }) => ({ value: Arn, label: PolicyName, description: Arn }));
  return (
    <FormDialog
      title={`Attach a policy to ${UserName}`}
      verb="Attach"
      isComplete={arn !== ''}
      act={() => client.call('iam:AttachUserPolicy', { UserName, PolicyArn: arn })}
      calls={() => [codeCall('iam:AttachUserPolicy', { UserName, PolicyArn: arn || 'arn:aws:iam::aws:policy/AmazonChimeReadOnly' })]}
      onDone={() => {
        void queries.invalidateQueries({ queryKey: ['iam-user'] });
        onClose();
      }}
      onClose={onClose}
    >
      <FormField label="Policy" stretch>
        <Select
          filteringType="auto"
          options={options}
          selectedOption={options.find(({ value }) => value === arn) ?? null}
          placeholder="Choose a policy"
          statusType={policies.isPending ? 'loading' : 'finished'}
          onChange={({ detail }) => setArn(detail.selectedOption.value ?? '')}
        />
      </FormField>
    </FormDialog>
  );
}

function Decisions({ arn: PolicySourceArn }: { readonly arn: string }): ReactNode {
  const client = useClient();
  const decided = useQuery({
    queryKey: ['iam-user', PolicySourceArn, 'decisions'],
    queryFn: async ({ signal }) =>
      (await client.call('iam:SimulatePrincipalPolicy', { PolicySourceArn, ActionNames: [...chimeActions] }, { signal })).EvaluationResults,
    retry: false,
  });
  return (
    <Loaded query={decided}>
      {(results) => (
        <DecisionTable
          results={results}
          title="What this user may do"
          description="All policies that concern the user, for each action of Amazon Chime."
        />
      )}
    </Loaded>
  );
}
