import { NotFoundException } from '../../errors.ts';
import { preparePassword } from '../../iam/passwords.ts';
import { deleteSetupInvitation, findSetupInvitation, type SetupInvitation } from '../../store/console-setup.ts';
import { asTenant, type Tx } from '../../store/database.ts';
import { insertLoginProfile, readPasswordState, requireNoLoginProfile } from '../../store/iam-login-profiles.ts';
import { getUser, type IamUser } from '../../store/iam-users.ts';
import { beginIdentityChange } from '../../store/principals.ts';
import type { Site, Visit } from '../way.ts';
import { startConsoleSession } from './sign-in.ts';

/** For whom the link is. Throws NotFoundException once it has been used. */
export async function getSetupInvitation(tx: Tx, token: string): Promise<SetupInvitation> {
  const invitation = await findSetupInvitation(tx, token);
  if (invitation) return invitation;
  throw new NotFoundException('This set-up link has been used, or is not complete. Sign in, or copy the link from first-run.json again.');
}

/**
 * Gives the first administrator a password and signs them in. Answers a whole Set-Cookie value. Throws NotFoundException,
 * EntityAlreadyExists if they have a password by now, or PasswordPolicyViolation.
 */
export async function setUpConsole(site: Site, visit: Visit, token: string, password: string): Promise<string> {
  const { random, database, hashing } = site;
  const state = await database.read('', async (tx) => {
    const { tenant, user } = await findInvited(tx, token);
    await requireNoLoginProfile(tenant, user);
    return readPasswordState(tenant, user, undefined);
  });
  const prepared = await hashing.pass(() => preparePassword(password, state, random));
  return database.write('', async (tx) => {
    const { tenant, user } = await findInvited(tx, token);
    await insertLoginProfile(await beginIdentityChange(tenant), user, { password: prepared, mustChange: false, now: visit.now });
    await deleteSetupInvitation(tx);
    return startConsoleSession(tenant, site, visit, user);
  });
}

async function findInvited(tx: Tx, token: string): Promise<{ tenant: Tx; user: IamUser }> {
  const { awsAccountId, userName } = await getSetupInvitation(tx, token);
  const tenant = asTenant(tx, awsAccountId);
  return { tenant, user: await getUser(tenant, userName) };
}
