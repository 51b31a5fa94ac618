import { z } from 'zod';
import { InvalidInput, NoSuchEntity, ValidationError } from '../../errors.ts';
import { policyResource } from '../../iam/arns.ts';
import { toWirePolicyVersion } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { arn, pagePosition, paging, PolicyVersion } from '../../shapes/iam.ts';
import { readMarkedPage } from '../../store/iam-paging.ts';
import { getPolicy } from '../../store/iam-policies.ts';
import { listPolicyVersions } from '../../store/iam-policy-versions.ts';

export const ListPolicyVersions = queryOperation('iam', {
  action: {
    name: 'ListPolicyVersions',
    access: 'List',
    summary:
      "Grants permission to list information about the versions of the specified managed policy, including the version that is currently set as the policy's default version",
    dependsOn: [],
    resource: policyResource,
  },
  input: z.object({ PolicyArn: arn, ...paging }),
  output: z.object({ Versions: z.array(PolicyVersion).optional(), ...pagePosition }),
  errors: [NoSuchEntity, InvalidInput, ValidationError],
  example: { PolicyArn: 'arn:aws:iam::aws:policy/AmazonChimeReadOnly' },
  async handler({ tx }, { PolicyArn, ...page }) {
    const policy = await getPolicy(tx, PolicyArn);
    const versions = await listPolicyVersions(tx, policy);
    const find = (after: string, limit: number) => versions.filter(({ number }) => after === '' || number < Number(after)).slice(0, limit);
    const { rows, position } = await readMarkedPage(tx, ['ListPolicyVersions', policy.id], page, find, ({ number }) => String(number));
    return { Versions: rows.map(toWirePolicyVersion), ...position };
  },
});
