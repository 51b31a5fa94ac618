import type { Entry, Filter } from 'ldapts';
import type { Changes } from './change-tracking.ts';
import { groupAttributes, personAttributes, toGroup, toPerson, type GroupEntry } from './entries.ts';
import { all, any, belongsTo, equal, isGroup } from './filters.ts';
import type { Known, Missing } from './find-missing.ts';
import { resolveMembers } from './membership.ts';
import { readByGuid } from './read-everything.ts';
import { readGroups } from './read-groups.ts';
import { isWithin, type DirectoryRoot } from './root.ts';
import type { Session } from './session.ts';
import { bytesOf, sidOf, splitSid, textsOf } from './values.ts';
import type { DirectoryPerson, DirectoryView } from './view.ts';

/** Where more has changed, reading everything is quicker. */
const changesMax = 500;
/** Groups whose members are asked for one by one. */
const groupsMax = 50;

/**
 * Reads what has changed or is gone, with all that follows from it: the members of changed groups, of the groups these belong to, and
 * of those that people belong to by primary group. Undefined where everything must be read instead: too much has changed, or
 * a group is gone, which the groups it belonged to do not tell. Throws DirectoryError.
 */
export async function readChanged(
  session: Session,
  { domainDn }: DirectoryRoot,
  domains: ReadonlySet<string>,
  { changed, deleted }: Changes,
  missing: Missing,
  known: Known,
): Promise<DirectoryView | undefined> {
  if (changed.length + deleted.length > changesMax) return undefined;
  if (missing.groups > 0 || deleted.some((guid) => known.groups.has(guid))) return undefined;
  const people = new Map<string, DirectoryPerson>();
  const elsewhere = new Set(missing.elsewhere);
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
  const members = await readMembers(session, domainDn, affected, belongings);
  return {
    complete: false,
    people,
    deletedPeople: new Set([...deleted, ...missing.deleted]),
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

/**
 * The groups themselves, those of these security identifiers, and all that any of them belongs to. Step by step: the rule
 * that follows links in one search goes through every member of every group on the way up.
 */
async function findAffected(
  session: Session,
  domainDn: string,
  groups: readonly GroupEntry[],
  sids: readonly Buffer[],
): Promise<GroupEntry[]> {
  const affected = new Map(groups.map((group) => [group.guid, group]));
  const search = async (filter: Filter): Promise<void> => {
    const entries = await session.readAll({ base: domainDn, scope: 'sub', filter: all(isGroup, filter), attributes: groupAttributes });
    for (const group of entries.flatMap((entry) => toGroup(entry) ?? [])) if (!affected.has(group.guid)) affected.set(group.guid, group);
  };
  if (sids.length > 0) await search(any(...sids.map((sid) => equal('objectSid', sid))));
  // The map grows while it is walked through: what is found is asked for in its turn.
  for (const { dn } of affected.values()) {
    if (affected.size > groupsMax) break;
    await search(equal('member', dn));
  }
  return [...affected.values()];
}

/** Who belongs to each of the groups: the directory follows the groups below each, and we their people and primary groups. */
async function readMembers(
  session: Session,
  domainDn: string,
  affected: readonly GroupEntry[],
  belongings: ReadonlyMap<string, number>,
): Promise<Map<string, Set<string>>> {
  const members = new Map<string, Set<string>>();
  for (const { guid, dn } of affected) {
    const groups = await readGroups(session, domainDn, all(isGroup, any(equal('objectGUID', Buffer.from(guid, 'hex')), belongsTo(dn))));
    members.set(guid, resolveMembers(groups, belongings).get(guid) ?? new Set());
  }
  return members;
}
