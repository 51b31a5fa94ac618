import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useMemo, useState, type ReactNode } from 'react';
import type { Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { count } from '../../ui/format.ts';
import { Page } from '../../ui/page.tsx';
import { PagedTable, type PagedTableProps } from '../../ui/paged-table.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { accountTrail, useAccount } from './account.ts';

type Group = Output<'chime:ListGroups'>['Groups'][number];
type License = Group['LicenseType'];

/** Which groups give which license. */
export function GroupsPage(): ReactNode {
  const { accountId: AccountId } = useParams({ from: '/accounts/$accountId/groups' });
  const client = useClient();
  const queries = useQueryClient();
  const account = useAccount(AccountId);
  const [edited, setEdited] = useState<Pick<Group, 'GroupName' | 'LicenseType'>>();
  const [chosen, setChosen] = useState<readonly Group[]>([]);
  const [isDeleting, setDeleting] = useState(false);
  const names = chosen.map(({ GroupName }) => GroupName);
  const again = (): void => {
    setChosen([]);
    void queries.invalidateQueries({ queryKey: ['groups'] });
    void queries.invalidateQueries({ queryKey: ['users'] });
  };
  const add = (
    <ActionButton
      needs="chime:AddOrUpdateGroups"
      variant="primary"
      disabledReason={
        account.data?.AccountType === 'Team' ? 'Groups come from a directory or by SCIM, which Enterprise accounts have.' : undefined
      }
      onClick={() => setEdited({ GroupName: '', LicenseType: 'Pro' })}
    >
      Add group
    </ActionButton>
  );
  const columns = useMemo(() => columnsOf(setEdited), []);
  return (
    <Page title="Directory groups" isBare trail={accountTrail(AccountId, account.data)} help={help}>
      <PagedTable<Group>
        name="groups"
        title="Directory groups"
        queryKey={[AccountId]}
        load={async ({ token, pageSize, signal }) => {
          const { Groups, NextToken } = await client.call(
            'chime:ListGroups',
            { AccountId, MaxResults: pageSize, ...(token !== undefined && { NextToken: token }) },
            { signal },
          );
          return { items: Groups, next: NextToken };
        }}
        idOf={({ GroupName }) => GroupName}
        nameOf={({ GroupName }) => GroupName}
        selection={{ items: chosen, onChange: setChosen }}
        columns={columns}
        empty={
          <SpaceBetween size="xs">
            <b>No groups</b>
            <Box variant="p">Members of a group get its license. Whoever is in no group that is named here cannot sign in.</Box>
            {add}
          </SpaceBetween>
        }
        header={({ counter }) => (
          <Header
            variant="h1"
            counter={counter}
            description="Members of a group get its license; whoever is in several gets Pro if one of them gives it."
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                <CodeButton calls={() => [codeCall('chime:ListGroups', { AccountId })]} />
                <ActionButton
                  needs="chime:DeleteGroups"
                  disabledReason={chosen.length === 0 ? 'Choose groups in the table.' : undefined}
                  onClick={() => setDeleting(true)}
                >
                  Remove
                </ActionButton>
                {add}
              </SpaceBetween>
            }
          >
            Directory groups
          </Header>
        )}
      />
      {edited && <EditGroup accountId={AccountId} group={edited} onClose={() => setEdited(undefined)} onDone={again} />}
      {isDeleting && (
        <Confirm
          title={`Remove ${count(names.length, 'group')}`}
          verb="Remove"
          rehearse={async () => {
            const { GroupErrors } = await client.call('chime:DeleteGroups', { AccountId, GroupNames: names }, { dryRun: true });
            const members = chosen.reduce((sum, { MemberCount }) => sum + MemberCount, 0);
            return [
              `The licenses of up to ${count(members, 'member')} are worked out anew; who is left without a group cannot sign in.`,
              ...GroupErrors.map(({ GroupName, ErrorMessage }) => `${GroupName}: ${ErrorMessage}`),
            ];
          }}
          act={() => client.call('chime:DeleteGroups', { AccountId, GroupNames: names })}
          calls={() => [codeCall('chime:DeleteGroups', { AccountId, GroupNames: names })]}
          onDone={() => {
            setDeleting(false);
            again();
          }}
          onClose={() => setDeleting(false)}
        >
          {names.join(', ')}: no longer give a license. The groups themselves stay where they come from.
        </Confirm>
      )}
    </Page>
  );
}

function columnsOf(edit: (group: Group) => void): PagedTableProps<Group>['columns'] {
  return [
    { id: 'name', header: 'Group', isRowHeader: true, cell: ({ GroupName }) => GroupName },
    { id: 'license', header: 'License', cell: ({ LicenseType }) => LicenseType },
    { id: 'members', header: 'Members', cell: ({ MemberCount }) => MemberCount.toLocaleString() },
    {
      id: 'source',
      header: 'From',
      cell: ({ Source }) => (Source === 'ActiveDirectory' ? 'Active Directory' : 'SCIM'),
    },
    {
      id: 'status',
      header: 'Status',
      cell: ({ Status }) => (
        <StatusIndicator type={Status === 'Active' ? 'success' : 'warning'}>
          {Status === 'Active' ? 'Active' : 'Gone from its source'}
        </StatusIndicator>
      ),
    },
    {
      id: 'acts',
      header: 'Actions',
      cell: (group) => (
        <ActionButton
          needs="chime:AddOrUpdateGroups"
          variant="inline-link"
          ariaLabel={`Change the license of ${group.GroupName}`}
          onClick={() => edit(group)}
        >
          Change license
        </ActionButton>
      ),
    },
  ];
}

const help = (
  <>
    <p>The name must be exactly that of a group of the connected directory, or of one that was pushed by SCIM.</p>
    <p>A group is remembered by its id: when it is renamed at its source, its members keep their licenses.</p>
  </>
);

function EditGroup({
  accountId: AccountId,
  group,
  onDone,
  onClose,
}: {
  readonly accountId: string;
  readonly group: Pick<Group, 'GroupName' | 'LicenseType'>;
  readonly onDone: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const client = useClient();
  const [name, setName] = useState(group.GroupName);
  const [license, setLicense] = useState<License>(group.LicenseType);
  const isNew = group.GroupName === '';
  const input = { AccountId, Groups: [{ GroupName: name, LicenseType: license }] };
  return (
    <FormDialog
      title={isNew ? 'Add group' : `License of ${group.GroupName}`}
      verb={isNew ? 'Add' : 'Save'}
      isComplete={name.trim() !== ''}
      act={async () => {
        const { GroupErrors } = await client.call('chime:AddOrUpdateGroups', input);
        const [error] = GroupErrors;
        if (error) throw new Error(error.ErrorMessage);
      }}
      calls={() => [codeCall('chime:AddOrUpdateGroups', input)]}
      onDone={() => {
        onDone();
        onClose();
      }}
      onClose={onClose}
    >
      {isNew && (
        <FormField label="Group" description="Exactly as it is called in the directory, or as it was pushed by SCIM." stretch>
          <Input value={name} autoFocus onChange={({ detail }) => setName(detail.value)} />
        </FormField>
      )}
      <FormField label="License">
        <RadioGroup
          value={license}
          items={[
            { value: 'Pro', label: 'Pro' },
            { value: 'Basic', label: 'Basic' },
          ]}
          onChange={({ detail }) => setLicense(detail.value === 'Pro' ? 'Pro' : 'Basic')}
        />
      </FormField>
    </FormDialog>
  );
}
