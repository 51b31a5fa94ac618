import { joinByDomain } from '../../domains/join.ts';
import { domainOfAddress } from '../../domains/name.ts';
import { invariant, UnprocessableEntityException } from '../../errors.ts';
import { isMailAddress } from '../../mail/address.ts';
import { lockAccountOfAnyTenant } from '../../store/account-types.ts';
import type { AccountRow } from '../../store/accounts.ts';
import type { Tx } from '../../store/database.ts';
import { findVerifiedDomain } from '../../store/domains.ts';
import { applyLicenseRule } from '../../store/license-rule.ts';
import { findOpenIdConfig } from '../../store/openid-configs.ts';
import { findLinkedUser, isLinked, linkUser, type Subject } from '../../store/openid-links.ts';
import { findProfile, joinInvited, lockProfiles, setDisplayName } from '../../store/persons.ts';
import { endSessions } from '../../store/sessions.ts';
import { findUserByEmail, type UserRow } from '../../store/users.ts';
import { insertFreeUser } from '../person.ts';
import type { Site } from '../way.ts';
import type { OpenIdPerson } from './person.ts';

interface Admission {
  readonly accountId: string;
  /** Of the configuration that the person was identified with. */
  readonly revision: string;
  readonly person: OpenIdPerson;
  readonly now: number;
}

/**
 * The account's user that a person of its identity provider is: whom the subject is linked with, else whoever has the address,
 * else a new one. Throws UnprocessableEntityException for whoever may not be, or is not yet, one of them.
 */
export async function admitPerson(tx: Tx, site: Site, { accountId, revision, person, now }: Admission): Promise<UserRow> {
  const account = await lockAccountOfAnyTenant(tx, accountId);
  // Looked at again with the account locked: the configuration may have been changed a moment ago.
  if (account?.type !== 'EnterpriseOIDC' || (await findOpenIdConfig(tx, account.id))?.revision !== revision) {
    throw new UnprocessableEntityException('The sign-in of your organisation was changed while you were signing in. Begin again.');
  }
  const subject = { accountId: account.id, issuer: person.issuer, subject: person.subject };
  const user = (await findLinkedUser(tx, subject)) ?? (await link(tx, site, account, person, subject, now));
  return enter(tx, account, user, person, now);
}

/** Links a subject that is seen for the first time; from then on its address is not looked at any more. */
async function link(tx: Tx, site: Site, account: AccountRow, person: OpenIdPerson, subject: Subject, now: number): Promise<UserRow> {
  const email = await requireOwnAddress(tx, account, person);
  const found = await findUserByEmail(tx, account, email);
  const known = found?.registration_status === 'Released' ? undefined : found;
  const isPushed = known?.managed_by === 'oidc';
  if (!isPushed && !person.isVerified) {
    throw new UnprocessableEntityException(
      `Your identity provider does not vouch for the address ${email}. Your administrator can have it send the claim email_verified, or push its users over SCIM.`,
    );
  }
  if (known && (await isLinked(tx, known, person.issuer))) {
    if (!isPushed) {
      throw new UnprocessableEntityException(
        `The address ${email} belongs to somebody else who has signed in before. Your administrator can push the users of your identity provider over SCIM, which says whose it is now.`,
      );
    }
    // The provider says who has the address now; whoever had it before is signed in no more.
    await endSessions(tx, [known.id]);
  }
  const user = known ?? (await join(tx, site, account, email, now));
  await linkUser(tx, user, subject, now);
  return user;
}

/** Throws UnprocessableEntityException unless the address is of a domain that this account has verified. */
async function requireOwnAddress(tx: Tx, account: AccountRow, { email }: OpenIdPerson): Promise<string> {
  if (email === undefined || !isMailAddress(email)) {
    throw new UnprocessableEntityException(
      'Your identity provider does not say which mail address you have. Your administrator can have it send the claim email.',
    );
  }
  const domain = domainOfAddress(email);
  if (domain === undefined || (await findVerifiedDomain(tx, domain))?.account_id !== account.id) {
    throw new UnprocessableEntityException(`The address ${email} is of no domain that ${account.name} has verified.`);
  }
  return email;
}

/** Makes the person a user of the account, as whoever registers with one of its domains becomes one. */
async function join(tx: Tx, site: Site, account: AccountRow, email: string, now: number): Promise<UserRow> {
  const profiles = await lockProfiles(tx, email);
  if (profiles.some(({ account_id, registration_status: status }) => account_id === '' && status !== 'Registered')) throw suspended();
  const mayJoin = profiles.some(({ managed_by, registration_status: status }) => managed_by === 'carillon' && status === 'Registered');
  if (!mayJoin) await insertFreeUser(tx, site, email, now);
  await joinByDomain(tx, email, { now, newId: site.newId });
  const user = await findUserByEmail(tx, account, email);
  invariant(user, 'Who is registered with a domain of the account has joined it.');
  return user;
}

/** Throws UnprocessableEntityException for whoever is suspended. Who has been invited or pushed is registered from now on. */
async function enter(tx: Tx, account: AccountRow, user: UserRow, { name }: OpenIdPerson, now: number): Promise<UserRow> {
  if (user.registration_status === 'Unregistered') {
    const free = (await lockProfiles(tx, user.primary_email)).find(({ account_id }) => account_id === '');
    await joinInvited(tx, user, free, now);
    await applyLicenseRule(tx, account, [user.id]);
  }
  if (user.display_name === null && name !== undefined) await setDisplayName(tx, user.id, name);
  const entered = await findProfile(tx, user.id);
  if (entered?.registration_status !== 'Registered') throw suspended();
  return entered;
}

function suspended(): UnprocessableEntityException {
  return new UnprocessableEntityException(
    'You may not sign in: you are suspended, or in no group that has a license. Ask your administrator.',
  );
}
