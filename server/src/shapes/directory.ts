import { z } from 'zod';
import { timestamp } from './common.ts';

export const directoryId = z
  .string()
  .regex(/^d-[0-9a-f]{10}$/)
  .meta({ id: 'DirectoryId' });

/** Where the synchronisation of an account with its directory stands. */
export const DirectorySyncStatus = z
  .object({
    State: z
      .enum(['Queued', 'Running', 'Succeeded', 'Failed', 'AwaitingApproval'])
      .meta({ id: 'DirectorySyncState' })
      .describe('AwaitingApproval: the plan suspends more users than the brake allows and waits for an administrator.'),
    StartedAt: timestamp.optional(),
    FinishedAt: timestamp.optional(),
    UsersSeen: z.int(),
    UsersAdded: z.int(),
    UsersUpdated: z.int(),
    UsersSuspended: z.int(),
    Message: z.string().optional(),
  })
  .meta({ id: 'DirectorySyncStatus' });

/** A directory of the AWS account; the operator registers it with `carillon directory add`. */
export const Directory = z
  .object({
    DirectoryId: directoryId,
    Name: z.string().describe('DNS name of the directory, such as corp.example.com.'),
    Type: z.enum(['ADConnector', 'MicrosoftAD', 'SimpleAD']).meta({ id: 'DirectoryType' }),
    Stage: z.enum(['Active', 'Impaired', 'Inoperable']).meta({ id: 'DirectoryStage' }),
    Authorized: z.boolean().describe('Whether any Amazon Chime account may use the directory.'),
    AuthorizedAccountIds: z.array(z.string()),
    ConnectedAccountId: z.string().optional(),
    SyncStatus: DirectorySyncStatus.optional().describe('Of the newest synchronisation with the connected account.'),
  })
  .meta({ id: 'Directory' });

/**
 * Amazon Chime connected directories of US East (N. Virginia) only (Amazon Chime Administration Guide, "Connecting to
 * your Active Directory", prerequisites).
 */
const directoryRegion = 'us-east-1';

export function directoryArn(id: string, awsAccountId: string): string {
  return `arn:aws:ds:${directoryRegion}:${awsAccountId}:directory/${id}`;
}
