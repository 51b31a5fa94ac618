import { z } from 'zod';
import { EntityAlreadyExists } from '../../errors.ts';
import { queryOperation } from '../../operation.ts';
import { nothing } from '../../shapes/common.ts';
import { accountAlias } from '../../shapes/iam.ts';
import { setAccountAlias } from '../../store/iam-account-aliases.ts';
import { beginIdentityChange } from '../../store/principals.ts';

export const CreateAccountAlias = queryOperation('iam', {
  action: {
    name: 'CreateAccountAlias',
    access: 'Write',
    summary: 'Grants permission to create an alias for your AWS account',
    dependsOn: [],
  },
  input: z.object({ AccountAlias: accountAlias }),
  output: nothing,
  errors: [EntityAlreadyExists],
  example: { AccountAlias: 'acme' },
  async handler({ tx }, { AccountAlias }) {
    await setAccountAlias(await beginIdentityChange(tx), AccountAlias);
    return {};
  },
});
