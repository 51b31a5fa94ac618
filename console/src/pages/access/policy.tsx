import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import type { Client } from '../../api/client.ts';
import type { Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Diff } from '../../ui/diff.tsx';
import type { Finding } from '../../ui/editor/json-editor.tsx';
import { PolicyEditor } from '../../ui/editor/policy-editor.tsx';
import { useFlashes } from '../../ui/flash.tsx';
import { useGo } from '../../ui/link.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { Trouble } from '../../ui/trouble.tsx';
import { chimeActions, DecisionTable } from './decisions.tsx';
import { PolicyVersions } from './policy-versions.tsx';

type Answer = Output<'access-analyzer:ValidatePolicy'>['findings'][number];

const example = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Look",
      "Effect": "Allow",
      "Action": ["chime:Get*", "chime:List*"],
      "Resource": "*"
    }
  ]
}`;

/** A policy: what it says, what is wrong with it, what it decides, and what a change would change. */
export function PolicyPage(): ReactNode {
  const { arn } = useSearch({ from: '/access/policy' });
  const client = useClient();
  const policy = useQuery({ queryKey: ['policy', arn], queryFn: () => readPolicy(client, arn ?? ''), enabled: arn !== undefined });
  const title = arn === undefined ? 'Create policy' : (arn.split('/').at(-1) ?? arn);
  return (
    <Page title={title} trail={[['Policies', '/access/policies']]} help={help} description={policy.data?.description}>
      {arn === undefined ? (
        <Editing before="" arn={undefined} />
      ) : (
        <Loaded query={policy}>
          {(found) => <Editing key={`${found.version} ${arn}`} before={found.document} arn={arn} version={found.version} />}
        </Loaded>
      )}
    </Page>
  );
}

const help = (
  <>
    <p>Ctrl Space offers actions, condition keys and operators. What is wrong is marked where it stands, as you type.</p>
    <p>The table below the text is what this policy alone decides, for someone who has no other.</p>
  </>
);

async function readPolicy(client: Client, PolicyArn: string) {
  const { Policy } = await client.call('iam:GetPolicy', { PolicyArn });
  const VersionId = Policy?.DefaultVersionId ?? 'v1';
  const { PolicyVersion } = await client.call('iam:GetPolicyVersion', { PolicyArn, VersionId });
  return { document: decodeURIComponent(PolicyVersion?.Document ?? ''), version: VersionId, description: Policy?.Description };
}

function Editing({
  before,
  arn,
  version,
}: {
  readonly before: string;
  readonly arn: string | undefined;
  readonly version?: string;
}): ReactNode {
  const client = useClient();
  const [text, setText] = useState(() => before || example);
  const deferred = useDeferredValue(text);
  const checked = useQuery({
    queryKey: ['validate-policy', deferred],
    queryFn: async ({ signal }) =>
      (await client.call('access-analyzer:ValidatePolicy', { policyDocument: deferred, policyType: 'IDENTITY_POLICY' }, { signal }))
        .findings,
    enabled: deferred.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
  const findings = useMemo(() => checked.data ?? [], [checked.data]);
  const marks = useMemo(() => findings.flatMap(toMarks), [findings]);
  const errors = findings.filter(({ findingType }) => findingType === 'ERROR').length;
  const decided = useQuery({
    queryKey: ['decide-policy', deferred],
    queryFn: async ({ signal }) =>
      (await client.call('iam:SimulateCustomPolicy', { PolicyInputList: [deferred], ActionNames: [...chimeActions] }, { signal }))
        .EvaluationResults,
    enabled: errors === 0 && checked.isSuccess && !checked.isPlaceholderData,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    retry: false,
  });
  const isAws = arn?.startsWith('arn:aws:iam::aws:') ?? false;
  return (
    <SpaceBetween size="l">
      {arn !== undefined && version !== undefined && <PolicyVersions arn={arn} version={version} isAws={isAws} />}
      <Container header={<Header variant="h2">Document</Header>}>
        <SpaceBetween size="m">
          <PolicyEditor value={text} onChange={setText} findings={marks} label="Policy document" />
          <Findings findings={findings} />
          {checked.error && <Trouble error={checked.error} />}
          <Save
            arn={arn}
            before={before}
            text={text}
            why={isAws ? 'AWS manages this policy: make a policy of your own from it.' : errors > 0 ? 'The policy has errors.' : undefined}
          />
        </SpaceBetween>
      </Container>
      {decided.data && (
        <DecisionTable
          results={decided.data}
          title="What it decides"
          description="For each action of Amazon Chime, of somebody who has only this policy."
        />
      )}
    </SpaceBetween>
  );
}

const severities: Readonly<Record<Answer['findingType'], readonly [StatusIndicatorProps.Type, Finding['severity'], string]>> = {
  ERROR: ['error', 'error', 'Error'],
  SECURITY_WARNING: ['warning', 'warning', 'Security'],
  WARNING: ['warning', 'warning', 'Warning'],
  SUGGESTION: ['info', 'info', 'Suggestion'],
};

function toMarks({ findingType, findingDetails, locations }: Answer): Finding[] {
  return locations.map(({ span }) => ({
    severity: severities[findingType][1],
    message: findingDetails,
    from: span.start.offset,
    to: span.end.offset,
  }));
}

function Findings({ findings }: { readonly findings: readonly Answer[] }): ReactNode {
  if (findings.length === 0) return <StatusIndicator type="success">Nothing is wrong with it</StatusIndicator>;
  return (
    <div role="status">
      <ul>
        {findings.map(({ findingType, findingDetails, issueCode, locations }) => (
          <li key={`${issueCode} ${locations[0]?.span.start.offset ?? 0} ${findingDetails}`}>
            <StatusIndicator type={severities[findingType][0]}>
              {severities[findingType][2]}
              {locations[0] && `, line ${locations[0].span.start.line}`}: {findingDetails}
            </StatusIndicator>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Shows what would change before it does. */
function Save({
  arn,
  before,
  text,
  why,
}: {
  readonly arn: string | undefined;
  readonly before: string;
  readonly text: string;
  readonly why: string | undefined;
}): ReactNode {
  const client = useClient();
  const go = useGo();
  const { show } = useFlashes();
  const [name, setName] = useState('');
  const [isAsked, setAsked] = useState(false);
  const reason =
    why ??
    (arn !== undefined && text === before
      ? 'Nothing was changed.'
      : arn === undefined && name.trim() === ''
        ? 'Give the policy a name.'
        : undefined);
  const act = (dryRun: boolean): Promise<unknown> =>
    arn === undefined
      ? client.call('iam:CreatePolicy', { PolicyName: name.trim(), PolicyDocument: text }, { dryRun })
      : client.call('iam:CreatePolicyVersion', { PolicyArn: arn, PolicyDocument: text, SetAsDefault: true }, { dryRun });
  const calls = () => [
    arn === undefined
      ? codeCall('iam:CreatePolicy', { PolicyName: name.trim() || 'name', PolicyDocument: text })
      : codeCall('iam:CreatePolicyVersion', { PolicyArn: arn, PolicyDocument: text, SetAsDefault: true }),
  ];
  return (
    <SpaceBetween size="m">
      {arn === undefined && (
        <FormField label="Name of the policy">
          <Input value={name} onChange={({ detail }) => setName(detail.value)} />
        </FormField>
      )}
      <SpaceBetween size="xs" direction="horizontal">
        <ActionButton
          needs={arn === undefined ? 'iam:CreatePolicy' : 'iam:CreatePolicyVersion'}
          variant="primary"
          disabledReason={reason}
          onClick={() => setAsked(true)}
        >
          {arn === undefined ? 'Create policy' : 'Save as a new version'}
        </ActionButton>
        <CodeButton calls={calls} />
      </SpaceBetween>
      {isAsked && (
        <Confirm
          title={arn === undefined ? `Create ${name.trim()}` : 'Save as a new version'}
          verb={arn === undefined ? 'Create' : 'Save'}
          rehearse={async () => {
            await act(true);
            return arn === undefined ? [] : ['The new version is in force at once, for everybody who has the policy.'];
          }}
          act={() => act(false)}
          calls={calls}
          onDone={() => {
            show({ id: 'policy-saved', type: 'success', content: 'The policy is saved.' });
            go('/access/policies');
          }}
          onClose={() => setAsked(false)}
        >
          {arn === undefined ? 'Attach it to somebody afterwards.' : <Diff before={before} after={text} name="the policy" />}
        </Confirm>
      )}
    </SpaceBetween>
  );
}
