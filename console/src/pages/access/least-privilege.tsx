import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import Button from '@cloudscape-design/components/button';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton, Snippet } from '../../ui/code-button.tsx';
import { formatTime } from '../../ui/format.ts';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { useAct } from '../../ui/use-act.ts';

type Generation = Output<'access-analyzer:ListPolicyGenerations'>['policyGenerations'][number];

const lookMs = 3_000;
const states: Readonly<Record<Generation['status'], readonly [StatusIndicatorProps.Type, string]>> = {
  IN_PROGRESS: ['in-progress', 'Reading the event history'],
  SUCCEEDED: ['success', 'Ready'],
  FAILED: ['error', 'Failed'],
  CANCELED: ['stopped', 'Cancelled'],
};

/** The smallest policy that covers what somebody really did. */
export function LeastPrivilegePage(): ReactNode {
  const client = useClient();
  const [arn, setArn] = useState('');
  const [shown, setShown] = useState<string>();
  const principals = useQuery({
    queryKey: ['principals', 'generation'],
    async queryFn({ signal }) {
      const [users, roles] = await Promise.all([
        client.call('iam:ListUsers', { MaxItems: 1000 }, { signal }),
        client.call('iam:ListRoles', { MaxItems: 1000 }, { signal }),
      ]);
      return [...users.Users, ...roles.Roles].map(({ Arn }) => ({ value: Arn, label: Arn.split('/').at(-1) ?? Arn, description: Arn }));
    },
  });
  const generations = useQuery({
    queryKey: ['generations'],
    queryFn: async ({ signal }) =>
      (await client.call('access-analyzer:ListPolicyGenerations', {}, { signal, background: true })).policyGenerations,
    refetchInterval: ({ state }) => (state.data?.some(({ status }) => status === 'IN_PROGRESS') ? lookMs : false),
  });
  const input = { policyGenerationDetails: { principalArn: arn } };
  const start = useAct(() => client.call('access-analyzer:StartPolicyGeneration', input), {
    done: () => 'The event history of the last 90 days is being read.',
    stale: ['generations'],
  });
  const options = principals.data ?? [];
  return (
    <Page
      title="Least privilege"
      description="The smallest policy that covers what somebody did in the last 90 days."
      help={<p>It is made from the event history. What somebody may do but never did is not in it: look before you attach it.</p>}
    >
      <SpaceBetween size="l">
        <Container header={<Header variant="h2">Make a policy from what was done</Header>}>
          <SpaceBetween size="m">
            <FormField label="By whom">
              <Select
                filteringType="auto"
                options={options}
                selectedOption={options.find(({ value }) => value === arn) ?? null}
                placeholder="A user or a role"
                statusType={principals.isPending ? 'loading' : 'finished'}
                onChange={({ detail }) => setArn(detail.selectedOption.value ?? '')}
              />
            </FormField>
            <SpaceBetween size="xs" direction="horizontal">
              <ActionButton
                needs="access-analyzer:StartPolicyGeneration"
                variant="primary"
                loading={start.isPending}
                disabledReason={arn === '' ? 'Choose a user or a role.' : undefined}
                onClick={() => start.mutate()}
              >
                Make the policy
              </ActionButton>
              <CodeButton calls={() => [codeCall('access-analyzer:StartPolicyGeneration', input)]} />
            </SpaceBetween>
          </SpaceBetween>
        </Container>
        <Loaded query={generations}>
          {(list) => (
            <Table
              header={
                <Header variant="h2" counter={`(${list.length})`}>
                  Policies that were made
                </Header>
              }
              items={list}
              trackBy="jobId"
              ariaLabels={{ tableLabel: 'Policies that were made', allItemsSelectionLabel: () => '', itemSelectionLabel: () => '' }}
              empty="None yet"
              columnDefinitions={[
                {
                  id: 'who',
                  header: 'For',
                  isRowHeader: true,
                  cell: ({ principalArn, jobId, status }) =>
                    status === 'SUCCEEDED' ? (
                      <Button variant="inline-link" onClick={() => setShown(jobId)}>
                        {principalArn}
                      </Button>
                    ) : (
                      principalArn
                    ),
                },
                {
                  id: 'state',
                  header: 'State',
                  cell: ({ status }) => <StatusIndicator type={states[status][0]}>{states[status][1]}</StatusIndicator>,
                },
                { id: 'when', header: 'Begun', cell: ({ startedOn }) => formatTime(startedOn) },
              ]}
            />
          )}
        </Loaded>
        {shown !== undefined && <Generated jobId={shown} />}
      </SpaceBetween>
    </Page>
  );
}

function Generated({ jobId }: { readonly jobId: string }): ReactNode {
  const client = useClient();
  const found = useQuery({
    queryKey: ['generation', jobId],
    queryFn: ({ signal }) => client.call('access-analyzer:GetGeneratedPolicy', { jobId }, { signal }),
  });
  return (
    <Loaded query={found}>
      {({ generatedPolicyResult: { generatedPolicies = [], properties } }) => (
        <Container
          header={
            <Header variant="h2" actions={<CodeButton calls={() => [codeCall('access-analyzer:GetGeneratedPolicy', { jobId })]} />}>
              {properties.principalArn}
            </Header>
          }
        >
          {generatedPolicies.length === 0
            ? 'Nothing was done in that time, so there is nothing to allow.'
            : generatedPolicies.map(({ policy }) => <Snippet key={policy} name="Generated policy" code={pretty(policy)} />)}
        </Container>
      )}
    </Loaded>
  );
}

function pretty(policy: string): string {
  return JSON.stringify(JSON.parse(policy), undefined, 2);
}
