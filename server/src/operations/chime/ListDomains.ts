import { z } from 'zod';
import { toDomain } from '../../chime/domain-output.ts';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, maxResults, nextToken } from '../../shapes/common.ts';
import { Domain } from '../../shapes/domain.ts';
import { listDomains } from '../../store/domains.ts';
import { pageToken, readPageToken } from '../../store/paging.ts';

export const ListDomains = operation({
  action: {
    name: 'ListDomains',
    access: 'List',
    summary: 'Lists domains associated with your Amazon Chime account',
    dependsOn: [],
  },
  http: { method: 'GET', path: '/accounts/{AccountId}/domains', status: 200 },
  input: z.object({ AccountId: accountId, MaxResults: maxResults.default(100), NextToken: nextToken.optional() }),
  output: z.object({ Domains: z.array(Domain), NextToken: nextToken.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', MaxResults: 50 },
  async handler({ tx }, { AccountId, MaxResults, NextToken }) {
    const list = JSON.stringify(['ListDomains', AccountId]);
    const after = readPageToken(tx, list, NextToken, BadRequestException);
    const { rows, lastKey } = await listDomains(tx, AccountId, after, MaxResults);
    return { Domains: rows.map(toDomain), NextToken: pageToken(tx, list, lastKey) };
  },
});
