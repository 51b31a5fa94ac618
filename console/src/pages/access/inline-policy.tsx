import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useClient } from '../../session.tsx';
import { holderCalls, type Holder } from './holder.ts';
import { CheckedEditor, useCheckedPolicy } from './policy-findings.tsx';
import { PolicyDialog } from './policy-dialog.tsx';

const example = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["chime:GetUser", "chime:ListUsers"],
      "Resource": "*"
    }
  ]
}`;

/** Writes a policy that somebody alone has, or changes it. @param policyName undefined = a new one */
export function InlinePolicyDialog({
  holder,
  policyName,
  onClose,
}: {
  readonly holder: Holder;
  readonly policyName: string | undefined;
  readonly onClose: () => void;
}): ReactNode {
  const client = useClient();
  const before = useQuery({
    queryKey: [`iam-${holder.kind}`, holder.name, 'inline', policyName],
    queryFn: () => (policyName === undefined ? '' : holderCalls(client, holder).read(policyName)),
    staleTime: 0,
    gcTime: 0,
  });
  if (before.data === undefined) return undefined;
  return <Editing holder={holder} policyName={policyName} before={before.data} onClose={onClose} />;
}

function Editing({
  holder,
  policyName,
  before,
  onClose,
}: {
  readonly holder: Holder;
  readonly policyName: string | undefined;
  readonly before: string;
  readonly onClose: () => void;
}): ReactNode {
  const client = useClient();
  const [name, setName] = useState(policyName ?? '');
  const [text, setText] = useState(before || example);
  const checked = useCheckedPolicy(text);
  const call = holderCalls(client, holder).put(name.trim() || 'name', text);
  return (
    <PolicyDialog
      title={policyName === undefined ? `Write a policy for ${holder.name}` : `${policyName} of ${holder.name}`}
      what={policyName ?? 'the policy'}
      before={before}
      after={text}
      isComplete={name.trim() !== '' && checked.errors === 0 && text !== before}
      call={call}
      done={`${holder.name} has ${name.trim()}.`}
      onClose={onClose}
    >
      <SpaceBetween size="m">
        {policyName === undefined && (
          <FormField label="Name of the policy" stretch>
            <Input value={name} autoFocus onChange={({ detail }) => setName(detail.value)} />
          </FormField>
        )}
        <CheckedEditor value={text} onChange={setText} checked={checked} label="Policy document" />
      </SpaceBetween>
    </PolicyDialog>
  );
}
