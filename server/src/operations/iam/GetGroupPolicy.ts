import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { toWireDocument } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { groupName, policyName } from '../../shapes/iam.ts';
import { findInlinePolicy } from '../../store/iam-inline-policies.ts';
import { getGroup } from '../../store/iam-groups.ts';
import { groupResource } from '../../store/iam-resources.ts';

export const GetGroupPolicy = queryOperation('iam', {
  action: {
    name: 'GetGroupPolicy',
    access: 'Read',
    summary: 'Grants permission to retrieve an inline policy document that is embedded in the specified IAM group',
    dependsOn: [],
    resource: groupResource,
  },
  input: z.object({ GroupName: groupName, PolicyName: policyName }),
  output: z.object({ GroupName: groupName, PolicyName: policyName, PolicyDocument: z.string() }),
  errors: [NoSuchEntity],
  example: { GroupName: 'help-desk', PolicyName: 'suspend-users' },
  async handler({ tx }, { GroupName, PolicyName }) {
    const group = await getGroup(tx, GroupName);
    const document = await findInlinePolicy(tx, group.id, PolicyName);
    if (document === undefined) throw new NoSuchEntity(`The group policy with name ${PolicyName} cannot be found.`);
    return { GroupName, PolicyName, PolicyDocument: toWireDocument(document) };
  },
});
