import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, type ReactNode } from 'react';
import type { Output } from '../../api/calls.ts';
import { useClient } from '../../session.tsx';
import type { Finding } from '../../ui/editor/json-editor.tsx';
import { PolicyEditor } from '../../ui/editor/policy-editor.tsx';
import { Trouble } from '../../ui/trouble.tsx';

export type PolicyFinding = Output<'access-analyzer:ValidatePolicy'>['findings'][number];

/** What is wrong with a policy that is being typed. */
export interface Checked {
  /** The text that was looked at: a moment old while somebody types. */
  readonly text: string;
  readonly findings: readonly PolicyFinding[];
  readonly errors: number;
  readonly error: Error | null;
  /** The findings are those of `text`, not of what stood there before. */
  readonly isFresh: boolean;
}

/** Has the server look at a text. @param kind what the policy is for: identities, or the trust of a role */
export function useCheckedPolicy(text: string, kind: 'identity' | 'trust' = 'identity'): Checked {
  const client = useClient();
  const deferred = useDeferredValue(text);
  const what =
    kind === 'trust'
      ? ({ policyType: 'RESOURCE_POLICY', validatePolicyResourceType: 'AWS::IAM::AssumeRolePolicyDocument' } as const)
      : ({ policyType: 'IDENTITY_POLICY' } as const);
  const checked = useQuery({
    queryKey: ['validate-policy', kind, deferred],
    queryFn: async ({ signal }) =>
      (await client.call('access-analyzer:ValidatePolicy', { policyDocument: deferred, ...what }, { signal })).findings,
    enabled: deferred.trim() !== '',
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
  const findings = useMemo(() => checked.data ?? [], [checked.data]);
  const errors = findings.filter(({ findingType }) => findingType === 'ERROR').length;
  return { text: deferred, findings, errors, error: checked.error, isFresh: checked.isSuccess && !checked.isPlaceholderData };
}

/** An editor, and under it what is wrong with the text. */
export function CheckedEditor({
  value,
  onChange,
  checked,
  label,
}: {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly checked: Checked;
  readonly label: string;
}): ReactNode {
  const { findings, error } = checked;
  const marks = useMemo(() => findings.flatMap(toMarks), [findings]);
  return (
    <>
      <PolicyEditor value={value} onChange={onChange} findings={marks} label={label} />
      <Findings findings={findings} />
      {error && <Trouble error={error} />}
    </>
  );
}

const severities: Readonly<Record<PolicyFinding['findingType'], readonly [StatusIndicatorProps.Type, Finding['severity'], string]>> = {
  ERROR: ['error', 'error', 'Error'],
  SECURITY_WARNING: ['warning', 'warning', 'Security'],
  WARNING: ['warning', 'warning', 'Warning'],
  SUGGESTION: ['info', 'info', 'Suggestion'],
};

function toMarks({ findingType, findingDetails, locations }: PolicyFinding): Finding[] {
  return locations.map(({ span }) => ({
    severity: severities[findingType][1],
    message: findingDetails,
    from: span.start.offset,
    to: span.end.offset,
  }));
}

function Findings({ findings }: { readonly findings: readonly PolicyFinding[] }): ReactNode {
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
