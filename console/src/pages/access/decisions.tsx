import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import Header from '@cloudscape-design/components/header';
import { operations } from '../../api/derived.ts';
import { useState, type ReactNode } from 'react';
import type { Output } from '../../api/calls.ts';

export type Evaluation = Output<'iam:SimulateCustomPolicy'>['EvaluationResults'][number];

/** The actions of Amazon Chime, in the order of the alphabet. */
export const chimeActions: readonly string[] = [
  ...new Set(operations.filter(({ service }) => service === 'chime').flatMap(({ actions }) => actions)),
]
  .filter((action) => action.startsWith('chime:'))
  .toSorted();

const signs: Readonly<Record<Evaluation['EvalDecision'], readonly [StatusIndicatorProps.Type, string]>> = {
  allowed: ['success', 'Allowed'],
  explicitDeny: ['error', 'Denied'],
  implicitDeny: ['stopped', 'Not allowed'],
};

/** What is decided for each action, and by which statements. */
export function DecisionTable({
  results,
  title = 'Decisions',
  description,
}: {
  readonly results: readonly Evaluation[];
  readonly title?: string;
  readonly description?: string;
}): ReactNode {
  const [text, setText] = useState('');
  const shown = results.filter(({ EvalActionName }) => EvalActionName.toLowerCase().includes(text.toLowerCase()));
  const allowed = results.filter(({ EvalDecision }) => EvalDecision === 'allowed').length;
  return (
    <Table
      header={
        <Header variant="h2" counter={`(${allowed} of ${results.length} allowed)`} description={description}>
          {title}
        </Header>
      }
      wrapLines
      contentDensity="compact"
      items={shown}
      trackBy={({ EvalActionName, EvalResourceName }) => `${EvalActionName} ${EvalResourceName}`}
      ariaLabels={{ tableLabel: title, allItemsSelectionLabel: () => '', itemSelectionLabel: () => '' }}
      filter={
        <TextFilter
          filteringText={text}
          filteringPlaceholder="Find an action"
          filteringAriaLabel="Find an action"
          onChange={({ detail }) => setText(detail.filteringText)}
        />
      }
      empty="No action matches"
      columnDefinitions={[
        { id: 'action', header: 'Action', isRowHeader: true, cell: ({ EvalActionName }) => EvalActionName },
        {
          id: 'decision',
          header: 'Decision',
          cell: ({ EvalDecision }) => <StatusIndicator type={signs[EvalDecision][0]}>{signs[EvalDecision][1]}</StatusIndicator>,
        },
        { id: 'resource', header: 'Resource', cell: ({ EvalResourceName }) => EvalResourceName },
        { id: 'why', header: 'By', cell: (result) => reasons(result).map((line) => <div key={line}>{line}</div>) },
      ]}
    />
  );
}

function reasons({
  MatchedStatements,
  MissingContextValues,
  OrganizationsDecisionDetail,
  PermissionsBoundaryDecisionDetail,
}: Evaluation): string[] {
  return [
    ...MatchedStatements.map(({ SourcePolicyId, StartPosition }) => `${SourcePolicyId}, line ${StartPosition.Line}`),
    ...(OrganizationsDecisionDetail?.AllowedByOrganizations === false ? ['the organisation does not allow it'] : []),
    ...(PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary === false ? ['the permissions boundary does not allow it'] : []),
    ...(MissingContextValues.length > 0 ? [`depends on ${MissingContextValues.join(', ')}`] : []),
  ];
}
