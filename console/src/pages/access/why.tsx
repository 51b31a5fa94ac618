import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { CallError } from '../../api/client.ts';
import type { Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { Diff } from '../../ui/diff.tsx';
import { formatTime } from '../../ui/format.ts';
import { useGo } from '../../ui/link.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { usePermissions } from '../../ui/permissions.tsx';
import { Trouble } from '../../ui/trouble.tsx';

type Details = Output<'iam:GetRequestAuthorizationDetails'>;
type Layer = Details['Layers'][number];
type Class = Output<'iam:GetRequestAuthorizationClass'>;

/** Explains a refusal of the last 24 hours: to those who may read the policies all of it, to the caller its kind. */
export function WhyPage(): ReactNode {
  const { authorizationId } = useParams({ strict: false });
  const go = useGo();
  const [typed, setTyped] = useState(authorizationId ?? '');
  return (
    <Page
      title="Why denied"
      description="What refused a call of the last 24 hours, and the smallest change that would allow it."
      help={help}
    >
      <SpaceBetween size="l">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (typed.trim() !== '') go(`/why/${encodeURIComponent(typed.trim())}`);
          }}
        >
          <FormField
            label="Authorization id"
            description="In the refusal’s header x-carillon-authorization-id, and in its event."
            secondaryControl={<Button formAction="submit">Explain</Button>}
          >
            <Input value={typed} onChange={({ detail }) => setTyped(detail.value)} />
          </FormField>
        </form>
        {authorizationId !== undefined && <Explained key={authorizationId} id={authorizationId} />}
      </SpaceBetween>
    </Page>
  );
}

const help = (
  <>
    <p>
      All layers have to allow a call: the policies of the organisation, the caller’s own, their permissions boundary, and the policy of
      their session. A Deny anywhere wins.
    </p>
    <p>The change that is shown allows this call and as little else as possible. Read it before you make it.</p>
  </>
);

function Explained({ id: AuthorizationId }: { readonly id: string }): ReactNode {
  const client = useClient();
  const whyNot = usePermissions();
  const mayNot = whyNot('iam:GetRequestAuthorizationDetails');
  const details = useQuery({
    queryKey: ['denial', AuthorizationId],
    queryFn: ({ signal }) => client.call('iam:GetRequestAuthorizationDetails', { AuthorizationId }, { signal }),
    retry: false,
  });
  const isForbidden = details.error instanceof CallError && details.error.status === 403;
  const own = useQuery({
    queryKey: ['denial-class', AuthorizationId],
    queryFn: ({ signal }) => client.call('iam:GetRequestAuthorizationClass', { AuthorizationId }, { signal }),
    enabled: isForbidden,
    retry: false,
  });
  if (isForbidden) {
    return (
      <SpaceBetween size="l">
        <Alert type="info" statusIconAriaLabel="Information" header="You see which kind of policy refused it">
          What the policies say is for those who may read them. {mayNot}
        </Alert>
        {own.error ? <Trouble error={own.error} /> : <Loaded query={own}>{(found) => <Facts denial={found} />}</Loaded>}
      </SpaceBetween>
    );
  }
  return (
    <Loaded query={details}>
      {(found) => (
        <SpaceBetween size="l">
          <Alert
            type="error"
            statusIconAriaLabel="Denied"
            header="Denied"
            action={<CodeButton calls={() => [codeCall('iam:GetRequestAuthorizationDetails', { AuthorizationId })]} />}
          >
            {found.Message}
          </Alert>
          <Facts denial={found} />
          <Changes changes={found.Changes} />
          {found.Layers.map((layer) => (
            <LayerView key={`${layer.PolicyType} ${layer.Level}`} layer={layer} />
          ))}
          <Context entries={found.Context} />
        </SpaceBetween>
      )}
    </Loaded>
  );
}

const layerNames: Readonly<Record<Class['PolicyType'], string>> = {
  ServiceControlPolicy: 'Policies of the organisation',
  IdentityPolicy: 'Policies of the caller',
  PermissionsBoundary: 'Permissions boundary',
  SessionPolicy: 'Session policy',
  RoleTrustPolicy: 'Trust policy of the role',
};

function Facts({ denial }: { readonly denial: Class }): ReactNode {
  return (
    <Container header={<Header variant="h2">The call</Header>}>
      <KeyValuePairs
        columns={3}
        items={[
          { label: 'Who', value: denial.PrincipalArn },
          { label: 'Action', value: denial.Action },
          { label: 'Resource', value: denial.Resource },
          { label: 'When', value: formatTime(denial.Date) },
          { label: 'Refused by', value: layerNames[denial.PolicyType] },
          { label: 'Because', value: denial.Decision === 'explicitDeny' ? 'a statement denies it' : 'no statement allows it' },
        ]}
      />
    </Container>
  );
}

function Changes({ changes }: { readonly changes: Details['Changes'] }): ReactNode {
  return (
    <Container
      header={
        <Header variant="h2" description="Of all changes, those that allow this call and as little else as possible.">
          The smallest change that would allow it
        </Header>
      }
    >
      {changes === undefined || changes.length === 0 ? (
        <Box variant="p">No change of policies allows this call without allowing something else as well.</Box>
      ) : (
        <SpaceBetween size="l">
          {changes.map(({ PolicyType, PolicyName, Summaries, Before, After, IsCopy }) => (
            <SpaceBetween key={`${PolicyType} ${PolicyName ?? ''}`} size="s">
              <Box variant="h3">
                {layerNames[PolicyType]}: {PolicyName ?? 'a new policy'}
                {IsCopy && ' (a copy takes its place)'}
              </Box>
              <ul>
                {Summaries.map((summary) => (
                  <li key={summary}>{summary}</li>
                ))}
              </ul>
              {(Before !== undefined || After !== undefined) && (
                <Diff before={Before ?? ''} after={After ?? ''} name={PolicyName ?? 'The new policy'} />
              )}
            </SpaceBetween>
          ))}
        </SpaceBetween>
      )}
    </Container>
  );
}

const outcomes: Readonly<Record<Layer['Outcome'], readonly [StatusIndicatorProps.Type, string]>> = {
  allows: ['success', 'Allows it'],
  denies: ['error', 'Denies it'],
  silent: ['stopped', 'Does not allow it'],
  waived: ['success', 'Does not apply here'],
};

function LayerView({ layer }: { readonly layer: Layer }): ReactNode {
  const [type, text] = outcomes[layer.Outcome];
  return (
    <ExpandableSection
      variant="container"
      headerText={layerNames[layer.PolicyType]}
      headerDescription={text}
      headerInfo={<StatusIndicator type={type} />}
      defaultExpanded={layer.Outcome === 'denies' || layer.Outcome === 'silent'}
    >
      <Table
        variant="embedded"
        wrapLines
        items={layer.Statements}
        ariaLabels={{
          tableLabel: `Statements of ${layerNames[layer.PolicyType]}`,
          allItemsSelectionLabel: () => '',
          itemSelectionLabel: () => '',
        }}
        empty="No statement comes near this call."
        columnDefinitions={[
          {
            id: 'where',
            header: 'Statement',
            isRowHeader: true,
            cell: ({ PolicyName, Sid, StatementIndex, Line }) =>
              `${PolicyName ?? 'inline'}, ${Sid ?? `statement ${StatementIndex + 1}`}, line ${Line}`,
          },
          { id: 'effect', header: 'Effect', cell: ({ Effect }) => Effect },
          {
            id: 'applies',
            header: 'Applies',
            cell: ({ Applies }) => <StatusIndicator type={Applies ? 'success' : 'stopped'}>{Applies ? 'Yes' : 'No'}</StatusIndicator>,
          },
          { id: 'why', header: 'Why', cell: (statement) => whyOf(statement).map((line) => <div key={line}>{line}</div>) },
        ]}
      />
    </ExpandableSection>
  );
}

function whyOf({ Action, Resource, Conditions, Applies }: Layer['Statements'][number]): string[] {
  if (Applies) return ['Everything in it matches the call.'];
  return [
    ...(Action.Matches ? [] : [`The action is not among ${Action.Wanted.join(', ')}.`]),
    ...(Resource === undefined || Resource.Matches ? [] : [`The resource is not among ${Resource.Wanted.join(', ')}.`]),
    ...Conditions.filter(({ Holds }) => !Holds).map(({ Key, Operator, Why }) => `${Operator} ${Key}: ${Why}`),
  ];
}

function Context({ entries }: { readonly entries: Details['Context'] }): ReactNode {
  return (
    <ExpandableSection variant="container" headerText="What the call carried">
      <Table
        variant="embedded"
        wrapLines
        items={entries}
        trackBy="Key"
        ariaLabels={{ tableLabel: 'What the call carried', allItemsSelectionLabel: () => '', itemSelectionLabel: () => '' }}
        columnDefinitions={[
          { id: 'key', header: 'Condition key', isRowHeader: true, cell: ({ Key }) => Key },
          { id: 'value', header: 'Value', cell: ({ Values }) => Values.join(', ') },
        ]}
      />
    </ExpandableSection>
  );
}
