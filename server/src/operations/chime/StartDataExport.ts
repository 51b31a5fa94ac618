import { z } from 'zod';
import { ConflictException, NotFoundException, UnprocessableEntityException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId, clientRequestToken } from '../../shapes/common.ts';
import { DataExport } from '../../shapes/data-export.ts';

export const StartDataExport = operation({
  action: {
    name: 'StartDataExport',
    access: 'Write',
    summary: 'Submits the "Request attachments" request.',
    dependsOn: [],
  },
  http: { method: 'POST', path: '/accounts/{AccountId}/data-exports', status: 202 },
  input: z.object({ AccountId: accountId, ClientRequestToken: clientRequestToken.optional() }),
  output: z.object({ DataExport }),
  errors: [NotFoundException, ConflictException, UnprocessableEntityException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10' },
});
