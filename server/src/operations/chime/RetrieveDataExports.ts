import { z } from 'zod';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { toDataExport } from '../../exports/output.ts';
import { operation } from '../../operation.ts';
import { accountId, maxResults, nextToken } from '../../shapes/common.ts';
import { DataExport } from '../../shapes/data-export.ts';
import { getAccount } from '../../store/accounts.ts';
import { newest } from '../../store/conversations.ts';
import { listDataExports } from '../../store/data-exports.ts';
import { pageToken, readPageToken } from '../../store/paging.ts';

export const RetrieveDataExports = operation({
  action: {
    name: 'RetrieveDataExports',
    access: 'List',
    summary: 'Downloads the file containing links to all user attachments returned as part of the "Request attachments" action.',
    aliases: ['RetrieveDataExport'],
    dependsOn: [],
  },
  http: { method: 'GET', path: '/accounts/{AccountId}/data-exports', status: 200 },
  input: z.object({ AccountId: accountId, MaxResults: maxResults.default(100), NextToken: nextToken.optional() }),
  output: z.object({ DataExports: z.array(DataExport).describe('Newest first.'), NextToken: nextToken.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10' },
  async handler({ tx, now }, { AccountId, MaxResults, NextToken }) {
    const account = await getAccount(tx, AccountId);
    const list = `RetrieveDataExports ${AccountId}`;
    const before = readPageToken(tx, list, NextToken, BadRequestException);
    const { rows, lastKey } = await listDataExports(tx, account, before === '' ? newest : before, MaxResults);
    return { DataExports: rows.map((row) => toDataExport(tx, row, now)), NextToken: pageToken(tx, list, lastKey) };
  },
});
