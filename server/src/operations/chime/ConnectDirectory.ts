import { z } from 'zod';
import { toDirectory, toSyncStatus } from '../../chime/directory-output.ts';
import { DirectoryError } from '../../directory/directory-error.ts';
import { newRun } from '../../directory/sync.ts';
import { toTarget } from '../../directory/target.ts';
import { ConflictException, invariant, NotFoundException, UnprocessableEntityException } from '../../errors.ts';
import { operation } from '../../operation.ts';
import { accountId } from '../../shapes/common.ts';
import { Directory, directoryArn, directoryId, DirectorySyncStatus } from '../../shapes/directory.ts';
import { getAccount, lockAccount, type AccountRow } from '../../store/accounts.ts';
import type { Tx } from '../../store/database.ts';
import { getDirectory, isAuthorized, lockDirectory, type DirectoryRow } from '../../store/directories.ts';
import { connectDirectory, findConnection, listConnections } from '../../store/directory-connections.ts';
import { insertRun, listRuns } from '../../store/directory-runs.ts';
import { hasVerifiedDomain } from '../../store/domains.ts';

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
  example: { AccountId: '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b', DirectoryId: 'd-926777f0a1' },
  async ask({ read, now, connections }, { AccountId, DirectoryId }) {
    const target = await read(async (tx) => {
      const account = await getAccount(tx, AccountId);
      const directory = await getDirectory(tx, DirectoryId);
      return (await isToConnect(tx, account, directory)) ? toTarget(directory, tx.vault) : undefined;
    });
    if (!target) return { checked: false };
    const { checkDirectory } = await import('../../directory/check-directory.ts');
    try {
      await checkDirectory(connections.directories, target, now);
      return { checked: true };
    } catch (error) {
      if (!(error instanceof DirectoryError)) throw error;
      throw new UnprocessableEntityException(`${error.message} Nothing was changed.`);
    }
  },
  async handler({ tx, now, newId, nudge }, { AccountId, DirectoryId }, { checked }) {
    const account = await lockAccount(tx, AccountId);
    const directory = await lockDirectory(tx, DirectoryId);
    if (await isToConnect(tx, account, directory)) {
      if (!checked) throw new ConflictException(`Account ${account.name} was disconnected at the same moment. Try again.`);
      const connection = await connectDirectory(tx, directory, account, now);
      await insertRun(tx, newRun(connection, newId(), now));
      nudge('sync-directories');
    }
    const [run] = await listRuns(tx, account.id, 1);
    invariant(run, 'The first run of a connection is queued with it, and the newest one is kept.');
    return { Directory: await toDirectory(tx, directory), SyncStatus: toSyncStatus(run) };
  },
});

/** Whether the account is yet to be connected; connecting again changes nothing. Throws what stands in the way. */
async function isToConnect(tx: Tx, account: AccountRow, directory: DirectoryRow): Promise<boolean> {
  const connection = await findConnection(tx, account.id);
  if (connection?.directory_id === directory.id) return false;
  if (connection) {
    throw new ConflictException(
      `Account ${account.name} is connected to directory ${connection.directory_id}. Disconnect it first with DisconnectDirectory.`,
    );
  }
  if (account.type === 'EnterpriseOIDC') {
    throw new ConflictException(
      `The users of account ${account.name} sign in with an identity provider. Remove it first with DeleteAccountOpenIdConfig: an account has one or the other.`,
    );
  }
  if (account.type === 'Team' || !(await hasVerifiedDomain(tx, account.id))) {
    throw new UnprocessableEntityException(
      `Account ${account.name} has no verified domain. Claim one with AddDomain and have it verified first: only people with an address of it are brought over.`,
    );
  }
  if (!(await isAuthorized(tx, directory, account))) {
    throw new UnprocessableEntityException(
      `Account ${account.name} may not use directory ${directory.id}. Allow it with AuthorizeDirectory first.`,
    );
  }
  const [taken] = await listConnections(tx, [directory.id]);
  if (taken) {
    throw new ConflictException(
      `Directory ${directory.id} is connected to account ${taken.account_id}. Disconnect it there first with DisconnectDirectory.`,
    );
  }
  return true;
}
