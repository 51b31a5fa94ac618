import type { Entry } from 'ldapts';
import type { Search, Session } from './session.ts';
import { DirectoryError } from './directory-error.ts';
import { anything } from './filters.ts';
import { numberOf, textOf } from './values.ts';

/** What a domain controller says of itself. */
export interface DirectoryRoot {
  /** Distinguished name of the domain: changes are told for all of it or not at all. */
  readonly domainDn: string;
  /** Which controller this is: each counts changes for itself. */
  readonly service: string;
  /** Of its newest change. */
  readonly newestUsn: number;
  readonly tellsChanges: boolean;
}

/** LDAP_SERVER_DIRSYNC_OID. Source: [MS-ADTS] 3.1.1.3.4.1.3. */
export const dirSyncControl = '1.2.840.113556.1.4.841';
/** LDAP_CAP_ACTIVE_DIRECTORY_OID. Source: [MS-ADTS] 3.1.1.3.4.3.1. */
const activeDirectory = '1.2.840.113556.1.4.800';

/** Reads the rootDSE, and that the base DN exists. Throws DirectoryError if this is no Active Directory or has no such base DN. */
export async function readRoot(session: Session): Promise<DirectoryRoot> {
  const { host, baseDn } = session.target;
  const attributes = ['defaultNamingContext', 'dsServiceName', 'highestCommittedUSN', 'supportedControl', 'supportedCapabilities'];
  const [root] = await session.read({ base: '', scope: 'base', filter: anything, attributes });
  const domainDn = root && textOf(root, 'defaultNamingContext');
  const service = root && textOf(root, 'dsServiceName');
  if (!root || domainDn === undefined || service === undefined || ![root['supportedCapabilities']].flat().includes(activeDirectory)) {
    throw new DirectoryError('unusable', `${host} is no domain controller of an Active Directory.`);
  }
  if (!isWithin(baseDn, domainDn)) {
    throw new DirectoryError(
      'unusable',
      `The base DN ${baseDn} is not in the domain ${domainDn}. Register the directory with one that is.`,
    );
  }
  const found = await readOrNothing(session, { base: baseDn, scope: 'base', filter: anything, attributes: ['objectGUID'] });
  if (found.length === 0) throw new DirectoryError('unusable', `There is no ${baseDn}, or ${session.target.bindDn} may not see it.`);
  const tellsChanges = [root['supportedControl']].flat().includes(dirSyncControl);
  return { domainDn, service, newestUsn: numberOf(root, 'highestCommittedUSN') ?? 0, tellsChanges };
}

/** What is read, or nothing if there is no such entry for us. Throws DirectoryError for whatever else goes wrong. */
export async function readOrNothing(session: Session, search: Search): Promise<Entry[]> {
  return session.read(search).catch((error: unknown) => {
    if (error instanceof DirectoryError && error.reason === 'unusable') return [];
    throw error;
  });
}

/** Whether an entry is the base or lies below it. Domain controllers spell a DN in one way, but for the letter case. */
export function isWithin(dn: string, baseDn: string): boolean {
  const [one, base] = [fold(dn), fold(baseDn)];
  return one === base || one.endsWith(`,${base}`);
}

/** People put blanks behind the commas of a DN. */
function fold(dn: string): string {
  return dn
    .replace(/(?<!\\),\s+/g, ',')
    .trim()
    .toLowerCase();
}
