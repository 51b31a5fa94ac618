import { z } from 'zod';
import { BadRequestException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, maxResults, nextToken } from '../../shapes/common.ts';
import { DataExport } from '../../shapes/data-export.ts';

export const RetrieveDataExports = operation({
  action: {
    name: 'RetrieveDataExports',
    access: 'List',
    summary: 'Downloads the file containing links to all user attachments returned as part of the "Request attachments" action.',
    aliases: ['RetrieveDataExport'],
    dependsOn: [],
  },
  http: { method: 'GET', path: '/accounts/{AccountId}/data-exports', status: 200 },
  input: z.object({ AccountId: accountId, MaxResults: maxResults.optional(), NextToken: nextToken.optional() }),
  output: z.object({ DataExports: z.array(DataExport).describe('Newest first.'), NextToken: nextToken.optional() }),
  errors: [BadRequestException, NotFoundException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10' },
});
