import Select from '@cloudscape-design/components/select';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useClient } from '../../session.tsx';

/** A managed policy to choose, by its ARN; '' = none yet. */
export function PolicySelect({ value, onChange }: { readonly value: string; readonly onChange: (arn: string) => void }): ReactNode {
  const client = useClient();
  const policies = useQuery({
    queryKey: ['policies', 'to-attach'],
    queryFn: async ({ signal }) => (await client.call('iam:ListPolicies', { MaxItems: 1000 }, { signal })).Policies ?? [],
  });
  const options = (policies.data ?? []).map(({ Arn = '', PolicyName = '' }) => ({ value: Arn, label: PolicyName, description: Arn }));
  return (
    <Select
      filteringType="auto"
      options={options}
      selectedOption={options.find((option) => option.value === value) ?? null}
      placeholder="Choose a policy"
      statusType={policies.isPending ? 'loading' : 'finished'}
      onChange={({ detail }) => onChange(detail.selectedOption.value ?? '')}
    />
  );
}
