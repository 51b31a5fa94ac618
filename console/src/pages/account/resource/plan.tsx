import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { skipToken, useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Output } from '../../../api/calls.ts';
import { useClient } from '../../../session.tsx';
import { usePermissions, useReasons } from '../../../ui/permissions.tsx';
import { Trouble } from '../../../ui/trouble.tsx';
import type { Document } from './document.ts';

export type Validated = Output<'chime:ValidateAccountResource'>;
export type Step = Validated['Plan'][number];

/** Calls that take something from people. */
const destructive: ReadonlySet<string> = new Set(['DeleteDomain', 'DisconnectDirectory', 'DeleteAccountOpenIdConfig', 'DeleteGroups']);

export function isDestructive({ Operation }: Step): boolean {
  return destructive.has(Operation);
}

/** Asks what leads to a document. @param document undefined = nothing to ask; @param revision what the account is, on which the plan depends */
export function usePlan(AccountId: string, document: Document | undefined, revision: string): UseQueryResult<Validated> {
  const client = useClient();
  const whyNot = usePermissions();
  const isAllowed = whyNot('chime:ValidateAccountResource') === undefined;
  return useQuery({
    queryKey: ['account-resource-plan', AccountId, revision, JSON.stringify(document)],
    queryFn:
      document && isAllowed
        ? ({ signal }) => client.call('chime:ValidateAccountResource', { AccountId, Resource: document }, { signal })
        : skipToken,
    staleTime: Infinity,
  });
}

/** The calls that lead to the document, in their order. */
export function Plan({
  query,
  isSame,
  isBroken,
}: {
  readonly query: UseQueryResult<Validated>;
  readonly isSame: boolean;
  readonly isBroken: boolean;
}): ReactNode {
  const whyNot = usePermissions();
  const steps = isSame || isBroken ? [] : (query.data?.Plan ?? []);
  const mayNot = whyNot('chime:ValidateAccountResource');
  const nothing =
    mayNot ??
    (isBroken
      ? 'There is a plan once the document is one.'
      : isSame || query.data
        ? 'Nothing to do: the account is as the document says.'
        : 'Working out the plan');
  return (
    <SpaceBetween size="m">
      {query.error && <Trouble error={query.error} onRetry={query.refetch} />}
      <Table
        header={
          <Header
            variant="h2"
            counter={`(${steps.length})`}
            description="What applying the document would call, in this order: all of it or nothing."
          >
            Plan
          </Header>
        }
        ariaLabels={{ tableLabel: 'Plan' }}
        enableKeyboardNavigation
        wrapLines
        items={steps.map((step, index) => ({ step, number: index + 1 }))}
        trackBy={({ number }) => String(number)}
        columnDefinitions={[
          { id: 'number', header: 'Step', cell: ({ number }) => number },
          { id: 'what', header: 'What', isRowHeader: true, minWidth: 220, cell: ({ step }) => <What step={step} /> },
          { id: 'call', header: 'Call', cell: ({ step }) => step.Operation },
          { id: 'actions', header: 'Needs', cell: ({ step }) => step.Actions.map((action) => <div key={action}>{action}</div>) },
          { id: 'you', header: 'You', minWidth: 180, cell: ({ step }) => <Having step={step} /> },
        ]}
        empty={
          <Box textAlign="center" color="text-body-secondary">
            {nothing}
          </Box>
        }
      />
    </SpaceBetween>
  );
}

function What({ step }: { readonly step: Step }): ReactNode {
  return (
    <SpaceBetween size="xs" direction="horizontal">
      <span>{step.Summary}</span>
      {isDestructive(step) && <Badge color="red">Takes something away</Badge>}
    </SpaceBetween>
  );
}

function Having({ step }: { readonly step: Step }): ReactNode {
  return step.Allowed ? <StatusIndicator type="success">Allowed</StatusIndicator> : <Lacking step={step} />;
}

function Lacking({ step: { Actions } }: { readonly step: Step }): ReactNode {
  const reasons = useReasons(Actions.map((action) => ({ action, resource: '*' }))).filter(Boolean);
  const text = reasons.length === 0 ? 'Not allowed.' : reasons.join(' ').replaceAll('You may not do this: ', '');
  return <StatusIndicator type="stopped">{text}</StatusIndicator>;
}
