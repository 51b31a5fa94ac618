import { z } from 'zod';
import { toDelegate } from '../../chime/delegate-output.ts';
import { BadRequestException, ForbiddenException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, maxResults, nextToken } from '../../shapes/common.ts';
import { Delegate } from '../../shapes/delegate.ts';
import { getOwnAccount } from '../../store/accounts.ts';
import { listDelegates } from '../../store/delegates.ts';
import { pageToken, readPageToken } from '../../store/paging.ts';

export const ListDelegates = operation({
  action: {
    name: 'ListDelegates',
    access: 'List',
    summary: 'Lists account delegate information associated with your Amazon Chime account',
    dependsOn: [],
  },
  http: { method: 'GET', path: '/accounts/{AccountId}/delegates', status: 200 },
  input: z.object({ AccountId: accountId, MaxResults: maxResults.default(100), NextToken: nextToken.optional() }),
  output: z.object({ Delegates: z.array(Delegate), NextToken: nextToken.optional() }),
  errors: [BadRequestException, ForbiddenException, NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b' },
  async handler({ tx, now }, { AccountId, MaxResults, NextToken }) {
    const account = await getOwnAccount(tx, AccountId);
    const list = JSON.stringify(['ListDelegates', AccountId]);
    const after = readPageToken(tx, list, NextToken, BadRequestException);
    const { rows, lastKey } = await listDelegates(tx, account, after, MaxResults);
    return { Delegates: rows.map((row) => toDelegate(row, now)), NextToken: pageToken(tx, list, lastKey) };
  },
});
