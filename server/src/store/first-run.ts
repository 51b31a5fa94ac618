import { createAdministrator, createTenant } from './aws-accounts.ts';
import { insertSetupInvitation } from './console-setup.ts';
import { asTenant, type Database, type Tx } from './database.ts';
import { hashToken, newToken } from './link-tokens.ts';
import { claimMeta } from './meta.ts';

/** The credential of a new installation. The secret exists nowhere else in the clear. */
export interface FirstAdministrator {
  readonly awsAccountId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of the link with which the administrator chooses a password for the console. */
  readonly setupToken: string;
}

interface Chance {
  now(): number;
  random(bytes: number): Uint8Array;
}

/**
 * Gives an empty installation its first AWS account with an administrator; undefined if it has been set up before.
 * @param keep puts the credential where the operator finds it. What is not kept is not made: a throw, or the end of
 * the process before it returns, leaves the installation empty.
 */
export async function createFirstAdministrator(
  database: Database,
  { now, random }: Chance,
  keep: (administrator: FirstAdministrator) => void,
): Promise<FirstAdministrator | undefined> {
  return database.write('', async (tx) => {
    if (!(await claimFirstRun(tx, now()))) return undefined;
    const { id: awsAccountId } = await createTenant(tx, { name: 'default', now: now(), random });
    const { accessKeyId, secretAccessKey } = await createAdministrator(asTenant(tx, awsAccountId), {
      userName: 'admin',
      now: now(),
      random,
    });
    const setupToken = newToken(random);
    await insertSetupInvitation(tx, { tokenHash: hashToken(setupToken), awsAccountId, userName: 'admin' });
    const administrator = { awsAccountId, accessKeyId, secretAccessKey, setupToken };
    keep(administrator);
    return administrator;
  });
}

/** Whether the installation is empty; from now on it is not. The row decides which of several processes that start at once is the first. */
export async function claimFirstRun(tx: Tx, now: number): Promise<boolean> {
  return claimMeta(tx, 'first_run', String(now));
}
