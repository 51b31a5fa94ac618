import type { Entry } from 'ldapts';
import type { Changes } from './change-tracking.ts';
import { groupAttributes, personAttributes, toGroup, toPerson, type GroupEntry } from './entries.ts';
import { all, any, belongsTo, equal, holds, isGroup, isPerson } from './filters.ts';
import { readByGuid } from './read-everything.ts';
import { isWithin, type DirectoryRoot } from './root.ts';
import type { Session } from './session.ts';
import { bytesOf, guidOf, sidOf, splitSid, textsOf } from './values.ts';
import type { DirectoryPerson, DirectoryView } from './view.ts';

/** Where more has changed, reading everything is quicker. */
const changesMax = 500;
/** Groups whose members are asked for one by one. */
const groupsMax = 50;

/** What we know of the directory, by objectGUID. */
export interface Known {
  /** People, and the relative id of the primary group of each. */
  readonly people: ReadonlyMap<string, number>;
  readonly groups: ReadonlySet<string>;
}

/**
 * Reads what has changed, with all that follows from it: the members of changed groups, of the groups these belong to, and
 * of those that people belong to by primary group. Undefined where everything must be read instead: too much has changed, or
 * a group is gone, which the groups it belonged to do not tell. Throws DirectoryError.
 */
export async function readChanged(
  session: Session,
  { domainDn }: DirectoryRoot,
  domains: ReadonlySet<string>,
  { changed, deleted }: Changes,
  known: Known,
): Promise<DirectoryView | undefined> {
  if (changed.length + deleted.length > changesMax || deleted.some((guid) => known.groups.has(guid))) return undefined;
  const people = new Map<string, DirectoryPerson>();
  const elsewhere = new Set<string>();
  const groups: GroupEntry[] = [];
  const primary = new Map<number, Buffer>();
  for (const entry of await readByGuid(session, domainDn, changed, [...personAttributes, ...groupAttributes, 'objectClass'])) {
    if (textsOf(entry, 'objectClass').includes('group')) {
      const group = toGroup(entry);
      if (group) groups.push(group);
      continue;
    }
    const person = toPerson(entry, domains);
    if (!person) continue;
    if (!isWithin(entry.dn, session.target.baseDn)) elsewhere.add(person.guid);
    else people.set(person.guid, person);
    notePrimaryGroups(entry, person, known.people.get(person.guid), primary);
  }
  const affected = await findAffected(session, domainDn, groups, [...primary.values()]);
  if (affected.length > groupsMax) return undefined;
  const belongings = new Map([...known.people, ...[...people.values()].map(({ guid, primaryGroup }) => [guid, primaryGroup] as const)]);
  const members = new Map<string, Set<string>>();
  for (const group of affected) members.set(group.guid, await readMembers(session, domainDn, group, belongings));
  return {
    complete: false,
    people,
    deletedPeople: new Set(deleted),
    peopleElsewhere: new Set([...elsewhere].filter((guid) => known.people.has(guid))),
    groups: new Map(groups.map(({ guid, name }) => [guid, { guid, name }])),
    members,
  };
}

/** Whoever is new, or has another primary group, changes the members of groups that do not tell. */
function notePrimaryGroups(entry: Entry, person: DirectoryPerson, before: number | undefined, primary: Map<number, Buffer>): void {
  const sid = splitSid(bytesOf(entry, 'objectSid') ?? Buffer.alloc(0));
  if (!sid || before === person.primaryGroup) return;
  for (const relativeId of [person.primaryGroup, before ?? person.primaryGroup]) primary.set(relativeId, sidOf(sid.domain, relativeId));
}

/** The groups themselves, those of these security identifiers, and all that any of them belongs to. */
async function findAffected(
  session: Session,
  domainDn: string,
  groups: readonly GroupEntry[],
  sids: readonly Buffer[],
): Promise<GroupEntry[]> {
  const affected = new Map(groups.map((group) => [group.guid, group]));
  const search = async (filter: Parameters<typeof all>[0]): Promise<GroupEntry[]> => {
    const entries = await session.readAll({ base: domainDn, scope: 'sub', filter: all(isGroup, filter), attributes: groupAttributes });
    return entries.flatMap((entry) => toGroup(entry) ?? []);
  };
  if (sids.length > 0) {
    for (const group of await search(any(...sids.map((sid) => equal('objectSid', sid))))) affected.set(group.guid, group);
  }
  const below = [...affected.values()];
  for (const { dn } of below) {
    for (const above of await search(holds(dn))) affected.set(above.guid, above);
    if (affected.size > groupsMax) break;
  }
  return [...affected.values()];
}

/** Who belongs to the group: the directory itself follows its groups, but knows nothing of primary groups there. */
async function readMembers(
  session: Session,
  domainDn: string,
  group: GroupEntry,
  belongings: ReadonlyMap<string, number>,
): Promise<Set<string>> {
  const filter = all(any(isPerson, isGroup), belongsTo(group.dn));
  const members = new Set<string>();
  const relativeIds = new Set([group.relativeId]);
  for (const entry of await session.readAll({
    base: domainDn,
    scope: 'sub',
    filter,
    attributes: ['objectGUID', 'objectSid', 'objectClass'],
  })) {
    const guid = guidOf(entry);
    const sid = splitSid(bytesOf(entry, 'objectSid') ?? Buffer.alloc(0));
    if (!textsOf(entry, 'objectClass').includes('group')) {
      if (guid !== undefined) members.add(guid);
    } else if (sid) relativeIds.add(sid.relativeId);
  }
  for (const [guid, primaryGroup] of belongings) if (relativeIds.has(primaryGroup)) members.add(guid);
  return members;
}
