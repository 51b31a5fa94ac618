import { z } from 'zod';
import { AccessDenied, InvalidInput, NoSuchEntity } from '../../errors.ts';
import { policyResource } from '../../iam/arns.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { arn, policyVersionId } from '../../shapes/iam.ts';
import { getOwnPolicy } from '../../store/iam-policies.ts';
import { getPolicyVersion, setDefaultPolicyVersion, versionIsAbsent } from '../../store/iam-policy-versions.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const SetDefaultPolicyVersion = queryOperation('iam', {
  action: {
    name: 'SetDefaultPolicyVersion',
    access: 'Permissions management',
    summary: "Grants permission to set the version of the specified policy as the policy's default version",
    dependsOn: [],
    resource: policyResource,
  },
  input: z.object({ PolicyArn: arn, VersionId: policyVersionId }),
  output: nothing,
  errors: [NoSuchEntity, InvalidInput, AccessDenied],
  example: { PolicyArn: 'arn:aws:iam::111122223333:policy/suspend-users', VersionId: 'v2' },
  async handler({ tx }, { PolicyArn, VersionId }) {
    const change = await beginIdentityChange(tx);
    const policy = await getOwnPolicy(change, PolicyArn, versionIsAbsent(VersionId));
    await setDefaultPolicyVersion(change, policy, await getPolicyVersion(change, policy, VersionId));
    return {};
  },
});
