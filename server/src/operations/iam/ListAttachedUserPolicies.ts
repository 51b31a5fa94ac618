import { z } from 'zod';
import { NoSuchEntity, ValidationError } from '../../errors.ts';
import { toWireAttachedPolicies } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { AttachedPolicy, pagePosition, paging, policyPath, userName } from '../../shapes/iam.ts';
import { listAttachedPolicyArns } from '../../store/iam-attachments.ts';
import { readMarkedPage } from '../../store/iam-paging.ts';
import { getUser } from '../../store/iam-users.ts';
import { userConditions } from '../../store/iam-conditions.ts';
import { userResource } from '../../store/iam-resources.ts';

export const ListAttachedUserPolicies = queryOperation('iam', {
  action: {
    name: 'ListAttachedUserPolicies',
    access: 'List',
    summary: 'Grants permission to list all managed policies that are attached to the specified IAM user',
    dependsOn: [],
    resource: userResource,
    context: userConditions,
  },
  input: z.object({ UserName: userName, PathPrefix: policyPath.optional(), ...paging }),
  output: z.object({ AttachedPolicies: z.array(AttachedPolicy).optional(), ...pagePosition }),
  errors: [NoSuchEntity, ValidationError],
  example: { UserName: 'carol' },
  async handler({ tx }, { UserName, PathPrefix = '/', ...page }) {
    const user = await getUser(tx, UserName);
    const attached = toWireAttachedPolicies(await listAttachedPolicyArns(tx, user.id), PathPrefix);
    const find = (after: string, limit: number) => attached.filter(({ key }) => key > after).slice(0, limit);
    const list = ['ListAttachedUserPolicies', user.id, PathPrefix];
    const { rows, position } = await readMarkedPage(tx, list, page, find, ({ key }) => key);
    return { AttachedPolicies: rows.map(({ PolicyName, PolicyArn }) => ({ PolicyName, PolicyArn })), ...position };
  },
});
