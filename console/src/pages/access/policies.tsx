import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { formatDay } from '../../ui/format.ts';
import { PageLink, useGo } from '../../ui/link.tsx';
import { Page } from '../../ui/page.tsx';
import { PagedTable, type PagedTableProps } from '../../ui/paged-table.tsx';
import { ActionButton } from '../../ui/permissions.tsx';

type Policy = NonNullable<Output<'iam:ListPolicies'>['Policies']>[number];

const scopes = ['All', 'Local', 'AWS'] as const;

const columns: PagedTableProps<Policy>['columns'] = [
  {
    id: 'name',
    header: 'Policy',
    isRowHeader: true,
    cell: ({ Arn = '', PolicyName }) => <PageLink to={`/access/policy?arn=${encodeURIComponent(Arn)}`}>{PolicyName}</PageLink>,
  },
  { id: 'owner', header: 'Managed by', cell: ({ Arn = '' }) => (Arn.startsWith('arn:aws:iam::aws:') ? 'AWS' : 'You') },
  { id: 'uses', header: 'Attached to', cell: ({ AttachmentCount = 0 }) => AttachmentCount },
  { id: 'version', header: 'Version in force', cell: ({ DefaultVersionId }) => DefaultVersionId ?? '–' },
  { id: 'updated', header: 'Changed', cell: ({ UpdateDate }) => formatDay(UpdateDate) },
  { id: 'arn', header: 'ARN', isHidden: true, cell: ({ Arn }) => Arn },
];

/** The managed policies of the AWS account, and those that are there from the start. */
export function PoliciesPage(): ReactNode {
  const client = useClient();
  const go = useGo();
  const search = useSearch({ from: '/access/policies' });
  const navigate = useNavigate({ from: '/access/policies' });
  const Scope = scopes.find((scope) => scope === search.scope) ?? 'All';
  return (
    <Page
      title="Policies"
      isBare
      help={<p>A managed policy has up to five versions, of which one is in force. Policies that AWS manages cannot be changed.</p>}
    >
      <PagedTable<Policy>
        name="policies"
        title="Policies"
        queryKey={[Scope]}
        load={async ({ token, pageSize, signal }) => {
          const { Policies = [], Marker } = await client.call(
            'iam:ListPolicies',
            { Scope, MaxItems: pageSize, ...(token !== undefined && { Marker: token }) },
            { signal },
          );
          return { items: Policies, next: Marker };
        }}
        idOf={({ Arn = '' }) => Arn}
        nameOf={({ PolicyName = '' }) => PolicyName}
        columns={columns}
        filter={
          <SegmentedControl
            label="Whose policies"
            selectedId={Scope}
            options={[
              { id: 'All', text: 'All' },
              { id: 'Local', text: 'Yours' },
              { id: 'AWS', text: 'AWS’s' },
            ]}
            onChange={({ detail }) => void navigate({ search: { scope: detail.selectedId === 'All' ? undefined : detail.selectedId } })}
          />
        }
        empty={<b>No policies</b>}
        header={({ counter }) => (
          <Header
            variant="h1"
            counter={counter}
            description="What users, groups and roles may do."
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                <CodeButton calls={() => [codeCall('iam:ListPolicies', { Scope })]} />
                <ActionButton needs="iam:CreatePolicy" variant="primary" onClick={() => go('/access/policy')}>
                  Create policy
                </ActionButton>
              </SpaceBetween>
            }
          >
            Policies
          </Header>
        )}
      />
    </Page>
  );
}
