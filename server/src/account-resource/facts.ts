import { findGroupByExactName } from '../chime/license-groups.ts';
import { findDomainName, requireClaimable } from '../domains/name.ts';
import { BadRequestException, NotFoundException } from '../errors.ts';
import type { AccountGroupRow } from '../store/account-groups.ts';
import { isNameTaken, type AccountRow } from '../store/accounts.ts';
import type { Tx } from '../store/database.ts';
import { listConnections } from '../store/directory-connections.ts';
import { getDirectory, isAuthorized } from '../store/directories.ts';
import { findVerifiedDomain, listHeldDomains } from '../store/domains.ts';
import { listAllLicenseGroups } from '../store/license-groups.ts';
import { countRelicensed } from '../store/license-rule.ts';
import type { License } from '../store/schema.ts';
import { countLicenses } from '../store/users.ts';
import { readDocument, type ResourceDocument } from './document.ts';
import { planGifts, type Gift } from './gifts.ts';

/** All that a proposed document is checked against, and compared with. */
export interface Facts {
  readonly account: AccountRow;
  readonly current: ResourceDocument;
  readonly isNameTaken: boolean;
  /** Licenses that the document drops and users would still hold: whom their groups then give another one does not count. */
  readonly held: readonly { license: License; count: number }[];
  /** What groups give once the document has been applied. */
  readonly gifts: readonly Gift[];
  /** The domains that keep the account an Enterprise account. */
  readonly heldDomains: readonly string[];
  /** Those of the proposed domains that another account has proved. */
  readonly takenDomains: ReadonlySet<string>;
  /** Those of the proposed domains that no organisation can have for itself, and why. */
  readonly unclaimable: ReadonlyMap<string, string>;
  /** Those of the groups which get a license, or another one, that directory or identity provider have brought. */
  readonly knownGroups: ReadonlySet<string>;
  /** What keeps the proposed directory from being connected; undefined = nothing does, or none is proposed. */
  readonly directoryObstacle: string | undefined;
}

/** Looks up what the check of a proposed document needs to know. */
export async function readFacts(tx: Tx, account: AccountRow, proposed: ResourceDocument): Promise<Facts> {
  const current = await readDocument(tx, account);
  const licenses = new Map(current.Groups.map(({ GroupName, LicenseType }) => [GroupName, LicenseType]));
  const found = new Map<string, AccountGroupRow>();
  for (const { GroupName, LicenseType } of proposed.Groups) {
    const group = licenses.get(GroupName) === LicenseType ? undefined : await findGroupByExactName(tx, account, GroupName);
    if (group) found.set(GroupName, group);
  }
  const gifts = planGifts(account, await listAllLicenseGroups(tx, account), proposed, found);
  return {
    account,
    current,
    isNameTaken: await isNameTaken(tx, account, proposed.Name),
    held: await countHeld(tx, account, proposed, gifts),
    gifts,
    heldDomains: await listHeldDomains(tx, account),
    takenDomains: await findTakenDomains(tx, account, proposed.Domains),
    unclaimable: await findUnclaimable(proposed.Domains),
    knownGroups: new Set(found.keys()),
    directoryObstacle: await findDirectoryObstacle(tx, account, proposed.SignIn.DirectoryId),
  };
}

async function countHeld(
  tx: Tx,
  account: AccountRow,
  { SupportedLicenses }: ResourceDocument,
  gifts: readonly Gift[],
): Promise<Facts['held']> {
  const held: { license: License; count: number }[] = [];
  for (const { license, count } of await countLicenses(tx, account)) {
    if (SupportedLicenses.includes(license)) continue;
    const others = gifts.filter(({ license_type }) => license_type !== license).map(({ group_id }) => group_id);
    const left = count - (await countRelicensed(tx, account, license, others));
    if (left > 0) held.push({ license, count: left });
  }
  return held;
}

async function findTakenDomains(tx: Tx, account: AccountRow, domains: readonly string[]): Promise<ReadonlySet<string>> {
  const taken = new Set<string>();
  for (const name of domains.map((domain) => findDomainName(domain) ?? '')) {
    const holder = await findVerifiedDomain(tx, name);
    if (holder && holder.account_id !== account.id) taken.add(name);
  }
  return taken;
}

async function findUnclaimable(domains: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const unclaimable = new Map<string, string>();
  for (const name of domains.flatMap((domain) => findDomainName(domain) ?? [])) {
    try {
      await requireClaimable(name);
    } catch (problem) {
      if (!(problem instanceof BadRequestException)) throw problem;
      unclaimable.set(name, problem.message);
    }
  }
  return unclaimable;
}

async function findDirectoryObstacle(tx: Tx, account: AccountRow, directoryId: string | undefined): Promise<string | undefined> {
  if (directoryId === undefined) return undefined;
  try {
    const directory = await getDirectory(tx, directoryId);
    const [connection] = await listConnections(tx, [directoryId]);
    if (connection?.account_id === account.id) return undefined;
    if (connection) return `Directory ${directoryId} is connected to another account. Disconnect it there with DisconnectDirectory.`;
    if (await isAuthorized(tx, directory, account)) return undefined;
    return `Account ${account.name} may not use directory ${directoryId}. Allow it with AuthorizeDirectory first.`;
  } catch (error) {
    if (!(error instanceof NotFoundException)) throw error;
    return error.message;
  }
}
