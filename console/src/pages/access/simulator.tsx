import AttributeEditor from '@cloudscape-design/components/attribute-editor';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Multiselect from '@cloudscape-design/components/multiselect';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMutation, useQuery } from '@tanstack/react-query';
import { operations } from '../../api/derived.ts';
import { useState, type ReactNode } from 'react';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton } from '../../ui/code-button.tsx';
import { Page } from '../../ui/page.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { Trouble } from '../../ui/trouble.tsx';
import { chimeActions, DecisionTable } from './decisions.tsx';

const others = [...new Set(operations.filter(({ service }) => service !== 'chime').flatMap(({ actions }) => actions))].toSorted();
const actionOptions = [
  { label: 'Amazon Chime', options: chimeActions.map((value) => ({ value, label: value })) },
  { label: 'Everything else', options: others.map((value) => ({ value, label: value })) },
];

function options(list: readonly { readonly Arn: string }[]) {
  return list.map(({ Arn }) => ({ value: Arn, label: Arn.split('/').at(-1) ?? Arn, description: Arn }));
}

interface Entry {
  readonly key: string;
  readonly value: string;
}

/** What would be decided, without anything being done: for whom, what, on what, and in which circumstances. */
export function SimulatorPage(): ReactNode {
  const client = useClient();
  const [arn, setArn] = useState('');
  const [actions, setActions] = useState<readonly string[]>([]);
  const [resource, setResource] = useState('*');
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  const principals = useQuery({
    queryKey: ['principals'],
    async queryFn({ signal }) {
      const [users, roles, groups] = await Promise.all([
        client.call('iam:ListUsers', { MaxItems: 1000 }, { signal }),
        client.call('iam:ListRoles', { MaxItems: 1000 }, { signal }),
        client.call('iam:ListGroups', { MaxItems: 1000 }, { signal }),
      ]);
      return [
        { label: 'Users', options: options(users.Users) },
        { label: 'Roles', options: options(roles.Roles) },
        { label: 'Groups', options: options(groups.Groups) },
      ];
    },
  });
  const input = {
    PolicySourceArn: arn,
    ActionNames: actions.length === 0 ? [...chimeActions] : [...actions],
    ...(resource.trim() !== '' && resource.trim() !== '*' && { ResourceArns: [resource.trim()] }),
    ...(entries.length > 0 && {
      ContextEntries: entries
        .filter(({ key }) => key.trim() !== '')
        .map(({ key, value }) => ({ ContextKeyName: key.trim(), ContextKeyValues: [value], ContextKeyType: 'string' as const })),
    }),
  };
  const run = useMutation({
    mutationFn: async () => (await client.call('iam:SimulatePrincipalPolicy', { ...input, MaxItems: 1000 })).EvaluationResults,
  });
  const change = (index: number, part: Partial<Entry>): void =>
    setEntries(entries.map((entry, at) => (at === index ? { ...entry, ...part } : entry)));
  const chosen = (principals.data ?? []).flatMap(({ options }) => options).find(({ value }) => value === arn);
  return (
    <Page title="Simulator" description="What would be decided, without anything being done." help={help}>
      <SpaceBetween size="l">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (arn !== '') run.mutate();
          }}
        >
          <Container header={<Header variant="h2">The call</Header>}>
            <Form
              actions={
                <SpaceBetween size="xs" direction="horizontal">
                  <CodeButton calls={() => [codeCall('iam:SimulatePrincipalPolicy', input)]} />
                  <ActionButton
                    needs="iam:SimulatePrincipalPolicy"
                    variant="primary"
                    formAction="submit"
                    loading={run.isPending}
                    disabledReason={arn === '' ? 'Choose who calls.' : undefined}
                  >
                    Simulate
                  </ActionButton>
                </SpaceBetween>
              }
            >
              <SpaceBetween size="m">
                {principals.error && <Trouble error={principals.error} />}
                <FormField label="Who">
                  <Select
                    filteringType="auto"
                    options={principals.data ?? []}
                    selectedOption={chosen ?? null}
                    placeholder="A user, a role or a group"
                    statusType={principals.isPending ? 'loading' : 'finished'}
                    onChange={({ detail }) => setArn(detail.selectedOption.value ?? '')}
                  />
                </FormField>
                <FormField label="Actions" description="None is all of Amazon Chime.">
                  <Multiselect
                    filteringType="auto"
                    options={actionOptions}
                    selectedOptions={actions.map((value) => ({ value, label: value }))}
                    placeholder="Every action of Amazon Chime"
                    deselectAriaLabel={({ label }) => `Take ${label} away`}
                    onChange={({ detail }) =>
                      setActions(detail.selectedOptions.flatMap(({ value }) => (value === undefined ? [] : [value])))
                    }
                  />
                </FormField>
                <FormField label="Resource" description="Actions of Amazon Chime are decided on *, whatever stands here.">
                  <Input value={resource} onChange={({ detail }) => setResource(detail.value)} />
                </FormField>
                <AttributeEditor
                  items={[...entries]}
                  addButtonText="Add a condition key"
                  removeButtonText="Remove"
                  empty="No condition keys: the circumstances that policies ask for are absent."
                  definition={[
                    {
                      label: 'Condition key',
                      control: ({ key }, index) => (
                        <Input value={key} placeholder="aws:SourceIp" onChange={({ detail }) => change(index, { key: detail.value })} />
                      ),
                    },
                    {
                      label: 'Value',
                      control: ({ value }, index) => (
                        <Input value={value} placeholder="203.0.113.7" onChange={({ detail }) => change(index, { value: detail.value })} />
                      ),
                    },
                  ]}
                  onAddButtonClick={() => setEntries([...entries, { key: '', value: '' }])}
                  onRemoveButtonClick={({ detail }) => setEntries(entries.filter((_, at) => at !== detail.itemIndex))}
                />
              </SpaceBetween>
            </Form>
          </Container>
        </form>
        {run.error && <Trouble error={run.error} />}
        {run.data && <DecisionTable results={run.data} />}
      </SpaceBetween>
    </Page>
  );
}

const help = (
  <>
    <p>
      The simulator decides with the engine that decides real calls: policies of the organisation, of the caller and their groups, and the
      permissions boundary.
    </p>
    <p>“Depends on” names the condition keys that statements look at and that the call here does not carry.</p>
  </>
);
