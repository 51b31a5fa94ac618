import { z } from 'zod';
import { toOutboxMessage } from '../../chime/outbox-output.ts';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, maxResults, nextToken } from '../../shapes/common.ts';
import { OutboxMessage } from '../../shapes/outbox.ts';
import { listAccountMessages } from '../../store/account-messages.ts';
import { getAccount } from '../../store/accounts.ts';
import { pageToken, readPageToken } from '../../store/paging.ts';

export const ListOutboxMessages = operation({
  name: 'ListOutboxMessages',
  summary: 'Lists the invitations that an Amazon Chime account has mailed or waits to mail, newest first',
  needs: { actions: ['InviteUsers'] },
  mutates: false,
  http: { method: 'GET', path: '/accounts/{AccountId}/outbox', status: 200 },
  input: z.object({ AccountId: accountId, MaxResults: maxResults.default(100), NextToken: nextToken.optional() }),
  output: z.object({ Messages: z.array(OutboxMessage), NextToken: nextToken.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', MaxResults: 50 },
  async handler({ tx, sendsMail }, { AccountId, MaxResults, NextToken }) {
    const list = JSON.stringify(['ListOutboxMessages', AccountId]);
    const after = readPageToken(tx, list, NextToken, BadRequestException);
    const { rows, lastKey } = await listAccountMessages(tx, await getAccount(tx, AccountId), after, MaxResults);
    return { Messages: rows.map((row) => toOutboxMessage(row, sendsMail)), NextToken: pageToken(tx, list, lastKey) };
  },
});
