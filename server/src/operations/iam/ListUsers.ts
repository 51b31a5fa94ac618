import { z } from 'zod';
import { ValidationError } from '../../errors.ts';
import { foldName } from '../../iam/names.ts';
import { toWireUser } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { pagePosition, pathPrefix, paging, User } from '../../shapes/iam.ts';
import { readMarkedPage } from '../../store/iam-paging.ts';
import { listUsers } from '../../store/iam-users.ts';

export const ListUsers = queryOperation('iam', {
  action: {
    name: 'ListUsers',
    access: 'List',
    summary: 'Grants permission to list the IAM users that have the specified path prefix',
    dependsOn: [],
    resource: ({ PathPrefix = '/' }, { awsAccountId }) => `arn:aws:iam::${awsAccountId}:user${PathPrefix}`,
  },
  input: z.object({ PathPrefix: pathPrefix.optional(), ...paging }),
  output: z.object({ Users: z.array(User), ...pagePosition }),
  errors: [ValidationError],
  example: { PathPrefix: '/help-desk/', MaxItems: 100 },
  async handler({ tx }, { PathPrefix = '/', ...page }) {
    const find = (after: string, limit: number) => listUsers(tx, { pathPrefix: PathPrefix, after, limit });
    const { rows, position } = await readMarkedPage(tx, ['ListUsers', PathPrefix], page, find, ({ name }) => foldName(name));
    return { Users: rows.map((user) => toWireUser(tx.awsAccountId, user)), ...position };
  },
});
