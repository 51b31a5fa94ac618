import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import Table from '@cloudscape-design/components/table';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { PageLink } from '../../ui/link.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { useAct } from '../../ui/use-act.ts';

const stale = ['iam-user', 'iam-group'];

/** The groups that a user is in. */
export function UserGroups({ userName: UserName }: { readonly userName: string }): ReactNode {
  const client = useClient();
  const [isAdding, setAdding] = useState(false);
  const groups = useQuery({
    queryKey: ['iam-user', UserName, 'groups'],
    queryFn: async ({ signal }) => (await client.call('iam:ListGroupsForUser', { UserName }, { signal })).Groups,
  });
  const leave = useAct((GroupName: string) => client.call('iam:RemoveUserFromGroup', { GroupName, UserName }), {
    done: (group) => `${UserName} is no longer in ${group}.`,
    stale,
  });
  return (
    <Loaded query={groups}>
      {(list) => (
        <>
          <Table
            header={
              <Header
                variant="h2"
                counter={`(${list.length})`}
                actions={
                  <ActionButton needs="iam:AddUserToGroup" onClick={() => setAdding(true)}>
                    Add to a group
                  </ActionButton>
                }
              >
                Groups
              </Header>
            }
            items={list}
            trackBy={({ GroupId }) => GroupId}
            ariaLabels={{ tableLabel: 'Groups', allItemsSelectionLabel: () => '', itemSelectionLabel: () => '' }}
            empty={<Box textAlign="center">This user is in no group.</Box>}
            columnDefinitions={[
              {
                id: 'name',
                header: 'Group',
                isRowHeader: true,
                cell: ({ GroupName }) => <PageLink to={`/access/identities/group/${GroupName}`}>{GroupName}</PageLink>,
              },
              {
                id: 'acts',
                header: 'Actions',
                cell: ({ GroupName }) => (
                  <ActionButton
                    needs="iam:RemoveUserFromGroup"
                    variant="inline-link"
                    ariaLabel={`Take out of ${GroupName}`}
                    onClick={() => leave.mutate(GroupName)}
                  >
                    Take out
                  </ActionButton>
                ),
              },
            ]}
          />
          {isAdding && <Add userName={UserName} within={list.map(({ GroupName }) => GroupName)} onClose={() => setAdding(false)} />}
        </>
      )}
    </Loaded>
  );
}

function Add({
  userName: UserName,
  within,
  onClose,
}: {
  readonly userName: string;
  readonly within: readonly string[];
  readonly onClose: () => void;
}): ReactNode {
  const client = useClient();
  const queries = useQueryClient();
  const [GroupName, setGroup] = useState('');
  const groups = useQuery({
    queryKey: ['iam-groups', 'to-join'],
    queryFn: async ({ signal }) => (await client.call('iam:ListGroups', { MaxItems: 1000 }, { signal })).Groups,
  });
  const options = (groups.data ?? []).filter((group) => !within.includes(group.GroupName)).map((group) => ({ value: group.GroupName }));
  return (
    <FormDialog
      title={`Add ${UserName} to a group`}
      verb="Add"
      isComplete={GroupName !== ''}
      act={() => client.call('iam:AddUserToGroup', { GroupName, UserName })}
      calls={() => [codeCall('iam:AddUserToGroup', { GroupName: GroupName || 'name', UserName })]}
      onDone={() => {
        for (const key of stale) void queries.invalidateQueries({ queryKey: [key] });
        onClose();
      }}
      onClose={onClose}
    >
      <FormField label="Group" stretch>
        <Select
          filteringType="auto"
          options={options}
          selectedOption={options.find(({ value }) => value === GroupName) ?? null}
          placeholder="Choose a group"
          statusType={groups.isPending ? 'loading' : 'finished'}
          onChange={({ detail }) => setGroup(detail.selectedOption.value ?? '')}
        />
      </FormField>
    </FormDialog>
  );
}
