import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { useFlashes } from '../../ui/flash.tsx';
import { formatTime } from '../../ui/format.ts';
import { PageLink, useGo } from '../../ui/link.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { useAct } from '../../ui/use-act.ts';

/** The versions of a policy, and who has it. */
export function PolicyVersions({
  arn: PolicyArn,
  version,
  isAws,
}: {
  readonly arn: string;
  readonly version: string;
  readonly isAws: boolean;
}): ReactNode {
  const client = useClient();
  const go = useGo();
  const { show } = useFlashes();
  const [isDeleting, setDeleting] = useState(false);
  const versions = useQuery({
    queryKey: ['policy', PolicyArn, 'versions'],
    queryFn: async ({ signal }) => (await client.call('iam:ListPolicyVersions', { PolicyArn }, { signal })).Versions ?? [],
  });
  const holders = useQuery({
    queryKey: ['policy', PolicyArn, 'holders'],
    queryFn: ({ signal }) => client.call('iam:ListEntitiesForPolicy', { PolicyArn }, { signal }),
  });
  const enforce = useAct((VersionId: string) => client.call('iam:SetDefaultPolicyVersion', { PolicyArn, VersionId }), {
    done: (id) => `Version ${id} is in force.`,
    stale: ['policy', 'policies'],
  });
  const remove = useAct((VersionId: string) => client.call('iam:DeletePolicyVersion', { PolicyArn, VersionId }), {
    done: (id) => `Version ${id} is deleted.`,
    stale: ['policy'],
  });
  const aws = isAws ? 'AWS manages this policy.' : undefined;
  const names = [
    ...(holders.data?.PolicyUsers ?? []).map(({ UserName = '' }) => ['user', UserName] as const),
    ...(holders.data?.PolicyGroups ?? []).map(({ GroupName = '' }) => ['group', GroupName] as const),
    ...(holders.data?.PolicyRoles ?? []).map(({ RoleName = '' }) => ['role', RoleName] as const),
  ];
  return (
    <ExpandableSection
      variant="container"
      headerText="Versions and who has it"
      headerActions={
        <ActionButton needs="iam:DeletePolicy" disabledReason={aws} onClick={() => setDeleting(true)}>
          Delete policy
        </ActionButton>
      }
    >
      <SpaceBetween size="l">
        <div>
          {names.length === 0 && 'Nobody has it.'}
          {names.map(([kind, name], index) => (
            <span key={`${kind} ${name}`}>
              {index > 0 && ', '}
              {kind !== 'user' && `${kind} `}
              <PageLink to={`/access/identities/${kind}/${name}`}>{name}</PageLink>
            </span>
          ))}
        </div>
        <Table
          variant="embedded"
          header={<Header variant="h3">Versions</Header>}
          items={versions.data ?? []}
          ariaLabels={{ tableLabel: 'Versions', allItemsSelectionLabel: () => '', itemSelectionLabel: () => '' }}
          columnDefinitions={[
            { id: 'id', header: 'Version', isRowHeader: true, cell: ({ VersionId }) => VersionId },
            {
              id: 'state',
              header: 'State',
              cell: ({ VersionId }) => (
                <StatusIndicator type={VersionId === version ? 'success' : 'stopped'}>
                  {VersionId === version ? 'In force' : 'Kept'}
                </StatusIndicator>
              ),
            },
            { id: 'made', header: 'Made', cell: ({ CreateDate }) => formatTime(CreateDate) },
            {
              id: 'acts',
              header: 'Actions',
              cell: ({ VersionId = '' }) =>
                VersionId !== version && (
                  <SpaceBetween size="xs" direction="horizontal">
                    <ActionButton
                      needs="iam:SetDefaultPolicyVersion"
                      variant="inline-link"
                      disabledReason={aws}
                      onClick={() => enforce.mutate(VersionId)}
                    >
                      Put in force
                    </ActionButton>
                    <ActionButton
                      needs="iam:DeletePolicyVersion"
                      variant="inline-link"
                      disabledReason={aws}
                      onClick={() => remove.mutate(VersionId)}
                    >
                      Delete
                    </ActionButton>
                  </SpaceBetween>
                ),
            },
          ]}
        />
      </SpaceBetween>
      {isDeleting && (
        <Confirm
          title="Delete the policy"
          verb="Delete"
          typed={PolicyArn.split('/').at(-1) ?? PolicyArn}
          rehearse={async () => {
            await client.call('iam:DeletePolicy', { PolicyArn }, { dryRun: true });
            return ['Nobody has it, so nobody loses anything.'];
          }}
          act={() => client.call('iam:DeletePolicy', { PolicyArn })}
          calls={() => [codeCall('iam:DeletePolicy', { PolicyArn })]}
          onDone={() => {
            show({ id: 'policy-deleted', type: 'success', content: 'The policy is deleted.' });
            go('/access/policies');
          }}
          onClose={() => setDeleting(false)}
        >
          The policy and its text are gone for good.
        </Confirm>
      )}
    </ExpandableSection>
  );
}
