import { z } from 'zod';
import { ValidationError } from '../../errors.ts';
import { foldName } from '../../iam/names.ts';
import { toWireRole } from '../../iam/wire.ts';
import { queryOperation } from '../../operation.ts';
import { pagePosition, pathPrefix, paging, Role } from '../../shapes/iam.ts';
import { readMarkedPage } from '../../store/iam-paging.ts';
import { listRoles } from '../../store/iam-roles.ts';

export const ListRoles = queryOperation('iam', {
  action: {
    name: 'ListRoles',
    access: 'List',
    summary: 'Grants permission to list the IAM roles that have the specified path prefix',
    dependsOn: [],
    resource: ({ PathPrefix = '/' }, { awsAccountId }) => `arn:aws:iam::${awsAccountId}:role${PathPrefix}`,
  },
  input: z.object({ PathPrefix: pathPrefix.optional(), ...paging }),
  output: z.object({ Roles: z.array(Role), ...pagePosition }),
  errors: [ValidationError],
  example: { PathPrefix: '/', MaxItems: 100 },
  async handler({ tx }, { PathPrefix = '/', ...page }) {
    const find = (after: string, limit: number) => listRoles(tx, { pathPrefix: PathPrefix, after, limit });
    const { rows, position } = await readMarkedPage(tx, ['ListRoles', PathPrefix], page, find, ({ name }) => foldName(name));
    return { Roles: rows.map((role) => toWireRole(tx.awsAccountId, role)), ...position };
  },
});
