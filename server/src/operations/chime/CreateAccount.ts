import { z } from 'zod';
import { toAccount } from '../../chime/account-output.ts';
import { BadRequestException, ConflictException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { Account, accountName } from '../../shapes/account.ts';
import { clientRequestToken } from '../../shapes/common.ts';
import { createAccount } from '../../store/accounts.ts';

export const CreateAccount = operation({
  action: { name: 'CreateAccount', access: 'Write', summary: 'Creates a new Amazon Chime account', dependsOn: [] },
  http: { method: 'POST', path: '/accounts', status: 201 },
  input: z.object({ Name: accountName, ClientRequestToken: clientRequestToken.optional() }),
  output: z.object({ Account: Account.optional() }),
  errors: [BadRequestException, ConflictException],
  example: { Name: 'Acme' },
  async handler({ tx, now, newId }, { Name }) {
    return { Account: toAccount(await createAccount(tx, { id: newId(), name: Name, now })) };
  },
});
