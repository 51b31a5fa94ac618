import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import { codeCall } from '../../ui/code.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { count } from '../../ui/format.ts';

/** Hours that a session may last. Source: IAM User Guide, "Update the maximum session duration for a role". */
const hours = [1, 2, 4, 8, 12] as const;
const hourSeconds = 3600;

/** A length of time as people say it. */
export function formatHours(seconds: number): string {
  return seconds % hourSeconds === 0 ? count(seconds / hourSeconds, 'hour') : count(Math.round(seconds / 60), 'minute');
}

/** How long a session of a role may last, to be chosen. @param seconds kept although it is none of the usual ones */
export function SessionLength({
  seconds,
  onChange,
}: {
  readonly seconds: number;
  readonly onChange: (seconds: number) => void;
}): ReactNode {
  const usual = hours.map((number) => number * hourSeconds);
  const options = [...new Set([...usual, seconds])]
    .toSorted((a, b) => a - b)
    .map((length) => ({ value: String(length), label: formatHours(length) }));
  return (
    <Select
      options={options}
      selectedOption={options.find(({ value }) => value === String(seconds)) ?? null}
      onChange={({ detail }) => onChange(Number(detail.selectedOption.value ?? hourSeconds))}
    />
  );
}

/** What a role is for, and how long somebody acts as it. */
export function RoleSettings({
  role: { RoleName, Description: before = '', MaxSessionDuration: secondsBefore = hourSeconds },
  onClose,
}: {
  readonly role: Output<'iam:GetRole'>['Role'];
  readonly onClose: () => void;
}): ReactNode {
  const client = useClient();
  const queries = useQueryClient();
  const [Description, setDescription] = useState(before);
  const [MaxSessionDuration, setSeconds] = useState(secondsBefore);
  const input = { RoleName, Description, MaxSessionDuration };
  return (
    <FormDialog
      title={`Edit ${RoleName}`}
      verb="Save"
      isComplete={Description !== before || MaxSessionDuration !== secondsBefore}
      act={() => client.call('iam:UpdateRole', input)}
      calls={() => [codeCall('iam:UpdateRole', input)]}
      onDone={() => {
        void queries.invalidateQueries({ queryKey: ['iam-role'] });
        onClose();
      }}
      onClose={onClose}
    >
      <FormField label="Description" stretch>
        <Input value={Description} autoFocus onChange={({ detail }) => setDescription(detail.value.slice(0, 1000))} />
      </FormField>
      <FormField label="A session lasts at most" description="Whoever acts as the role may ask for less." stretch>
        <SessionLength seconds={MaxSessionDuration} onChange={setSeconds} />
      </FormField>
    </FormDialog>
  );
}
