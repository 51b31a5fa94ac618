import type { Entry } from 'ldapts';
import { DirectoryError } from './directory-error.ts';
import { personAttributes, toPerson } from './entries.ts';
import { hasGuid, isGroup, isPerson } from './filters.ts';
import { nameGroups, resolveMembers } from './membership.ts';
import { entriesMax, readGroups } from './read-groups.ts';
import type { DirectoryRoot } from './root.ts';
import type { Session } from './session.ts';
import { guidOf } from './values.ts';
import type { DirectoryPerson, DirectoryView } from './view.ts';

/**
 * Reads all people below the base DN and all groups of the domain: a group that gives a license may be made of groups from
 * anywhere. Throws DirectoryError.
 * @param known objectGUIDs of the people whom we know of, to tell who is gone from who has moved away
 */
export async function readEverything(
  session: Session,
  { domainDn }: DirectoryRoot,
  domains: ReadonlySet<string>,
  known: readonly string[],
): Promise<DirectoryView> {
  const entries = await session.readAll({ base: session.target.baseDn, scope: 'sub', filter: isPerson, attributes: personAttributes });
  const people = new Map<string, DirectoryPerson>();
  for (const entry of entries) {
    const person = toPerson(entry, domains);
    if (person) people.set(person.guid, person);
  }
  const groups = await readGroups(session, domainDn, isGroup);
  if (people.size + groups.length > entriesMax) {
    throw new DirectoryError(
      'unusable',
      `The directory has more than ${entriesMax} people and groups. Register it with a base DN that holds fewer.`,
    );
  }
  const names = nameGroups(groups);
  const elsewhere = await findElsewhere(
    session,
    domainDn,
    known.filter((guid) => !people.has(guid)),
  );
  return {
    complete: true,
    people,
    deletedPeople: new Set(known.filter((guid) => !people.has(guid) && !elsewhere.has(guid))),
    peopleElsewhere: elsewhere,
    groups: new Map(groups.map(({ guid, accountName }) => [guid, { guid, name: names.get(guid) ?? accountName }])),
    members: resolveMembers(groups, new Map([...people.values()].map(({ guid, primaryGroup }) => [guid, primaryGroup]))),
  };
}

/** objectGUIDs in one filter. */
const guidsPerSearch = 50;
/** If more people are missing, something else has happened to them than that each was deleted; and the brake will ask anyway. */
const lookedUpMax = 1000;

/** Those of the entries that still exist in the domain. */
export async function findElsewhere(session: Session, domainDn: string, missing: readonly string[]): Promise<Set<string>> {
  if (missing.length > lookedUpMax) return new Set(missing);
  const found = new Set<string>();
  for (const entry of await readByGuid(session, domainDn, missing, ['objectGUID'])) {
    const guid = guidOf(entry);
    if (guid !== undefined) found.add(guid);
  }
  return found;
}

/** The entries of these objectGUIDs, wherever they are in the domain; who does not exist is left out. */
export async function readByGuid(
  session: Session,
  domainDn: string,
  guids: readonly string[],
  attributes: readonly string[],
): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let start = 0; start < guids.length; start += guidsPerSearch) {
    const wanted = guids.slice(start, start + guidsPerSearch).map((guid) => Buffer.from(guid, 'hex'));
    for (const entry of await session.readAll({ base: domainDn, scope: 'sub', filter: hasGuid(wanted), attributes })) entries.push(entry);
  }
  return entries;
}
