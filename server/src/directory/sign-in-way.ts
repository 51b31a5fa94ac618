import { UnprocessableEntityException } from '../errors.ts';
import type { Attempt, Proof, SignInWay, Site } from '../signin/way.ts';
import { findConnection, scheduleSync } from '../store/directory-connections.ts';
import { findDirectoryUser, registerDirectoryUser } from '../store/directory-users.ts';
import { getDirectory } from '../store/directories.ts';
import type { AccountRow } from '../store/accounts.ts';
import { DirectoryError } from './directory-error.ts';
import { toTarget, type DirectoryTarget } from './target.ts';
import { guidOf, textOf } from './values.ts';

/** A directory does not tell us of everybody whom it has suspended since: nobody stays signed in longer. */
const sessionMs = 12 * 60 * 60_000;

/** What is said for a wrong password and for an address that nobody has. */
const wrong = 'The address and the password do not belong together. Try again.';

/** The password of the directory, which judges it itself: it is sent there over TLS, and kept nowhere. */
export const directoryWay: SignInWay = {
  method: 'directory',
  serves: (account) => account?.type === 'EnterpriseDirectory',
  begin: async () => ({ kind: 'password', label: 'Password of your organisation’s network' }),
  async finish(site, attempt, password) {
    const { account } = attempt;
    const connected = account && (await findTarget(site, account));
    if (!connected)
      return refused('Your organisation’s directory is not set up completely. Ask your administrator.', 'No directory is connected.');
    if (password === '') return refused(wrong, 'Empty password.');
    try {
      return await prove(site, attempt, connected, password);
    } catch (error) {
      if (!(error instanceof DirectoryError)) throw error;
      return refused('Your organisation’s directory cannot be used at the moment. Try again later.', error.message);
    }
  },
};

function refused(message: string, reason: string): Proof {
  return { kind: 'refused', message, reason };
}

interface Connected {
  readonly accountId: string;
  readonly directoryId: string;
  readonly target: DirectoryTarget;
}

async function findTarget({ database }: Site, account: AccountRow): Promise<Connected | undefined> {
  return database.read(account.aws_account_id, async (tx) => {
    const connection = await findConnection(tx, account.id);
    if (!connection) return undefined;
    const directory = await getDirectory(tx, connection.directory_id);
    return { accountId: account.id, directoryId: directory.id, target: toTarget(directory, tx.vault) };
  });
}

/** Throws DirectoryError for whatever has nothing to do with the person. */
async function prove(site: Site, { email, visit }: Attempt, connected: Connected, password: string): Promise<Proof> {
  const { accountId, directoryId, target } = connected;
  const entry = await findEntry(site, email, connected, visit.now);
  if (!entry) return refused(wrong, 'The directory has nobody of this address, or several.');
  const { proveBind } = await import('./session.ts');
  try {
    await proveBind(site.directories, { ...target, bindDn: entry.dn, password }, visit.now);
  } catch (error) {
    if (!(error instanceof DirectoryError) || error.reason !== 'credentials') throw error;
    // Why somebody else may not sign in is nobody’s business; the administrator finds it in the audit trail.
    return refused(wrong, error.message);
  }
  if (!(await site.database.read('', (tx) => findDirectoryUser(tx, accountId, entry.guid)))) {
    await readSoon(site, accountId, visit.now);
    return refused(
      'You are new in your organisation’s directory, which is just being read. Try again in a minute.',
      'Not read from the directory yet.',
    );
  }
  return {
    kind: 'proven',
    lifetimeMs: sessionMs,
    async resolve(tx) {
      const connection = await findConnection(tx, accountId);
      const user = connection?.directory_id === directoryId ? await registerDirectoryUser(tx, accountId, entry.guid, visit.now) : undefined;
      if (!user)
        throw new UnprocessableEntityException('Your organisation has given you no license, or has disabled you. Ask your administrator.');
      return user;
    },
  };
}

/**
 * The entry that the address belongs to. Anybody who may edit an entry there may claim somebody else's address in it: where
 * several have it, it is the one whose user has it here.
 */
async function findEntry(
  site: Site,
  email: string,
  { accountId, target }: Connected,
  now: number,
): Promise<{ dn: string; guid: string } | undefined> {
  const { all, any, equal, isPerson } = await import('./filters.ts');
  const { openSession } = await import('./session.ts');
  const session = await openSession(site.directories, target, now);
  try {
    const filter = all(isPerson, any(equal('userPrincipalName', email), equal('mail', email), equal('proxyAddresses', `smtp:${email}`)));
    const attributes = ['objectGUID', 'userPrincipalName'];
    const found = (await session.readAll({ base: target.baseDn, scope: 'sub', filter, attributes })).flatMap((entry) => {
      const guid = guidOf(entry);
      return guid === undefined ? [] : [{ dn: entry.dn, guid, principal: textOf(entry, 'userPrincipalName')?.toLowerCase() }];
    });
    const [only] = found;
    if (only && found.length === 1) return only;
    for (const candidate of found) {
      const user = await site.database.read('', (tx) => findDirectoryUser(tx, accountId, candidate.guid));
      if (user?.primary_email === email) return candidate;
    }
    const principals = found.filter(({ principal }) => principal === email);
    return principals.length === 1 ? principals[0] : undefined;
  } finally {
    await session.close();
  }
}

async function readSoon({ database, nudge }: Site, accountId: string, now: number): Promise<void> {
  await database.write('', async (tx) => {
    const connection = await findConnection(tx, accountId);
    if (connection) await scheduleSync(tx, { ...connection, next_sync_at: now });
  });
  nudge('sync-directories');
}
