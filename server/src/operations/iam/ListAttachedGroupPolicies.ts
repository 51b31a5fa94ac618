import { z } from 'zod';
import { NoSuchEntity, ValidationError } from '../../errors.ts';
import { toWireAttachedPolicies } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { AttachedPolicy, groupName, pagePosition, paging, policyPath } from '../../shapes/iam.ts';
import { listAttachedPolicyArns } from '../../store/iam-attachments.ts';
import { getGroup } from '../../store/iam-groups.ts';
import { readMarkedPage } from '../../store/iam-paging.ts';
import { groupResource } from '../../store/iam-resources.ts';

export const ListAttachedGroupPolicies = queryOperation('iam', {
  action: {
    name: 'ListAttachedGroupPolicies',
    access: 'List',
    summary: 'Grants permission to list all managed policies that are attached to the specified IAM group',
    dependsOn: [],
    resource: groupResource,
  },
  input: z.object({ GroupName: groupName, PathPrefix: policyPath.optional(), ...paging }),
  output: z.object({ AttachedPolicies: z.array(AttachedPolicy).optional(), ...pagePosition }),
  errors: [NoSuchEntity, ValidationError],
  example: { GroupName: 'help-desk' },
  async handler({ tx }, { GroupName, PathPrefix = '/', ...page }) {
    const group = await getGroup(tx, GroupName);
    const attached = toWireAttachedPolicies(await listAttachedPolicyArns(tx, group.id), PathPrefix);
    const find = (after: string, limit: number) => attached.filter(({ key }) => key > after).slice(0, limit);
    const list = ['ListAttachedGroupPolicies', group.id, PathPrefix];
    const { rows, position } = await readMarkedPage(tx, list, page, find, ({ key }) => key);
    return { AttachedPolicies: rows.map(({ PolicyName, PolicyArn }) => ({ PolicyName, PolicyArn })), ...position };
  },
});
