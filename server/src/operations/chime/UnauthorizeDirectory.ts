import { z } from 'zod';
import { toDirectory } from '../../chime/directory-output.ts';
import { ConflictException, NotFoundException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { Directory, directoryId } from '../../shapes/directory.ts';
import { lockAccount } from '../../store/accounts.ts';
import { lockDirectory, unauthorizeDirectory } from '../../store/directories.ts';
import { findConnection } from '../../store/directory-connections.ts';

export const UnauthorizeDirectory = operation({
  action: {
    name: 'UnauthorizeDirectory',
    access: 'Write',
    summary: 'Unauthorize an Active Directory to your Amazon Chime enterprise account',
    dependsOn: [],
  },
  http: { method: 'POST', path: '/directories/{DirectoryId}', operation: 'unauthorize', status: 200 },
  input: z.object({ DirectoryId: directoryId, AccountId: accountId }),
  output: z.object({ Directory }),
  errors: [NotFoundException, ConflictException],
  example: { DirectoryId: 'd-926777f0a1', AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b' },
  async handler({ tx }, { DirectoryId, AccountId }) {
    const account = await lockAccount(tx, AccountId);
    const directory = await lockDirectory(tx, DirectoryId);
    if ((await findConnection(tx, account.id))?.directory_id === directory.id) {
      throw new ConflictException(
        `Account ${account.name} is connected to directory ${directory.id}. Disconnect it first with DisconnectDirectory.`,
      );
    }
    await unauthorizeDirectory(tx, directory, account);
    return { Directory: await toDirectory(tx, directory) };
  },
});
