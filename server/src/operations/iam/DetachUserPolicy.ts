import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { arn, userName } from '../../shapes/iam.ts';
import { detachPolicy } from '../../store/iam-attachments.ts';
import { wasNotFound } from '../../store/iam-policies.ts';
import { getUser } from '../../store/iam-users.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';

export const DetachUserPolicy = queryOperation('iam', {
  action: {
    name: 'DetachUserPolicy',
    access: 'Permissions management',
    summary: 'Grants permission to detach a managed policy from the specified IAM user',
    dependsOn: [],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({ UserName: userName, PolicyArn: arn }),
  output: nothing,
  errors: [NoSuchEntity],
  example: { UserName: 'carol', PolicyArn: 'arn:aws:iam::aws:policy/AmazonChimeUserManagement' },
  async handler({ tx }, { UserName, PolicyArn }) {
    const change = await beginIdentityChange(tx);
    const user = await getUser(change, UserName);
    const detached = await detachPolicy(change, { ownerId: user.id, policyArn: PolicyArn });
    if (!detached) throw new NoSuchEntity(wasNotFound(PolicyArn));
    return {};
  },
});
