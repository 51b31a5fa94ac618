import { assignAddresses, type Assigned, type Candidate } from './assign-addresses.ts';
import type { OurGroup, OurState, OurUser } from './our-state.ts';
import type { DirectoryGroup, DirectoryPerson, DirectoryView } from './view.ts';

/** How a profile is to look. */
export interface PlannedProfile {
  readonly guid: string;
  readonly email: string;
  readonly otherEmails: readonly string[];
  readonly displayName: string | null;
  readonly enabled: boolean;
  readonly primaryGroup: number;
}

/** What brings our state to the directory's. Carried out in this order; what is done is not planned again. */
export interface SyncPlan {
  readonly newGroups: readonly DirectoryGroup[];
  readonly renamedGroups: readonly { readonly groupId: string; readonly name: string }[];
  /** Ids of groups. */
  readonly goneGroups: readonly string[];
  /** Users whose directory entry is gone: their profiles are removed. */
  readonly removals: readonly string[];
  /** Further addresses that pass to nobody or to somebody else. */
  readonly droppedAddresses: readonly string[];
  /** Users whose present address somebody else gets; they get another one afterwards. */
  readonly vacated: readonly { readonly userId: string; readonly guid: string }[];
  readonly additions: readonly PlannedProfile[];
  readonly updates: readonly (PlannedProfile & { readonly userId: string })[];
  /** By objectGUID: all who belong to a group whose members differ. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
  /** objectGUIDs of people who are to get, change or lose a license. */
  readonly licensing: readonly string[];
  /** How many users who can sign in now cannot do so afterwards; the removed ones included. */
  readonly suspensions: number;
  /** How many people were read who are or become users. */
  readonly seen: number;
  /** All of the directory was read, and nobody in it is or becomes a user. */
  readonly nobody: boolean;
  /** How many people share an address with somebody who has it already. */
  readonly leftOut: number;
}

/** Compares the directory with what we have of it. Pure: the same two states always give the same plan. */
export function planSync(view: DirectoryView, ours: OurState): SyncPlan {
  const linked = new Map(ours.users.flatMap((user) => (user.guid === undefined ? [] : [[user.guid, user] as const])));
  const gone = [...view.deletedPeople].flatMap((guid) => linked.get(guid) ?? []);
  const candidates = findCandidates(view, ours, linked);
  const concerned = new Set([...gone, ...candidates.flatMap(({ user }) => user ?? [])]);
  const assigned = assignAddresses(
    candidates,
    ours.users.filter((user) => !concerned.has(user)),
  );
  const profiles = candidates.flatMap((candidate) => toProfile(candidate, assigned));
  const updates = profiles.flatMap(({ profile, user }) => (user && differs(profile, user) ? [{ ...profile, userId: user.userId }] : []));
  const members = planMembers(view, ours, profiles);
  const entitled = licensesOf(view, ours);
  const seen = candidates.filter(({ person }) => person.email !== undefined && view.people.has(person.guid)).length;
  const licensing = profiles.filter(({ profile, user }) => !isAsEntitled(profile, user, entitled));
  return {
    ...planGroups(view, ours.groups),
    removals: gone.map(({ userId }) => userId),
    droppedAddresses: findDropped(updates, ours.users),
    vacated: findVacated(updates, profiles, linked),
    additions: profiles.flatMap(({ profile, user }) => (user ? [] : [profile])),
    updates,
    members,
    licensing: licensing.map(({ profile }) => profile.guid),
    suspensions:
      gone.filter(({ status }) => status !== 'Suspended').length +
      licensing.filter(({ profile, user }) => user && user.status !== 'Suspended' && !licenseOf(profile, entitled)).length,
    seen,
    nobody: view.complete && seen === 0,
    leftOut: assigned.leftOut.length,
  };
}

/** Everybody who is or may become a user, with the user that the person is: by objectGUID, else by an address that nobody else has brought. */
function findCandidates(view: DirectoryView, ours: OurState, linked: ReadonlyMap<string, OurUser>): Candidate[] {
  const free = new Map(ours.users.flatMap((user) => (user.guid === undefined ? [[user.email, user] as const] : [])));
  const candidates: Candidate[] = [];
  for (const person of [...view.people.values()].toSorted((a, b) => (a.guid < b.guid ? -1 : 1))) {
    const user = linked.get(person.guid) ?? (person.email === undefined ? undefined : free.get(person.email));
    if (user) free.delete(user.email);
    if (user || person.email !== undefined) candidates.push({ person, user });
  }
  // Licenses depend on groups alone, which may have changed around people who have not.
  for (const [guid, user] of linked) {
    if (view.people.has(guid) || view.deletedPeople.has(guid)) continue;
    candidates.push({ person: asItWas(guid, user, user.enabled && !view.peopleElsewhere.has(guid)), user });
  }
  return candidates;
}

function asItWas(guid: string, user: OurUser, enabled: boolean): DirectoryPerson {
  const { displayName, email, otherEmails, primaryGroup = 0 } = user;
  return { guid, displayName, email, otherEmails, enabled, primaryGroup };
}

interface Planned {
  readonly profile: PlannedProfile;
  readonly user: OurUser | undefined;
}

function toProfile({ person, user }: Candidate, { emails, otherEmails }: Assigned): Planned[] {
  const { guid, displayName, primaryGroup } = person;
  const email = emails.get(guid);
  if (email === undefined) return [];
  const enabled = person.enabled && person.email !== undefined;
  return [{ profile: { guid, email, otherEmails: otherEmails.get(guid) ?? [], displayName, enabled, primaryGroup }, user }];
}

function differs(profile: PlannedProfile, user: OurUser): boolean {
  return (
    !user.managed ||
    user.guid !== profile.guid ||
    user.email !== profile.email ||
    user.displayName !== profile.displayName ||
    user.enabled !== profile.enabled ||
    user.primaryGroup !== profile.primaryGroup ||
    user.otherEmails.join(' ') !== profile.otherEmails.join(' ')
  );
}

/** Users who change their address for another one while somebody else gets it, in whatever order the changes come. */
function findVacated(
  updates: SyncPlan['updates'],
  profiles: readonly Planned[],
  linked: ReadonlyMap<string, OurUser>,
): SyncPlan['vacated'] {
  const holders = new Map(profiles.map(({ profile }) => [profile.email, profile.guid]));
  return updates.flatMap(({ guid, userId, email }) => {
    const before = linked.get(guid)?.email;
    const next = before === undefined || before === email ? undefined : holders.get(before);
    return next === undefined || next === guid ? [] : [{ userId, guid }];
  });
}

function findDropped(updates: SyncPlan['updates'], users: readonly OurUser[]): string[] {
  const had = new Map(users.map(({ userId, otherEmails }) => [userId, otherEmails]));
  return updates.flatMap(({ userId, otherEmails }) => (had.get(userId) ?? []).filter((address) => !otherEmails.includes(address)));
}

function planGroups(view: DirectoryView, groups: readonly OurGroup[]): Pick<SyncPlan, 'newGroups' | 'renamedGroups' | 'goneGroups'> {
  const known = new Map(groups.map((group) => [group.guid, group]));
  return {
    newGroups: [...view.groups.values()].filter(({ guid }) => !known.has(guid)),
    renamedGroups: groups.flatMap(({ groupId, guid, name }) => {
      const now = view.groups.get(guid)?.name;
      return now === undefined || now === name ? [] : [{ groupId, name: now }];
    }),
    goneGroups: view.complete ? groups.filter(({ guid }) => !view.groups.has(guid)).map(({ groupId }) => groupId) : [],
  };
}

/** Groups whose members differ, with all of them. People without a profile are no members here. */
function planMembers(view: DirectoryView, ours: OurState, profiles: readonly Planned[]): Map<string, ReadonlySet<string>> {
  const known = new Map(ours.groups.map((group) => [group.guid, group]));
  const guidOf = new Map(profiles.flatMap(({ profile, user }) => (user ? [[user.userId, profile.guid] as const] : [])));
  const everybody = new Set(profiles.map(({ profile }) => profile.guid));
  const changed = new Map<string, ReadonlySet<string>>();
  for (const [guid, members] of view.members) {
    const before = known.get(guid)?.members ?? new Set<string>();
    const wanted = [...members].filter((member) => everybody.has(member));
    const same = wanted.length === before.size && [...before].every((userId) => members.has(guidOf.get(userId) ?? ''));
    if (!same) changed.set(guid, new Set(wanted));
  }
  return changed;
}

/** By objectGUID: the license that the groups of the directory give, as they will be. The rule itself is in `store/license-rule.ts`. */
function licensesOf(view: DirectoryView, { users, groups }: OurState): Map<string, 'Pro' | 'Basic'> {
  const guidOf = new Map(users.flatMap(({ userId, guid }) => (guid === undefined ? [] : [[userId, guid] as const])));
  const entitled = new Map<string, 'Pro' | 'Basic'>();
  for (const { guid, license, members } of groups) {
    if (license === undefined || (view.complete && !view.groups.has(guid))) continue;
    const guids = view.members.get(guid) ?? [...members].flatMap((userId) => guidOf.get(userId) ?? []);
    for (const member of guids) if (entitled.get(member) !== 'Pro') entitled.set(member, license);
  }
  return entitled;
}

function licenseOf({ guid, enabled }: PlannedProfile, entitled: ReadonlyMap<string, 'Pro' | 'Basic'>): 'Pro' | 'Basic' | undefined {
  return enabled ? entitled.get(guid) : undefined;
}

function isAsEntitled(profile: PlannedProfile, user: OurUser | undefined, entitled: ReadonlyMap<string, 'Pro' | 'Basic'>): boolean {
  const license = licenseOf(profile, entitled);
  // Who is added is suspended until the license is given.
  if (!user || license === undefined) return license === undefined && (!user || user.status === 'Suspended');
  return user.license === license && user.status !== 'Suspended';
}
