import { invariant } from '../errors.ts';
import type { License } from '../store/schema.ts';
import type { UserRow } from '../store/users.ts';
import type { Chance } from './chance.ts';
import { seededId } from './ids.ts';
import { familyNames, givenNames } from './names.ts';
import type { Office } from './offices.ts';
import { dayMs } from '../shapes/timestamp.ts';

/** Somebody of the demonstration, as the store knows a user, and how this one lives. */
export interface DemoPerson {
  readonly id: string;
  readonly email: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly displayName: string;
  readonly department: string;
  readonly office: Office;
  readonly license: License;
  readonly userType: UserRow['user_type'];
  readonly status: UserRow['registration_status'];
  readonly managedBy: UserRow['managed_by'];
  readonly isActiveAtSource: boolean;
  readonly createdAt: number;
  readonly registeredAt: number | null;
  /** How many of the meetings and messages are this person's, against others: 1 … 10. */
  readonly sociability: number;
}

/** What the people of an account have in common. */
export interface Crowd {
  readonly count: number;
  /** The domains of their addresses, more often the first. */
  readonly domains: readonly string[];
  readonly offices: readonly Office[];
  readonly departments: readonly string[];
  readonly managedBy: UserRow['managed_by'];
  /** When the first of them came, epoch milliseconds. */
  readonly since: number;
  readonly now: number;
}

/** With thirty thousand names for a few hundred people, so many draws in a row never all meet a name that is taken. */
const namesTriedMax = 100;

/** Draws the people of an account, oldest first; no two have one address. */
export function drawPeople(chance: Chance, crowd: Crowd): DemoPerson[] {
  const taken = new Set<string>();
  const span = crowd.now - crowd.since;
  // Most people were there from the beginning; the others came one after the other since.
  const arrivals = Array.from({ length: crowd.count }, () =>
    chance.oneIn(3) ? crowd.since + chance.below(span - dayMs) : crowd.since + chance.below(20 * dayMs),
  ).toSorted((one, other) => one - other);
  return arrivals.map((createdAt) => drawPerson(chance, crowd, createdAt, taken));
}

function drawPerson(chance: Chance, crowd: Crowd, createdAt: number, taken: Set<string>): DemoPerson {
  const { givenName, familyName, email } = drawName(chance, crowd.domains, taken);
  const status = drawStatus(chance, crowd.managedBy);
  const registeredAt = status === 'Unregistered' ? null : Math.min(crowd.now - 1, createdAt + chance.below(2 * dayMs));
  return {
    id: seededId(chance, createdAt),
    email,
    givenName,
    familyName,
    displayName: `${givenName} ${familyName}`,
    department: chance.pick(crowd.departments),
    office: chance.pick(crowd.offices),
    license: chance.below(10) < 6 ? 'Pro' : 'Basic',
    userType: 'PrivateUser',
    status,
    managedBy: crowd.managedBy,
    isActiveAtSource: status !== 'Suspended' || chance.oneIn(2),
    createdAt,
    registeredAt,
    sociability: 1 + chance.below(10),
  };
}

function drawName(
  chance: Chance,
  domains: readonly string[],
  taken: Set<string>,
): { givenName: string; familyName: string; email: string } {
  const [main = ''] = domains;
  for (let attempt = 1; attempt <= namesTriedMax; attempt++) {
    const givenName = chance.pick(givenNames);
    const familyName = chance.pick(familyNames);
    const domain = chance.below(4) === 0 ? chance.pick(domains) : main;
    const email = `${givenName}.${familyName}@${domain}`.toLowerCase();
    if (taken.has(email)) continue;
    taken.add(email);
    return { givenName, familyName, email };
  }
  invariant(false, 'There are many times more names than people.');
}

/** Whom an identity provider brings may not have signed in yet; who joins by signing in has. */
function drawStatus(chance: Chance, managedBy: UserRow['managed_by']): UserRow['registration_status'] {
  const draw = chance.below(100);
  if (draw < 5) return 'Suspended';
  return managedBy !== 'carillon' && draw < 14 ? 'Unregistered' : 'Registered';
}

/** A device of a meeting room: nobody's in particular, and in many meetings. */
export function roomDevice(
  chance: Chance,
  { name, office, domain, createdAt }: { name: string; office: Office; domain: string; createdAt: number },
): DemoPerson {
  return {
    id: seededId(chance, createdAt),
    email: `${name.toLowerCase().replaceAll(' ', '-')}@${domain}`,
    givenName: name,
    familyName: '',
    displayName: name,
    department: 'Meeting rooms',
    office,
    license: 'Pro',
    userType: 'SharedDevice',
    status: 'Registered',
    managedBy: 'carillon',
    isActiveAtSource: true,
    createdAt,
    registeredAt: createdAt,
    sociability: 3,
  };
}
