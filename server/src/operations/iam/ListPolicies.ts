import { z } from 'zod';
import { ValidationError } from '../../errors.ts';
import { foldName } from '../../iam/names.ts';
import { toWirePolicy } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { pagePosition, paging, Policy, policyPath, policyUsage } from '../../shapes/iam.ts';
import { readMarkedPage } from '../../store/iam-paging.ts';
import { listAwsManagedPolicies, listLocalPolicies, type ManagedPolicy } from '../../store/iam-policies.ts';

export const ListPolicies = queryOperation('iam', {
  action: {
    name: 'ListPolicies',
    access: 'List',
    summary: 'Grants permission to list all managed policies',
    dependsOn: [],
    resource: (_, { awsAccountId }) => `arn:aws:iam::${awsAccountId}:policy/`,
  },
  input: z.object({
    Scope: z.enum(['All', 'AWS', 'Local']).optional(),
    OnlyAttached: z.boolean().optional(),
    PathPrefix: policyPath.optional(),
    PolicyUsageFilter: policyUsage.optional(),
    ...paging,
  }),
  output: z.object({ Policies: z.array(Policy).optional(), ...pagePosition }),
  errors: [ValidationError],
  example: { Scope: 'Local', OnlyAttached: false },
  async handler({ tx }, { Scope = 'All', OnlyAttached = false, PathPrefix = '/', PolicyUsageFilter, ...page }) {
    const minima = {
      attachmentsMin: PolicyUsageFilter === 'PermissionsPolicy' ? 1 : 0,
      boundariesMin: PolicyUsageFilter === 'PermissionsBoundary' ? 1 : 0,
      usesMin: OnlyAttached ? 1 : 0,
    };
    const isUsed = ({ attachmentCount, boundaryCount }: ManagedPolicy): boolean =>
      attachmentCount >= minima.attachmentsMin &&
      boundaryCount >= minima.boundariesMin &&
      attachmentCount + boundaryCount >= minima.usesMin;
    const find = async (after: string, limit: number): Promise<ManagedPolicy[]> => {
      const aws = Scope === 'Local' ? [] : await listAwsManagedPolicies(tx);
      const first = aws.filter((policy) => key(policy) > after && policy.path.startsWith(PathPrefix) && isUsed(policy)).slice(0, limit);
      if (Scope === 'AWS' || first.length === limit) return first;
      const afterLocal = after.startsWith(local) ? after.slice(local.length) : '';
      return [
        ...first,
        ...(await listLocalPolicies(tx, { pathPrefix: PathPrefix, minima, after: afterLocal, limit: limit - first.length })),
      ];
    };
    const list = ['ListPolicies', Scope, minima, PathPrefix];
    const { rows, position } = await readMarkedPage(tx, list, page, find, key);
    return { Policies: rows.map(toWirePolicy), ...position };
  },
});

const local = 'local/';

/** AWS's policies come first: `aws/` sorts before `local/`. */
function key(policy: ManagedPolicy): string {
  return policy.awsDocument === undefined ? local + foldName(policy.name) : `aws/${policy.name}`;
}
