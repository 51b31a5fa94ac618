import { z } from 'zod';
import { LimitExceeded, MalformedPolicyDocument, NoSuchEntity } from '../../errors.ts';
import { checkTrustDocument } from '../../iam/trust.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { policyDocument, roleName } from '../../shapes/iam.ts';
import { roleConditions } from '../../store/iam-conditions.ts';
import { roleResource } from '../../store/iam-resources.ts';
import { getRole, updateRole } from '../../store/iam-roles.ts';
import { requireNamedPrincipals } from '../../store/iam-trust.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const UpdateAssumeRolePolicy = queryOperation('iam', {
  action: {
    name: 'UpdateAssumeRolePolicy',
    access: 'Permissions management',
    summary: 'Grants permission to update the policy that grants an IAM entity permission to assume a role',
    dependsOn: [],
    resource: roleResource,
    context: roleConditions,
  },
  input: z.object({ RoleName: roleName, PolicyDocument: policyDocument }),
  output: nothing,
  errors: [NoSuchEntity, MalformedPolicyDocument, LimitExceeded],
  example: {
    RoleName: 'help-desk',
    PolicyDocument:
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"sts:AssumeRole"}]}',
  },
  async handler({ tx }, { RoleName, PolicyDocument }) {
    const change = await beginIdentityChange(tx);
    const role = await getRole(change, RoleName);
    await requireNamedPrincipals(change, checkTrustDocument(PolicyDocument));
    await updateRole(change, role, { trustDocument: PolicyDocument });
    return {};
  },
});
