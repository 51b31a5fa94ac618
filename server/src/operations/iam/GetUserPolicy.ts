import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { toWireDocument } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { existingUserName, policyName } from '../../shapes/iam.ts';
import { findInlinePolicy } from '../../store/iam-inline-policies.ts';
import { getUser } from '../../store/iam-users.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';

export const GetUserPolicy = queryOperation('iam', {
  action: {
    name: 'GetUserPolicy',
    access: 'Read',
    summary: 'Grants permission to retrieve an inline policy document that is embedded in the specified IAM user',
    dependsOn: [],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({ UserName: existingUserName, PolicyName: policyName }),
  output: z.object({ UserName: existingUserName, PolicyName: policyName, PolicyDocument: z.string() }),
  errors: [NoSuchEntity],
  example: { UserName: 'carol', PolicyName: 'suspend-users' },
  async handler({ tx }, { UserName, PolicyName }) {
    const user = await getUser(tx, UserName);
    const document = await findInlinePolicy(tx, user.id, PolicyName);
    if (document === undefined) throw new NoSuchEntity(`The user policy with name ${PolicyName} cannot be found.`);
    return { UserName, PolicyName, PolicyDocument: toWireDocument(document) };
  },
});
