import { makeTeam, setAccountType } from '../store/account-types.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { Tx } from '../store/database.ts';
import { listClaims, listHeldDomains, lockClaimants, putDomain, type DomainRow } from '../store/domains.ts';
import { releaseDomainUsers } from '../store/domain-users.ts';
import { applyLicenseRule } from '../store/license-rule.ts';
import { eventsOfUsers, type Moment, type OwnEvent } from '../store/own-events.ts';
import { auditDomain, eventsOfCheck, type DomainChange } from './audit.ts';
import type { Finding } from './diagnosis.ts';
import { planCheck, planDefeat, planSettled } from './plan-check.ts';

/**
 * Records what a check of a claim has found, with all that follows at once: the first proof makes a Team an Enterprise
 * account and every other claim of the domain fail. Who registered with the domain joins afterwards (`joinSome`).
 * Answers the claim as it is now; undefined if it is no more the one that was checked.
 * @param seen the claim as it was when the name servers were asked
 */
export async function recordCheck(tx: Tx, seen: DomainRow, finding: Finding, moment: Moment): Promise<DomainRow | undefined> {
  const { now } = moment;
  const claimants = new Map((await lockClaimants(tx, seen.name)).map((account) => [account.id, account]));
  const claims = await listClaims(tx, seen.name);
  const account = claimants.get(seen.account_id);
  const claim = claims.find(({ account_id }) => account_id === seen.account_id);
  if (!account || !claim || claim.token !== seen.token) return undefined;
  const rivals = claims.filter((other) => other !== claim);
  const isTaken = rivals.some(({ status }) => status === 'Verified');
  const changed = planCheck(claim, finding, isTaken, now);
  const isProved = changed.status === 'Verified' && claim.status !== 'Verified';
  const events = eventsOfCheck(claim, changed);
  const changes: DomainChange[] = [];
  if (isProved) {
    for (const rival of rivals) changes.push(...(await defeat(tx, rival, claimants.get(rival.account_id), now)));
    if (account.type === 'Team') {
      await setAccountType(tx, account, 'EnterpriseLWA');
      events.push(converted(account, 'EnterpriseLWA'));
    }
  }
  await putDomain(tx, changed);
  // Whom an identity provider brought with an address of the domain had no license until now.
  if (isProved && account.type === 'EnterpriseOIDC') {
    events.push(...eventsOfUsers('UsersLicensed', (await applyLicenseRule(tx, account, 'all')).licensed));
  }
  await auditDomain(tx, [...changes, { account, events }], moment);
  return changed;
}

function converted({ type }: AccountRow, to: AccountRow['type']): OwnEvent {
  return { name: 'AccountConverted', parameters: { From: type, To: to } };
}

/** Once everybody has joined who could, a claim that was proved by `now` is next looked at in a day. */
export async function settleClaim(tx: Tx, seen: DomainRow, now: number): Promise<void> {
  await lockClaimants(tx, seen.name);
  const claim = (await listClaims(tx, seen.name)).find(({ account_id }) => account_id === seen.account_id);
  if (claim?.token === seen.token && claim.status === 'Verified') await putDomain(tx, planSettled(claim, now));
}

/** Another account has proved the domain: this claim of it fails. */
async function defeat(tx: Tx, claim: DomainRow, account: AccountRow | undefined, now: number): Promise<DomainChange[]> {
  if (claim.status === 'Failed') return [];
  const defeated = planDefeat(claim, now);
  await putDomain(tx, defeated);
  if (!account) return [];
  const events = eventsOfCheck(claim, defeated);
  if (claim.status === 'VerificationLost') events.push(...(await giveUp(tx, claim, account)));
  return [{ account, events }];
}

/**
 * The domain has a new owner: the users of the one who lost it are released as if the domain had been removed, so that
 * neither organisation has the other's people. Without another domain the account is a Team again, unless a directory or
 * an identity provider is connected: that link is for its administrator to end.
 */
async function giveUp(tx: Tx, claim: DomainRow, account: AccountRow): Promise<OwnEvent[]> {
  const reached = await releaseDomainUsers(tx, account, claim.name);
  const released = {
    name: 'UsersReleased',
    parameters: { DomainName: claim.name, Released: reached.released, ProfilesRemoved: reached.profilesRemoved },
  };
  if (account.type !== 'EnterpriseLWA' || (await listHeldDomains(tx, account)).length > 0) return [released];
  await makeTeam(tx, account);
  return [released, converted(account, 'Team')];
}
