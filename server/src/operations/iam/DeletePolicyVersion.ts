import { z } from 'zod';
import { AccessDenied, DeleteConflict, InvalidInput, NoSuchEntity } from '../../errors.ts';
import { policyResource } from '../../iam/arns.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { arn, policyVersionId } from '../../shapes/iam.ts';
import { getOwnPolicy } from '../../store/iam-policies.ts';
import { deletePolicyVersion, getPolicyVersion, versionIsAbsent } from '../../store/iam-policy-versions.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const DeletePolicyVersion = queryOperation('iam', {
  action: {
    name: 'DeletePolicyVersion',
    access: 'Permissions management',
    summary: 'Grants permission to delete a version from the specified managed policy',
    dependsOn: [],
    resource: policyResource,
  },
  input: z.object({ PolicyArn: arn, VersionId: policyVersionId }),
  output: nothing,
  errors: [NoSuchEntity, InvalidInput, AccessDenied, DeleteConflict],
  example: { PolicyArn: 'arn:aws:iam::111122223333:policy/suspend-users', VersionId: 'v1' },
  async handler({ tx }, { PolicyArn, VersionId }) {
    const change = await beginIdentityChange(tx);
    const policy = await getOwnPolicy(change, PolicyArn, versionIsAbsent(VersionId));
    const version = await getPolicyVersion(change, policy, VersionId);
    if (version.isDefault) throw new DeleteConflict('Cannot delete the default version of a policy.');
    await deletePolicyVersion(change, policy, version);
    return {};
  },
});
