import { joinByDomain } from '../domains/join.ts';
import { UnprocessableEntityException } from '../errors.ts';
import type { Tx } from '../store/database.ts';
import { lockProfiles } from '../store/persons.ts';
import { drawPin } from '../store/pins.ts';
import { insertUser, type UserRow } from '../store/users.ts';
import type { Site } from './way.ts';

/**
 * The user that a person with Carillon's own login is. Whoever has a profile is that one: in an account before a free
 * user, the one that registered first before others. Whoever has none becomes a user of the account that has verified
 * the domain of the address, or a free user. Throws UnprocessableEntityException for whoever is suspended.
 */
export async function enter(tx: Tx, site: Site, email: string, now: number): Promise<UserRow> {
  const profiles = await lockProfiles(tx, email);
  const known = choose(profiles);
  if (known) return known;
  if (profiles.some(({ registration_status }) => registration_status === 'Suspended')) {
    throw new UnprocessableEntityException('Your account’s administrator has suspended you. Ask them to let you sign in again.');
  }
  const free = await insertFreeUser(tx, site, email, now);
  await joinByDomain(tx, email, { now, newId: site.newId });
  return choose(await lockProfiles(tx, email)) ?? free;
}

function choose(profiles: readonly UserRow[]): UserRow | undefined {
  return profiles
    .filter(({ registration_status }) => registration_status === 'Registered')
    .toSorted((a, b) => Number(a.account_id === '') - Number(b.account_id === '') || (a.registered_on ?? 0) - (b.registered_on ?? 0))[0];
}

/** Registers a person of this address, who has just been proved to have it, as a free user. */
export async function insertFreeUser(tx: Tx, { newId, random }: Site, email: string, now: number): Promise<UserRow> {
  const user: UserRow = {
    account_id: '',
    id: newId(),
    primary_email: email,
    display_name: null,
    display_name_folded: null,
    license_type: 'Basic',
    user_type: 'PrivateUser',
    registration_status: 'Registered',
    invitation_status: null,
    pin: await drawPin(tx, random, now),
    managed_by: 'carillon',
    source_active: 1,
    invited_on: null,
    registered_on: now,
    created_at: now,
  };
  await insertUser(tx, user);
  return user;
}
