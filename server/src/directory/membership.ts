import type { GroupEntry } from './entries.ts';

/** A group with the objectGUIDs of what it lists as its members: people, groups, and what is of no interest here. */
export interface GroupWithMembers extends GroupEntry {
  readonly memberGuids: readonly string[];
}

/**
 * Who belongs to each group by whatever detour: listed, by primary group, or through groups that belong to it. Groups
 * that belong to each other have the same members.
 * @param people by objectGUID, the relative id of the primary group of each
 */
export function resolveMembers(groups: readonly GroupWithMembers[], people: ReadonlyMap<string, number>): Map<string, Set<string>> {
  const known = new Set(groups.map(({ guid }) => guid));
  const byPrimaryGroup = Map.groupBy(people, ([, primaryGroup]) => primaryGroup);
  const direct = new Map<string, { people: string[]; groups: string[] }>();
  for (const { guid, relativeId, memberGuids } of groups) {
    const primary = (byPrimaryGroup.get(relativeId) ?? []).map(([person]) => person);
    direct.set(guid, {
      people: [...memberGuids.filter((member) => people.has(member)), ...primary],
      groups: memberGuids.filter((member) => known.has(member)),
    });
  }
  return new Map(groups.map(({ guid }) => [guid, reach(guid, direct)]));
}

function reach(start: string, direct: ReadonlyMap<string, { people: string[]; groups: string[] }>): Set<string> {
  const seen = new Set([start]);
  const members = new Set<string>();
  // A set grows while it is walked through: groups that are met on the way are walked through too, each once.
  for (const group of seen) {
    const { people = [], groups = [] } = direct.get(group) ?? {};
    for (const person of people) members.add(person);
    for (const nested of groups) seen.add(nested);
  }
  return members;
}

/** The groups' names. Where several differ in nothing but letter case, the first by objectGUID has it and the others go by their account names. */
export function nameGroups(groups: readonly GroupEntry[]): Map<string, string> {
  const taken = new Set(groups.map(({ accountName }) => accountName.toLowerCase()));
  const names = new Map<string, string>();
  for (const { guid, name, accountName } of groups.toSorted((a, b) => (a.guid < b.guid ? -1 : 1))) {
    const own = name.toLowerCase() === accountName.toLowerCase();
    if (own || taken.has(name.toLowerCase())) names.set(guid, accountName);
    else {
      taken.add(name.toLowerCase());
      names.set(guid, name);
    }
  }
  return names;
}
