import { z } from 'zod';
import { LimitExceeded, MalformedPolicyDocument, NoSuchEntity } from '../../errors.ts';
import { checkPolicyDocument, policySize } from '../../iam/policy-document.ts';
import { inlinePolicySizes } from '../../iam/quotas.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { policyDocument, policyName, roleName } from '../../shapes/iam.ts';
import { listInlinePolicies, putInlinePolicy } from '../../store/iam-inline-policies.ts';
import { getRole } from '../../store/iam-roles.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { roleConditions } from '../../store/iam-conditions.ts';
import { roleResource } from '../../store/iam-resources.ts';

export const PutRolePolicy = queryOperation('iam', {
  action: {
    name: 'PutRolePolicy',
    access: 'Permissions management',
    summary: 'Grants permission to create or update an inline policy document that is embedded in the specified IAM role',
    dependsOn: [],
    resource: roleResource,
    context: roleConditions,
  },
  input: z.object({ RoleName: roleName, PolicyName: policyName, PolicyDocument: policyDocument }),
  output: nothing,
  errors: [NoSuchEntity, MalformedPolicyDocument, LimitExceeded],
  example: {
    RoleName: 'help-desk',
    PolicyName: 'suspend-users',
    PolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"chime:SuspendUsers","Resource":"*"}]}',
  },
  async handler({ tx }, { RoleName, PolicyName, PolicyDocument }) {
    const change = await beginIdentityChange(tx);
    const role = await getRole(change, RoleName);
    const tooLarge = (limit: number) => `Maximum policy size of ${limit} bytes exceeded for role ${RoleName}`;
    checkPolicyDocument(PolicyDocument, 'inline-role', tooLarge);
    const others = (await listInlinePolicies(change, role.id)).filter(({ name }) => name !== PolicyName);
    const size = others.reduce((total, { document }) => total + policySize(document), policySize(PolicyDocument));
    if (size > inlinePolicySizes.role) throw new LimitExceeded(tooLarge(inlinePolicySizes.role));
    await putInlinePolicy(change, { ownerId: role.id, name: PolicyName, document: PolicyDocument });
    return {};
  },
});
