import { z } from 'zod';
import { InvalidInput, NoSuchEntity, ValidationError } from '../../errors.ts';
import { policyResource } from '../../iam/arns.ts';
import { toWireTags } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { arn, pagePosition, paging, tagList } from '../../shapes/iam.ts';
import { policyTagConditions } from '../../store/iam-conditions.ts';
import { getPolicy } from '../../store/iam-policies.ts';
import { readListPage } from '../../store/iam-paging.ts';

export const ListPolicyTags = queryOperation('iam', {
  action: {
    name: 'ListPolicyTags',
    access: 'List',
    summary: 'Grants permission to list the tags that are attached to the specified managed policy',
    dependsOn: [],
    resource: policyResource,
    context: policyTagConditions,
  },
  input: z.object({ PolicyArn: arn, ...paging }),
  output: z.object({ Tags: tagList, ...pagePosition }),
  errors: [InvalidInput, NoSuchEntity, ValidationError],
  example: { PolicyArn: 'arn:aws:iam::111122223333:policy/suspend-users' },
  async handler({ tx }, { PolicyArn, ...page }) {
    const { tags } = await getPolicy(tx, PolicyArn);
    const { rows, position } = await readListPage(tx, ['ListPolicyTags', PolicyArn], page, toWireTags(tags));
    return { Tags: [...rows], ...position };
  },
});
