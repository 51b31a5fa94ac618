import { z } from 'zod';
import { NoSuchEntity } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { accountAlias } from '../../shapes/iam.ts';
import { deleteAccountAlias } from '../../store/iam-account-aliases.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const DeleteAccountAlias = queryOperation('iam', {
  action: {
    name: 'DeleteAccountAlias',
    access: 'Write',
    summary: 'Grants permission to delete the specified AWS account alias',
    dependsOn: [],
  },
  input: z.object({ AccountAlias: accountAlias }),
  output: nothing,
  errors: [NoSuchEntity],
  example: { AccountAlias: 'acme' },
  async handler({ tx }, { AccountAlias }) {
    await deleteAccountAlias(await beginIdentityChange(tx), AccountAlias);
    return {};
  },
});
