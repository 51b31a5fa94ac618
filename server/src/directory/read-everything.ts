import type { Entry } from 'ldapts';
import { DirectoryError } from './directory-error.ts';
import { groupAttributes, personAttributes, toGroup, toPerson, type GroupEntry } from './entries.ts';
import { anything, hasGuid, isGroup, isPerson } from './filters.ts';
import { nameGroups, resolveMembers, type Belonging, type GroupWithMembers } from './membership.ts';
import type { DirectoryRoot } from './root.ts';
import type { Session } from './session.ts';
import { guidOf, textsOf } from './values.ts';
import type { DirectoryPerson, DirectoryView } from './view.ts';

/** People and groups of one directory that fit in memory. */
const entriesMax = 200_000;

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
  const belongings: Belonging[] = [];
  for (const entry of entries) {
    const person = toPerson(entry, domains);
    if (!person) continue;
    people.set(person.guid, person);
    belongings.push({ guid: person.guid, dn: entry.dn, primaryGroup: person.primaryGroup });
  }
  const groups = await readGroups(session, domainDn);
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
    members: resolveMembers(groups, belongings),
  };
}

/** Values of one attribute that are asked for at once: as many as Active Directory gives of itself (MaxValRange). */
const rangeSize = 1500;

async function readGroups(session: Session, domainDn: string): Promise<GroupWithMembers[]> {
  const first = rangeOf(0);
  const entries = await session.readAll({ base: domainDn, scope: 'sub', filter: isGroup, attributes: [...groupAttributes, first] });
  const groups: GroupWithMembers[] = [];
  for (const entry of entries) {
    const group = toGroup(entry);
    if (group) groups.push({ ...group, memberDns: await readMembers(session, group, entry) });
  }
  return groups;
}

/** All members of a group, of which `entry` has the first range. */
async function readMembers(session: Session, { dn }: GroupEntry, entry: Entry): Promise<string[]> {
  const members: string[] = [];
  let answered: Entry | undefined = entry;
  while (answered) {
    const { values, next } = memberRange(answered);
    for (const value of values) members.push(value);
    if (next === undefined) break;
    if (members.length > entriesMax) throw new DirectoryError('unusable', `The group ${dn} has more than ${entriesMax} members.`);
    [answered] = await session.read({ base: dn, scope: 'base', filter: anything, attributes: [rangeOf(next)] });
  }
  return members;
}

function rangeOf(start: number): string {
  return `member;range=${start}-${start + rangeSize - 1}`;
}

/**
 * The values of an answer, and where the next range starts. Whatever range was asked for, `member;range=0-1499` says that
 * there are more, `member;range=0-*` that these are the last. Source: [MS-ADTS] 3.1.1.3.1.3.3.
 */
function memberRange(entry: Entry): { values: string[]; next: number | undefined } {
  for (const attribute of Object.keys(entry)) {
    const [, end] = /^member;range=\d+-(\d+|\*)$/i.exec(attribute) ?? [];
    const values = end === undefined ? [] : textsOf(entry, attribute);
    // The range that was asked for is there without values when the directory answered with another one.
    if (values.length > 0) return { values, next: end === '*' ? undefined : Number(end) + 1 };
  }
  return { values: textsOf(entry, 'member'), next: undefined };
}

/** objectGUIDs in one filter. */
const guidsPerSearch = 50;
/** If more people are missing, something else has happened to them than that each was deleted; and the brake will ask anyway. */
const lookedUpMax = 1000;

/** Those of the entries that still exist in the domain. */
async function findElsewhere(session: Session, domainDn: string, missing: readonly string[]): Promise<Set<string>> {
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
