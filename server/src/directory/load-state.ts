import type { Tx } from '../store/database.ts';
import { listDirectoryGroups, listDirectoryMembers, listLinkedUsers, listUserAddresses } from '../store/directory-users.ts';
import type { OurState } from './our-state.ts';

/** Everything we have of an account and its directory. */
export async function loadState(tx: Tx, accountId: string): Promise<OurState> {
  const addresses = Map.groupBy(await listUserAddresses(tx, accountId), ({ user_id }) => user_id);
  const members = Map.groupBy(await listDirectoryMembers(tx, accountId), ({ group_id }) => group_id);
  const users = await listLinkedUsers(tx, accountId);
  const groups = await listDirectoryGroups(tx, accountId);
  return {
    users: users.map((row) => ({
      userId: row.id,
      guid: row.object_guid ?? undefined,
      email: row.primary_email,
      otherEmails: (addresses.get(row.id) ?? []).map(({ email }) => email),
      displayName: row.display_name,
      managed: row.managed_by === 'directory',
      enabled: row.source_active === 1,
      primaryGroup: row.primary_group ?? undefined,
      license: row.license_type,
      status: row.registration_status,
    })),
    groups: groups.map((row) => ({
      groupId: row.id,
      guid: row.external_id ?? '',
      name: row.name,
      license: row.license_type ?? undefined,
      members: new Set((members.get(row.id) ?? []).map(({ user_id }) => user_id)),
    })),
  };
}
