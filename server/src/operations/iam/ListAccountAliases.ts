import { z } from 'zod';
import { ValidationError } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { accountAlias, pagePosition, paging } from '../../shapes/iam.ts';
import { findAccountAlias } from '../../store/iam-account-aliases.ts';
import { readMarkedPage } from '../../store/iam-paging.ts';

export const ListAccountAliases = queryOperation('iam', {
  action: {
    name: 'ListAccountAliases',
    access: 'List',
    summary: 'Grants permission to list the account alias that is associated with the AWS account',
    dependsOn: [],
  },
  input: z.object({ ...paging }),
  output: z.object({ AccountAliases: z.array(accountAlias), ...pagePosition }),
  errors: [ValidationError],
  example: {},
  async handler({ tx }, page) {
    const alias = await findAccountAlias(tx);
    const find = (after: string) => (alias === undefined || after !== '' ? [] : [alias]);
    const { rows, position } = await readMarkedPage(tx, ['ListAccountAliases'], page, find, (name) => name);
    return { AccountAliases: [...rows], ...position };
  },
});
