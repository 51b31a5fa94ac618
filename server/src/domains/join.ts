import { lockAccountOfAnyTenant } from '../store/account-types.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { Tx } from '../store/database.ts';
import { listJoiners, listProfilesLocked, moveProfiles, type Profile } from '../store/domain-users.ts';
import { findVerifiedDomain, type DomainRow } from '../store/domains.ts';
import { eventsOfUsers, type Moment } from '../store/own-events.ts';
import { findAccountOfAnyTenant } from '../store/persons.ts';
import { deleteProfiles } from '../store/profiles.ts';
import { endSessions } from '../store/sessions.ts';
import { auditDomain, type DomainChange } from './audit.ts';
import { domainOfAddress } from './name.ts';

/** Persons who join in one transaction: few enough that no request waits long for it. */
const batch = 200;

/**
 * Lets whoever has just registered join the account that has verified the domain of the address. To be called in the
 * transaction that makes the user Registered. Answers the account; undefined = nobody has verified the domain, and the
 * person is a free user or a member of the Team that invited them.
 * @param email a primary address, folded
 */
export async function joinByDomain(tx: Tx, email: string, moment: Moment): Promise<AccountRow | undefined> {
  const name = domainOfAddress(email);
  const domain = name === undefined ? undefined : await findVerifiedDomain(tx, name);
  const account = domain && (await lockAccountOfAnyTenant(tx, domain.account_id));
  // Looked at again with the account locked: the domain may have been removed a moment ago.
  if (!account || !domain || (await findVerifiedDomain(tx, domain.name))?.account_id !== account.id) return undefined;
  await gather(tx, { account, domain: domain.name, moment }, [email]);
  return account;
}

/** Lets some of those join who registered with the domain before it was verified; `isDone` = nobody is left. */
export async function joinSome(tx: Tx, domain: DomainRow, moment: Moment): Promise<{ isDone: boolean }> {
  const account = await lockAccountOfAnyTenant(tx, domain.account_id);
  if (!account || (await findVerifiedDomain(tx, domain.name))?.account_id !== account.id) return { isDone: true };
  const emails = await listJoiners(tx, account, domain.name, batch);
  await gather(tx, { account, domain: domain.name, moment }, emails);
  return { isDone: emails.length < batch };
}

interface Gathering {
  readonly account: AccountRow;
  readonly domain: string;
  readonly moment: Moment;
}

/** Brings the persons of these addresses into the account: each has one profile afterwards. */
async function gather(tx: Tx, { account, domain, moment }: Gathering, emails: readonly string[]): Promise<void> {
  if (emails.length === 0) return;
  const profiles = await listProfilesLocked(tx, emails);
  const { moved, forgotten } = planJoin(account, profiles);
  await deleteProfiles(tx, forgotten);
  await moveProfiles(tx, account, moved);
  // A session begun with Carillon's own login is none of a directory's or an identity provider's.
  if (account.type !== 'EnterpriseLWA') await endSessions(tx, moved);
  const changes: DomainChange[] = [{ account, events: eventsOfUsers('UsersJoinedByDomain', moved, { DomainName: domain }) }];
  const gone = new Set([...moved, ...forgotten]);
  const left = profiles.filter(({ id, account_id }) => account_id !== '' && account_id !== account.id && gone.has(id));
  for (const [accountId, theirs] of Map.groupBy(left, ({ account_id }) => account_id)) {
    const former = await findAccountOfAnyTenant(tx, accountId);
    const ids = theirs.map(({ id }) => id);
    if (former) changes.push({ account: former, events: eventsOfUsers('UsersLeftByDomain', ids, { DomainName: domain }) });
  }
  await auditDomain(tx, changes, moment);
}

/** Ids of users. */
export interface JoinPlan {
  /** Who joins, with PIN and sessions. */
  readonly moved: readonly string[];
  /** Further profiles of the same persons, and invitations to accounts that the domain does not belong to. */
  readonly forgotten: readonly string[];
}

/**
 * Which of the profiles of some persons joins the account, which has verified the domain of their addresses. Who is a
 * user there already stays that user. Else the free user joins, or else whoever registered first in another account.
 * Profiles that were suspended or released elsewhere, or that a directory or an identity provider manages, are left: the
 * account's own too, before the person has ever signed in.
 */
export function planJoin(account: AccountRow, profiles: readonly Profile[]): JoinPlan {
  const moved: string[] = [];
  const forgotten: string[] = [];
  for (const [, own] of Map.groupBy(profiles, ({ primary_email }) => primary_email)) {
    const here = own.find(({ account_id }) => account_id === account.id);
    const elsewhere = own.filter(({ account_id, managed_by }) => account_id !== account.id && managed_by === 'carillon');
    const [first, ...others] = elsewhere
      .filter(({ registration_status }) => registration_status === 'Registered')
      .toSorted((a, b) => Number(b.account_id === '') - Number(a.account_id === '') || (a.registered_on ?? 0) - (b.registered_on ?? 0));
    const invited = elsewhere.filter(({ registration_status }) => registration_status === 'Unregistered');
    forgotten.push(...[...others, ...invited].map(({ id }) => id));
    if (!first) continue;
    const isUserHere =
      here && (here.managed_by !== 'carillon' || here.registration_status === 'Registered' || here.registration_status === 'Suspended');
    (isUserHere ? forgotten : moved).push(first.id);
    if (here && !isUserHere) forgotten.push(here.id);
  }
  return { moved, forgotten };
}
