import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Checkbox from '@cloudscape-design/components/checkbox';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Input as CallInput } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { CodeButton, Snippet } from '../../ui/code-button.tsx';
import { useFlashes } from '../../ui/flash.tsx';
import { useGo } from '../../ui/link.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { Page } from '../../ui/page.tsx';
import { ActionButton } from '../../ui/permissions.tsx';
import { Trouble } from '../../ui/trouble.tsx';
import { useAccount } from '../account/account.ts';
import { AccountSelect } from './account-select.tsx';
import { categories, severities, type Category, type Severity } from './support.ts';

const subjectMax = 200;
const descriptionMax = 20_000;

interface Fields {
  readonly subject: string;
  readonly description: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly conference: string;
  /** As the browser's field for an instant has it: local time. */
  readonly occurred: string;
  readonly attaches: boolean;
}

/** The instant that somebody typed in their local time; undefined = none, null = it is not one. */
function toInstant(typed: string): string | null | undefined {
  if (typed.trim() === '') return undefined;
  const [, date, time] = /^\s*(\d{4}-\d{2}-\d{2})[ T](\d{1,2}:\d{2})\s*$/.exec(typed) ?? [];
  const at = date === undefined || time === undefined ? Number.NaN : new Date(`${date}T${time.padStart(5, '0')}`).getTime();
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

function toInput(fields: Fields, AccountId: string | undefined): CallInput<'chime:SubmitSupportRequest'> {
  const OccurredAt = toInstant(fields.occurred);
  return {
    Subject: fields.subject.trim(),
    Description: fields.description,
    Category: fields.category,
    Severity: fields.severity,
    ...(AccountId !== undefined && { AccountId }),
    ...(fields.conference.trim() !== '' && { ConferenceId: fields.conference.trim() }),
    ...(OccurredAt && { OccurredAt }),
    ...(fields.attaches && { AttachDiagnostics: true }),
  };
}

/** Tells whoever runs the server what does not work. */
export function SupportRequestPage(): ReactNode {
  const { account: asked, conference = '' } = useSearch({ from: '/support-requests/new' });
  const client = useClient();
  const queries = useQueryClient();
  const go = useGo();
  const { show } = useFlashes();
  const [accountId, setAccountId] = useState(asked);
  const [fields, setFields] = useState<Fields>({
    subject: '',
    description: '',
    category: 'Other',
    severity: 'Normal',
    conference,
    occurred: '',
    attaches: false,
  });
  const change = (part: Partial<Fields>): void => setFields({ ...fields, ...part });
  const input = toInput(fields, accountId);
  const submit = useMutation({
    mutationFn: () => client.call('chime:SubmitSupportRequest', input),
    onSuccess() {
      show({ id: 'support-submitted', type: 'success', content: 'The request is submitted. What becomes of its mail is in the list.' });
      void queries.invalidateQueries({ queryKey: ['support-requests'] });
      go('/support-requests');
    },
  });
  const reason =
    input.Subject === '' || input.Description.trim() === ''
      ? 'A subject and a description are needed.'
      : toInstant(fields.occurred) === null
        ? 'Write when it happened as it is shown there, or leave it out.'
        : undefined;
  return (
    <Page title="Submit a request" trail={[['Support requests', '/support-requests']]} help={help}>
      <SpaceBetween size="l">
        <Container header={<Header variant="h2">What does not work</Header>}>
          <Wording fields={fields} onChange={change} />
        </Container>
        <Container header={<Header variant="h2">Where and when, if you know</Header>}>
          <Circumstances fields={fields} onChange={change} accountId={accountId} onAccount={setAccountId} />
        </Container>
        <Container header={<Header variant="h2">Diagnostics</Header>}>
          <SpaceBetween size="m">
            <Checkbox
              checked={fields.attaches}
              description="How the installation fares: version, jobs, what has failed of late. No names, addresses or secrets."
              onChange={({ detail }) => change({ attaches: detail.checked })}
            >
              Attach diagnostics
            </Checkbox>
            {fields.attaches && <Preview />}
          </SpaceBetween>
        </Container>
        {submit.error && <Trouble error={submit.error} />}
        <SpaceBetween size="xs" direction="horizontal">
          <ActionButton
            needs="chime:SubmitSupportRequest"
            variant="primary"
            loading={submit.isPending}
            disabledReason={reason}
            onClick={() => submit.mutate()}
          >
            Submit
          </ActionButton>
          <CodeButton calls={() => [codeCall('chime:SubmitSupportRequest', input)]} />
        </SpaceBetween>
      </SpaceBetween>
    </Page>
  );
}

const help = (
  <>
    <p>The request is mailed to whoever runs this server, with your name and that of your AWS account.</p>
    <p>Say what you did, what you expected, and what happened instead. A request id from an error message helps most.</p>
    <p>Do not write passwords or keys into it: mail is read by many.</p>
  </>
);

interface Part {
  readonly fields: Fields;
  readonly onChange: (part: Partial<Fields>) => void;
}

function Wording({ fields: { subject, description, category, severity }, onChange }: Part): ReactNode {
  return (
    <SpaceBetween size="m">
      <FormField label="Subject" constraintText={`${subject.length}/${subjectMax}`}>
        <Input value={subject} onChange={({ detail }) => onChange({ subject: detail.value.slice(0, subjectMax) })} />
      </FormField>
      <FormField
        label="Description"
        description="What you did, what you expected, what happened."
        constraintText={`${description.length.toLocaleString()}/${descriptionMax.toLocaleString()}`}
        stretch
      >
        <Textarea
          value={description}
          rows={8}
          onChange={({ detail }) => onChange({ description: detail.value.slice(0, descriptionMax) })}
        />
      </FormField>
      <ColumnLayout columns={2}>
        <FormField label="About">
          <Select
            selectedOption={option(category)}
            options={Object.keys(categories).map((id) => option(toCategory(id)))}
            onChange={({ detail }) => onChange({ category: toCategory(detail.selectedOption.value) })}
          />
        </FormField>
        <FormField label="Severity">
          <Select
            selectedOption={level(severity)}
            options={Object.keys(severities).map((id) => level(toSeverity(id)))}
            onChange={({ detail }) => onChange({ severity: toSeverity(detail.selectedOption.value) })}
          />
        </FormField>
      </ColumnLayout>
    </SpaceBetween>
  );
}

function option(id: Category) {
  return { value: id, label: categories[id] };
}

function level(id: Severity) {
  return { value: id, label: severities[id][0], description: severities[id][1] };
}

function isCategory(id: string | undefined): id is Category {
  return id !== undefined && Object.hasOwn(categories, id);
}

function toCategory(id: string | undefined): Category {
  return isCategory(id) ? id : 'Other';
}

function isSeverity(id: string | undefined): id is Severity {
  return id !== undefined && Object.hasOwn(severities, id);
}

function toSeverity(id: string | undefined): Severity {
  return isSeverity(id) ? id : 'Normal';
}

function Circumstances({
  fields: { conference, occurred },
  onChange,
  accountId,
  onAccount,
}: Part & { readonly accountId: string | undefined; readonly onAccount: (id: string | undefined) => void }): ReactNode {
  const account = useAccount(accountId);
  return (
    <ColumnLayout columns={3}>
      <FormField label="Account">
        <AccountSelect
          none="None, or all of them"
          value={accountId === undefined ? undefined : { id: accountId, name: account.data?.Name ?? accountId }}
          onChange={(chosen) => onAccount(chosen?.id)}
        />
      </FormField>
      <FormField label="Meeting id">
        <Input value={conference} spellcheck={false} onChange={({ detail }) => onChange({ conference: detail.value })} />
      </FormField>
      <FormField
        label="It happened at"
        constraintText="Your local time: year-month-day, then hours:minutes."
        errorText={toInstant(occurred) === null ? 'This is no such time. Write it like 2026-06-01 09:30.' : undefined}
      >
        <Input value={occurred} placeholder="2026-06-01 09:30" onChange={({ detail }) => onChange({ occurred: detail.value })} />
      </FormField>
    </ColumnLayout>
  );
}

/** Exactly what would be attached, before it is. */
function Preview(): ReactNode {
  const client = useClient();
  const diagnostics = useQuery({
    queryKey: ['support-diagnostics'],
    queryFn: ({ signal }) => client.call('chime:GetSupportDiagnostics', {}, { signal }),
  });
  return (
    <Loaded query={diagnostics}>
      {({ Diagnostics, Withheld }) => (
        <SpaceBetween size="s">
          <Box variant="h3">What is attached</Box>
          {Withheld !== undefined && (
            <Alert type="info" statusIconAriaLabel="Information">
              {Withheld}
            </Alert>
          )}
          <div className="code--short">
            <Snippet code={Diagnostics} name="What is attached" />
          </div>
        </SpaceBetween>
      )}
    </Loaded>
  );
}
