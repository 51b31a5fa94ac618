import { z } from 'zod';
import { ConflictException, NotFoundException, UnprocessableEntityException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { Directory, directoryArn, directoryId, DirectorySyncStatus } from '../../shapes/directory.ts';

export const ConnectDirectory = operation({
  action: {
    name: 'ConnectDirectory',
    access: 'Write',
    summary: 'Connects an Active Directory to your Amazon Chime enterprise account',
    dependsOn: [
      { action: 'ds:ConnectDirectory', resource: ({ DirectoryId }, { awsAccountId }) => directoryArn(DirectoryId, awsAccountId) },
    ],
  },
  http: { method: 'POST', path: '/accounts/{AccountId}/directory', status: 200 },
  input: z.object({ AccountId: accountId, DirectoryId: directoryId }),
  output: z.object({ Directory, SyncStatus: DirectorySyncStatus }),
  errors: [NotFoundException, ConflictException, UnprocessableEntityException],
  example: { AccountId: '0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10', DirectoryId: 'd-926777f0a1' },
});
