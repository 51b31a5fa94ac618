import type { Filter } from 'ldapts';
import { isGroup, isPerson } from './filters.ts';
import { findElsewhere } from './read-everything.ts';
import type { DirectoryRoot } from './root.ts';
import type { Session } from './session.ts';
import { guidOf } from './values.ts';

/** What we know of the directory, by objectGUID. */
export interface Known {
  /** People, and the relative id of the primary group of each. */
  readonly people: ReadonlyMap<string, number>;
  readonly groups: ReadonlySet<string>;
}

/** What we know of and do not find where it was. */
export interface Missing {
  /** objectGUIDs of people who exist elsewhere in the domain. */
  readonly elsewhere: readonly string[];
  /** objectGUIDs of people who do not exist. */
  readonly deleted: readonly string[];
  /** How many groups do not exist. */
  readonly groups: number;
}

export const nothingMissing: Missing = { elsewhere: [], deleted: [], groups: 0 };

/** Looks through the names of everything for what is gone: a directory tells only those of deleted entries who may see them. */
export async function findMissing(session: Session, { domainDn }: DirectoryRoot, known: Known): Promise<Missing> {
  const present = async (base: string, filter: Filter): Promise<ReadonlySet<string>> => {
    const entries = await session.readAll({ base, scope: 'sub', filter, attributes: ['objectGUID'] });
    return new Set(entries.flatMap((entry) => guidOf(entry) ?? []));
  };
  const people = await present(session.target.baseDn, isPerson);
  const groups = await present(domainDn, isGroup);
  const missing = [...known.people.keys()].filter((guid) => !people.has(guid));
  const elsewhere = await findElsewhere(session, domainDn, missing);
  return {
    elsewhere: [...elsewhere],
    deleted: missing.filter((guid) => !elsewhere.has(guid)),
    groups: [...known.groups].filter((guid) => !groups.has(guid)).length,
  };
}
