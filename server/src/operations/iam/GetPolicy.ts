import { z } from 'zod';
import { InvalidInput, NoSuchEntity } from '../../errors.ts';
import { policyResource } from '../../iam/arns.ts';
import { toWirePolicy, toWireTags } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { arn, Policy } from '../../shapes/iam.ts';
import { getPolicy } from '../../store/iam-policies.ts';

export const GetPolicy = queryOperation('iam', {
  action: {
    name: 'GetPolicy',
    access: 'Read',
    summary:
      "Grants permission to retrieve information about the specified managed policy, including the policy's default version and the total number of identities to which the policy is attached",
    dependsOn: [],
    resource: policyResource,
  },
  input: z.object({ PolicyArn: arn }),
  output: z.object({ Policy: Policy.optional() }),
  errors: [NoSuchEntity, InvalidInput],
  example: { PolicyArn: 'arn:aws:iam::aws:policy/AmazonChimeReadOnly' },
  async handler({ tx }, { PolicyArn }) {
    const policy = await getPolicy(tx, PolicyArn);
    return { Policy: { ...toWirePolicy(policy), Description: policy.description || undefined, Tags: toWireTags(policy.tags) } };
  },
});
