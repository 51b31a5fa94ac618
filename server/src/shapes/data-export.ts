import { z } from 'zod';
import { sensitive, timestamp } from './common.ts';

/** One run of "Request attachments". */
export const DataExport = z
  .object({
    DataExportId: z.string(),
    AccountId: z.string(),
    Status: z.enum(['Queued', 'Running', 'Ready', 'Failed', 'Expired']).meta({ id: 'DataExportStatus' }),
    Progress: z.int().min(0).max(100).meta({ id: 'DataExportProgress' }).describe('Per cent.'),
    Count: z.int().describe('Attachments found so far.'),
    Bytes: z.int().describe('Their size together.'),
    Url: z
      .string()
      .meta({ id: 'DataExportUrl', ...sensitive })
      .describe('Pre-signed address of the file that lists one pre-signed address per attachment; once Ready.')
      .optional(),
    ExpiresAt: timestamp.describe('When the addresses stop working, 6 days after the export was ready.').optional(),
    RequestedBy: z.string().describe('ARN of the principal that asked for it.'),
    RequestedAt: timestamp,
    FinishedAt: timestamp.optional(),
    Message: z.string().describe('Why the export failed.').optional(),
  })
  .meta({ id: 'DataExport' });
