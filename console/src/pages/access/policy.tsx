import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Client } from '../../api/client.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Diff } from '../../ui/diff.tsx';
import { useFlashes } from '../../ui/flash.tsx';
import { useGo } from '../../ui/link.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { chimeActions, DecisionTable } from './decisions.tsx';
import { CheckedEditor, useCheckedPolicy } from './policy-findings.tsx';
import { PolicyTests } from './policy-tests.tsx';
import { PolicyVersions } from './policy-versions.tsx';

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
    <p>The table at the end is what this policy alone decides, for someone who has no other.</p>
    <p>
      Tests say what the policy must allow and deny. They are run against the text as you edit it, and <code>carillon policy test</code>{' '}
      runs the same file without a server. Any file name in <code>policies</code> means the policy on this page.
    </p>
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
  const checked = useCheckedPolicy(text);
  const decided = useQuery({
    queryKey: ['decide-policy', checked.text],
    queryFn: async ({ signal }) =>
      (await client.call('iam:SimulateCustomPolicy', { PolicyInputList: [checked.text], ActionNames: [...chimeActions] }, { signal }))
        .EvaluationResults,
    enabled: checked.errors === 0 && checked.isFresh,
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
          <CheckedEditor value={text} onChange={setText} checked={checked} label="Policy document" />
          <Save
            arn={arn}
            before={before}
            text={text}
            why={
              isAws
                ? 'AWS manages this policy: make a policy of your own from it.'
                : checked.errors > 0
                  ? 'The policy has errors.'
                  : undefined
            }
          />
        </SpaceBetween>
      </Container>
      <PolicyTests policy={checked.text} name={arn?.split('/').at(-1) ?? 'policy'} />
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
