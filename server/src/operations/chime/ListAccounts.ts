import { z } from 'zod';
import { toAccount } from '../../chime/account-output.ts';
import { BadRequestException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { Account, accountName } from '../../shapes/account.ts';
import { emailAddress, maxResults, nextToken } from '../../shapes/common.ts';
import { listAccounts } from '../../store/account-list.ts';
import { pageToken, readPageToken } from '../../store/paging.ts';

export const ListAccounts = operation({
  action: {
    name: 'ListAccounts',
    access: 'List',
    summary: 'Lists the Amazon Chime accounts associated with your AWS account',
    dependsOn: [],
  },
  http: { method: 'GET', path: '/accounts', status: 200 },
  input: z.object({
    Name: accountName.optional(),
    UserEmail: emailAddress.optional(),
    NextToken: nextToken.optional(),
    MaxResults: maxResults.default(100),
  }),
  output: z.object({ Accounts: z.array(Account).meta({ id: 'AccountList' }).optional(), NextToken: nextToken.optional() }),
  errors: [BadRequestException],
  example: { Name: 'Acme' },
  async handler({ tx }, { Name, UserEmail, NextToken, MaxResults }) {
    const list = JSON.stringify(['ListAccounts', Name, UserEmail]);
    const after = readPageToken(tx, list, NextToken, BadRequestException);
    const { rows, lastKey } = await listAccounts(tx, { name: Name, userEmail: UserEmail }, after, MaxResults);
    return { Accounts: rows.map(toAccount), NextToken: pageToken(tx, list, lastKey) };
  },
});
