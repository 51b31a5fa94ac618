import { z } from 'zod';
import { toDelegate } from '../../chime/delegate-output.ts';
import { BadRequestException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { maxResults, nextToken } from '../../shapes/common.ts';
import { Delegate } from '../../shapes/delegate.ts';
import { listReceivedDelegates } from '../../store/delegates.ts';
import { pageToken, readPageToken } from '../../store/paging.ts';

export const ListReceivedDelegates = operation({
  name: 'ListReceivedDelegates',
  summary: 'Lists the delegations that other AWS accounts have offered to yours',
  needs: { actions: ['ListDelegates'] },
  mutates: false,
  http: { method: 'GET', path: '/delegates', status: 200 },
  input: z.object({ MaxResults: maxResults.default(100), NextToken: nextToken.optional() }),
  output: z.object({ Delegates: z.array(Delegate), NextToken: nextToken.optional() }),
  errors: [BadRequestException],
  example: { MaxResults: 50 },
  async handler({ tx, now }, { MaxResults, NextToken }) {
    const list = JSON.stringify(['ListReceivedDelegates']);
    const after = readPageToken(tx, list, NextToken, BadRequestException);
    const { rows, lastKey } = await listReceivedDelegates(tx, after, MaxResults);
    return { Delegates: rows.map((row) => toDelegate(row, now)), NextToken: pageToken(tx, list, lastKey) };
  },
});
