import type { OurUser } from './our-state.ts';
import type { DirectoryPerson } from './view.ts';

/** A person who is to be a user, or is one. */
export interface Candidate {
  readonly person: DirectoryPerson;
  readonly user: OurUser | undefined;
}

/** Which addresses everybody has in the end. */
export interface Assigned {
  /** By objectGUID. Who is not in here gets no profile, because others have the address. */
  readonly emails: ReadonlyMap<string, string>;
  readonly otherEmails: ReadonlyMap<string, readonly string[]>;
  /** objectGUIDs of people whose address is somebody else's. */
  readonly leftOut: readonly string[];
}

/**
 * Gives each address to one person: to who has it already, else to the first by objectGUID.
 * @param others users whose addresses stay as they are
 */
export function assignAddresses(candidates: readonly Candidate[], others: readonly OurUser[]): Assigned {
  const taken = new Set(others.map(({ email }) => email));
  const emails = new Map<string, string>();
  const leftOut: string[] = [];
  const inTurn = candidates.toSorted((a, b) => turnOf(a) - turnOf(b) || (a.person.guid < b.person.guid ? -1 : 1));
  for (const { person, user } of inTurn) {
    // Whoever has no address of a claimed domain any more keeps the profile, suspended, under the address it had.
    const email = person.email ?? user?.email;
    if (email !== undefined && !taken.has(email)) {
      taken.add(email);
      emails.set(person.guid, email);
    } else if (email !== undefined) leftOut.push(person.guid);
  }
  for (const { person, user } of inTurn) {
    if (!user || emails.has(person.guid)) continue;
    const email = taken.has(user.email) ? vacantEmail(person.guid) : user.email;
    taken.add(email);
    emails.set(person.guid, email);
  }
  return { emails, otherEmails: assignOthers(inTurn, others, emails, taken), leftOut: leftOut.toSorted() };
}

/** Holders come first, so that nobody loses an address to a newcomer. */
function turnOf({ person, user }: Candidate): number {
  return user !== undefined && (person.email ?? user.email) === user.email ? 0 : 1;
}

/** What a profile is called while its address has passed to somebody else. Nobody has an address of this domain (RFC 2606). */
export function vacantEmail(guid: string): string {
  return `${guid}@vacant.invalid`;
}

function assignOthers(
  candidates: readonly Candidate[],
  others: readonly OurUser[],
  emails: ReadonlyMap<string, string>,
  taken: ReadonlySet<string>,
): Map<string, readonly string[]> {
  const used = new Set([...taken, ...others.flatMap(({ otherEmails }) => otherEmails)]);
  const assigned = new Map([...emails.keys()].map((guid) => [guid, new Set<string>()]));
  // What somebody has already stays; what is new goes to who comes first.
  for (const held of [true, false]) {
    for (const { person, user } of candidates) {
      for (const address of person.otherEmails) {
        if (used.has(address) || (held && !user?.otherEmails.includes(address))) continue;
        const own = assigned.get(person.guid);
        if (own) used.add(address);
        own?.add(address);
      }
    }
  }
  return new Map([...assigned].map(([guid, addresses]) => [guid, [...addresses].toSorted()]));
}
