import { z } from 'zod';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { toScimExchange } from '../../scim/exchange-output.ts';
import { accountId, maxResults, nextToken, nonEmptyString } from '../../shapes/common.ts';
import { exchangeOutcome, exchangeSubject, ScimExchange } from '../../shapes/scim-exchange.ts';
import { getAccount } from '../../store/accounts.ts';
import { pageToken, readPageToken } from '../../store/paging.ts';
import { listAccountExchanges } from '../../store/scim-log.ts';

export const ListScimExchanges = operation({
  name: 'ListScimExchanges',
  summary: 'Lists what the identity provider of an Amazon Chime account sent over SCIM in the last seven days, newest first',
  // Whoever sees the keys sees what is done with them.
  needs: { actions: ['ListApiKeys'] },
  mutates: false,
  http: { method: 'GET', path: '/accounts/{AccountId}/scim-exchanges', status: 200 },
  input: z.object({
    AccountId: accountId,
    Outcome: exchangeOutcome.describe('Only writes that succeeded, or only what failed.').optional(),
    Subject: exchangeSubject.describe('Only what was about users, or about groups.').optional(),
    ApiKeyId: nonEmptyString.describe('Only what came with this key.').optional(),
    MaxResults: maxResults.default(100),
    NextToken: nextToken.optional(),
  }),
  output: z.object({ Exchanges: z.array(ScimExchange), NextToken: nextToken.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', Outcome: 'Failed' },
  async handler({ tx }, { AccountId, Outcome, Subject, ApiKeyId, MaxResults, NextToken }) {
    const list = JSON.stringify(['ListScimExchanges', AccountId, Outcome, Subject, ApiKeyId]);
    const before = readPageToken(tx, list, NextToken, BadRequestException);
    const wanted = { outcome: Outcome, subject: Subject, apiKeyId: ApiKeyId };
    const { rows, lastKey } = await listAccountExchanges(tx, await getAccount(tx, AccountId), wanted, before, MaxResults);
    return { Exchanges: rows.map(toScimExchange), NextToken: pageToken(tx, list, lastKey) };
  },
});
