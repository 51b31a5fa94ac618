import { z } from 'zod';
import { toDirectory } from '../../chime/directory-output.ts';
import { NotFoundException, UnprocessableEntityException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { Directory, directoryId } from '../../shapes/directory.ts';
import { lockAccount } from '../../store/accounts.ts';
import { authorizeDirectory, lockDirectory } from '../../store/directories.ts';

export const AuthorizeDirectory = operation({
  action: {
    name: 'AuthorizeDirectory',
    access: 'Write',
    summary: 'Authorize an Active Directory to your Amazon Chime enterprise account',
    dependsOn: [],
  },
  http: { method: 'POST', path: '/directories/{DirectoryId}', operation: 'authorize', status: 200 },
  input: z.object({ DirectoryId: directoryId, AccountId: accountId }),
  output: z.object({ Directory }),
  errors: [NotFoundException, UnprocessableEntityException],
  example: { DirectoryId: 'd-926777f0a1', AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b' },
  async handler({ tx, now }, { DirectoryId, AccountId }) {
    const account = await lockAccount(tx, AccountId);
    const directory = await lockDirectory(tx, DirectoryId);
    if (account.type === 'Team') {
      throw new UnprocessableEntityException(
        `Account ${account.name} is a Team account. Claim a domain with AddDomain and have it verified: that makes it an Enterprise account, which may use a directory.`,
      );
    }
    await authorizeDirectory(tx, directory, account, now);
    return { Directory: await toDirectory(tx, directory) };
  },
});
