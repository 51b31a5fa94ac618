import { z } from 'zod';
import { ValidationError } from '../../errors.ts';
import { foldName } from '../../iam/names.ts';
import { toWireGroup } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { Group, pagePosition, pathPrefix, paging } from '../../shapes/iam.ts';
import { listGroups } from '../../store/iam-groups.ts';
import { readMarkedPage } from '../../store/iam-paging.ts';

export const ListGroups = queryOperation('iam', {
  action: {
    name: 'ListGroups',
    access: 'List',
    summary: 'Grants permission to list the IAM groups that have the specified path prefix',
    dependsOn: [],
    resource: ({ PathPrefix = '/' }, { awsAccountId }) => `arn:aws:iam::${awsAccountId}:group${PathPrefix}`,
  },
  input: z.object({ PathPrefix: pathPrefix.optional(), ...paging }),
  output: z.object({ Groups: z.array(Group), ...pagePosition }),
  errors: [ValidationError],
  example: { MaxItems: 100 },
  async handler({ tx }, { PathPrefix = '/', ...page }) {
    const find = (after: string, limit: number) => listGroups(tx, { pathPrefix: PathPrefix, after, limit });
    const { rows, position } = await readMarkedPage(tx, ['ListGroups', PathPrefix], page, find, ({ name }) => foldName(name));
    return { Groups: rows.map((group) => toWireGroup(tx.awsAccountId, group)), ...position };
  },
});
