import { z } from 'zod';
import { LimitExceeded, MalformedPolicyDocument, NoSuchEntity } from '../../errors.ts';
import { checkPolicyDocument, policySize } from '../../iam/policy-document.ts';
import { inlinePolicySizes } from '../../iam/quotas.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { groupName, policyDocument, policyName } from '../../shapes/iam.ts';
import { listInlinePolicies, putInlinePolicy } from '../../store/iam-inline-policies.ts';
import { getGroup } from '../../store/iam-groups.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { groupResource } from '../../store/iam-resources.ts';

export const PutGroupPolicy = queryOperation('iam', {
  action: {
    name: 'PutGroupPolicy',
    access: 'Permissions management',
    summary: 'Grants permission to create or update an inline policy document that is embedded in the specified IAM group',
    dependsOn: [],
    resource: groupResource,
  },
  input: z.object({ GroupName: groupName, PolicyName: policyName, PolicyDocument: policyDocument }),
  output: nothing,
  errors: [NoSuchEntity, MalformedPolicyDocument, LimitExceeded],
  example: {
    GroupName: 'help-desk',
    PolicyName: 'suspend-users',
    PolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"chime:SuspendUsers","Resource":"*"}]}',
  },
  async handler({ tx }, { GroupName, PolicyName, PolicyDocument }) {
    const change = await beginIdentityChange(tx);
    const group = await getGroup(change, GroupName);
    const tooLarge = (limit: number) => `Maximum policy size of ${limit} bytes exceeded for group ${GroupName}`;
    checkPolicyDocument(PolicyDocument, 'inline-group', tooLarge);
    const others = (await listInlinePolicies(change, group.id)).filter(({ name }) => name !== PolicyName);
    const size = others.reduce((total, { document }) => total + policySize(document), policySize(PolicyDocument));
    if (size > inlinePolicySizes.group) throw new LimitExceeded(tooLarge(inlinePolicySizes.group));
    await putInlinePolicy(change, { ownerId: group.id, name: PolicyName, document: PolicyDocument });
    return {};
  },
});
