import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useClient } from '../../session.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { chimeActions, DecisionTable } from './decisions.tsx';
import type { HolderKind } from './holder.ts';

/** What all policies that concern somebody decide together, for each action of Amazon Chime. */
export function PrincipalDecisions({ arn: PolicySourceArn, kind }: { readonly arn: string; readonly kind: HolderKind }): ReactNode {
  const client = useClient();
  const decided = useQuery({
    queryKey: [`iam-${kind}`, PolicySourceArn, 'decisions'],
    queryFn: async ({ signal }) =>
      (await client.call('iam:SimulatePrincipalPolicy', { PolicySourceArn, ActionNames: [...chimeActions] }, { signal })).EvaluationResults,
    retry: false,
  });
  return (
    <Loaded query={decided}>
      {(results) => (
        <DecisionTable
          results={results}
          title={`What this ${kind} ${kind === 'group' ? 'lets its users do' : 'may do'}`}
          description={`All policies that concern the ${kind}, for each action of Amazon Chime.`}
        />
      )}
    </Loaded>
  );
}
