import { z } from 'zod';
import { LimitExceeded, MalformedPolicyDocument, NoSuchEntity } from '../../errors.ts';
import { checkPolicyDocument, policySize } from '../../iam/policy-document.ts';
import { inlinePolicySizes } from '../../iam/quotas.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { existingUserName, policyDocument, policyName } from '../../shapes/iam.ts';
import { listInlinePolicies, putInlinePolicy } from '../../store/iam-inline-policies.ts';
import { getUser } from '../../store/iam-users.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';

export const PutUserPolicy = queryOperation('iam', {
  action: {
    name: 'PutUserPolicy',
    access: 'Permissions management',
    summary: 'Grants permission to create or update an inline policy document that is embedded in the specified IAM user',
    dependsOn: [],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({ UserName: existingUserName, PolicyName: policyName, PolicyDocument: policyDocument }),
  output: nothing,
  errors: [NoSuchEntity, MalformedPolicyDocument, LimitExceeded],
  example: {
    UserName: 'carol',
    PolicyName: 'suspend-users',
    PolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"chime:SuspendUsers","Resource":"*"}]}',
  },
  async handler({ tx }, { UserName, PolicyName, PolicyDocument }) {
    const change = await beginIdentityChange(tx);
    const user = await getUser(change, UserName);
    const tooLarge = (limit: number) => `Maximum policy size of ${limit} bytes exceeded for user ${UserName}`;
    checkPolicyDocument(PolicyDocument, 'inline-user', tooLarge);
    const others = (await listInlinePolicies(change, user.id)).filter(({ name }) => name !== PolicyName);
    const size = others.reduce((total, { document }) => total + policySize(document), policySize(PolicyDocument));
    if (size > inlinePolicySizes.user) throw new LimitExceeded(tooLarge(inlinePolicySizes.user));
    await putInlinePolicy(change, { ownerId: user.id, name: PolicyName, document: PolicyDocument });
    return {};
  },
});
