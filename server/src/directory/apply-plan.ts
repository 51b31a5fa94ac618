import {
  deleteAccountGroups,
  findAccountGroup,
  findAccountGroupByExternalId,
  insertAccountGroup,
  renameAccountGroup,
  replaceGroupMembers,
  touchAccountGroup,
} from '../store/account-groups.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { Tx } from '../store/database.ts';
import { addDirectoryUsers, dropUserAddresses, listLinkedUsers, updateDirectoryUsers, vacateEmails } from '../store/directory-users.ts';
import { applyLicenseRule } from '../store/license-rule.ts';
import { eventsOfUsers } from '../store/own-events.ts';
import { drawPin } from '../store/pins.ts';
import { deleteProfiles } from '../store/profiles.ts';
import { vacantEmail } from './assign-addresses.ts';
import type { Lease } from './lease.ts';
import type { SyncPlan } from './plan.ts';

/** Time and chance, as main has them. */
export interface Machine {
  now(): number;
  newId(): string;
  random(bytes: number): Uint8Array;
}

/** Users in one transaction: few enough that nobody waits long for it. */
const batchSize = 250;

/** How many actions a plan consists of, for its progress. */
export function countActions(plan: SyncPlan): number {
  const { removals, additions, updates, members, goneGroups, licensing } = plan;
  return removals.length + additions.length + updates.length + members.size + goneGroups.length + licensing.length;
}

/**
 * Makes the directory's groups known, without members, and their new names. It comes before anything else and needs nobody's
 * approval: only a group that is known can be given a license.
 */
export async function applyGroupNames(lease: Lease, { newGroups, renamedGroups }: SyncPlan, machine: Machine): Promise<void> {
  for (const batch of inBatches(newGroups)) {
    await lease.work('read', async (tx, account) => {
      const added: string[] = [];
      for (const { guid, name } of batch) {
        const group = { id: machine.newId(), source: 'directory', externalId: guid, now: machine.now() } as const;
        // A name that another group still bears passes on below; until then nobody can mean this one by it.
        const inserted = await insertAccountGroup(tx, account, { ...group, name });
        if (!inserted) await insertAccountGroup(tx, account, { ...group, name: guid });
        added.push(group.id);
      }
      return { events: [{ name: 'DirectoryGroupsAdded', parameters: { GroupIds: added } }] };
    });
  }
  if (renamedGroups.length === 0) return;
  await lease.work('read', async (tx, account) => {
    // Names may be passed on in a circle: they are all given up before any is taken.
    for (const takes of [false, true]) {
      for (const { groupId, name } of renamedGroups) {
        const group = await findAccountGroup(tx, account, groupId);
        if (group) await renameAccountGroup(tx, group, { name: takes ? name : groupId, externalId: group.external_id });
      }
    }
    return {
      events: renamedGroups.map(({ groupId, name }) => ({
        name: 'DirectoryGroupRenamed',
        parameters: { GroupId: groupId, GroupName: name },
      })),
    };
  });
}

/** Carries a plan out, piece by piece. Throws LeaseLostError. */
export async function applyPlan(lease: Lease, plan: SyncPlan, machine: Machine): Promise<void> {
  await applyUsers(lease, plan, machine);
  let users: ReadonlyMap<string, string> = new Map();
  await lease.work('groups', async (tx, account) => {
    users = await userIdsOf(tx, account);
    return {};
  });
  await applyGroups(lease, plan, users, machine);
  await applyLicenses(lease, plan, users);
}

async function applyUsers(lease: Lease, plan: SyncPlan, machine: Machine): Promise<void> {
  for (const batch of inBatches(plan.removals)) {
    await lease.work('users', async (tx) => {
      await deleteProfiles(tx, batch);
      return { done: batch.length, suspended: batch.length, events: eventsOfUsers('DirectoryUsersRemoved', batch) };
    });
  }
  if (plan.vacated.length + plan.droppedAddresses.length > 0) {
    await lease.work('users', async (tx, account) => {
      await dropUserAddresses(tx, account, plan.droppedAddresses);
      await vacateEmails(
        tx,
        account,
        plan.vacated.map(({ userId, guid }) => ({ userId, email: vacantEmail(guid) })),
      );
      const vacated = plan.vacated.map(({ userId }) => userId);
      const dropped = { name: 'DirectoryAddressesRemoved', parameters: { Count: plan.droppedAddresses.length } };
      const events = eventsOfUsers('DirectoryAddressesVacated', vacated);
      return { events: plan.droppedAddresses.length === 0 ? events : [dropped, ...events] };
    });
  }
  for (const batch of inBatches(plan.updates)) {
    await lease.work('users', async (tx, account) => {
      await updateDirectoryUsers(tx, account, batch);
      const ids = batch.map(({ userId }) => userId);
      return { done: batch.length, updated: batch.length, events: eventsOfUsers('DirectoryUsersUpdated', ids) };
    });
  }
  for (const batch of inBatches(plan.additions)) {
    await lease.work('users', async (tx, account) => {
      const now = machine.now();
      const profiles = [];
      for (const profile of batch) profiles.push({ ...profile, userId: machine.newId(), pin: await drawPin(tx, machine.random, now) });
      await addDirectoryUsers(tx, account, profiles, now);
      const ids = profiles.map(({ userId }) => userId);
      return { done: batch.length, added: batch.length, events: eventsOfUsers('DirectoryUsersAdded', ids) };
    });
  }
}

async function applyGroups(
  lease: Lease,
  { members, goneGroups }: SyncPlan,
  users: ReadonlyMap<string, string>,
  machine: Machine,
): Promise<void> {
  for (const [guid, people] of members) {
    await lease.work('groups', async (tx, account) => {
      const group = await findAccountGroupByExternalId(tx, account, 'directory', guid);
      if (!group) return { done: 1 };
      const ids = [...people].flatMap((person) => users.get(person) ?? []);
      const { added, removed } = await replaceGroupMembers(tx, account, group.id, ids);
      if (added.length + removed.length > 0) await touchAccountGroup(tx, group, machine.now());
      const parameters = { GroupId: group.id };
      return {
        done: 1,
        events: [
          ...eventsOfUsers('DirectoryGroupMembersAdded', added, parameters),
          ...eventsOfUsers('DirectoryGroupMembersRemoved', removed, parameters),
        ],
      };
    });
  }
  for (const batch of inBatches(goneGroups)) {
    await lease.work('groups', async (tx, account) => {
      await deleteAccountGroups(tx, account, batch);
      return { done: batch.length, events: [{ name: 'DirectoryGroupsRemoved', parameters: { GroupIds: batch } }] };
    });
  }
}

async function applyLicenses(lease: Lease, { licensing, additions }: SyncPlan, users: ReadonlyMap<string, string>): Promise<void> {
  const added = new Set(additions.map(({ guid }) => guid));
  for (const batch of inBatches(licensing)) {
    await lease.work('licenses', async (tx, account) => {
      const outcome = await applyLicenseRule(
        tx,
        account,
        batch.flatMap((guid) => users.get(guid) ?? []),
      );
      const before = new Set(batch.flatMap((guid) => (added.has(guid) ? [] : (users.get(guid) ?? []))));
      return {
        done: batch.length,
        updated: outcome.licensed.filter((id) => before.has(id)).length,
        suspended: outcome.suspended.length,
        events: [...eventsOfUsers('UsersLicensed', outcome.licensed), ...eventsOfUsers('UsersSuspended', outcome.suspended)],
      };
    });
  }
}

/** The users that the entries of the directory are, by objectGUID. */
async function userIdsOf(tx: Tx, account: AccountRow): Promise<ReadonlyMap<string, string>> {
  const users = await listLinkedUsers(tx, account.id);
  return new Map(users.flatMap(({ id, object_guid }) => (object_guid === null ? [] : [[object_guid, id] as const])));
}

function inBatches<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / batchSize) }, (_, index) => items.slice(index * batchSize, (index + 1) * batchSize));
}
