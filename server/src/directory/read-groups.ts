import { Control, type Entry, type Filter } from 'ldapts';
import { DirectoryError } from './directory-error.ts';
import { groupAttributes, toGroup, type GroupEntry } from './entries.ts';
import { anything } from './filters.ts';
import type { GroupWithMembers } from './membership.ts';
import type { Session } from './session.ts';
import { textsOf } from './values.ts';

/** People and groups of one directory that fit in memory. */
export const entriesMax = 200_000;

/** Values of one attribute that are asked for at once: as many as Active Directory gives of itself (MaxValRange). */
const rangeSize = 1500;

/**
 * LDAP_SERVER_EXTENDED_DN_OID, without a value: names come as `<GUID=32 hexadecimal digits>;<SID=…>;CN=…`, so that members
 * are known whatever they are called by now. Source: [MS-ADTS] 3.1.1.3.4.1.5.
 */
const extendedNames = (): Control => new Control('1.2.840.113556.1.4.529', { critical: true });

/** The groups of the domain that the filter finds, with all their members. */
export async function readGroups(session: Session, domainDn: string, filter: Filter): Promise<GroupWithMembers[]> {
  const attributes = [...groupAttributes, rangeOf(0)];
  const entries = await session.readAll({ base: domainDn, scope: 'sub', filter, attributes, controls: [extendedNames()] });
  const groups: GroupWithMembers[] = [];
  for (const entry of entries) {
    const group = toGroup({ ...entry, dn: plainName(entry.dn) });
    if (group) groups.push({ ...group, memberGuids: await readMembers(session, group, entry) });
  }
  return groups;
}

/** The objectGUIDs of all members of a group, of which `entry` has the first range. */
async function readMembers(session: Session, { dn }: GroupEntry, entry: Entry): Promise<string[]> {
  const members: string[] = [];
  let answered: Entry | undefined = entry;
  while (answered) {
    const { values, next } = memberRange(answered);
    for (const value of values) {
      const guid = /^<GUID=([0-9a-f]{32})>/i.exec(value)?.[1];
      if (guid !== undefined) members.push(guid.toLowerCase());
    }
    if (next === undefined) break;
    if (members.length > entriesMax) throw new DirectoryError('unusable', `The group ${dn} has more than ${entriesMax} members.`);
    const range = { base: dn, scope: 'base', filter: anything, attributes: [rangeOf(next)], controls: [extendedNames()] } as const;
    [answered] = await session.read(range);
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

/** The name itself, without what stands before it on request. */
function plainName(dn: string): string {
  return dn.replace(/^(<[A-Z]+=[^>]*>;)+/, '');
}
