import { toTimestamp } from '../shapes/timestamp.ts';
import type { AccountGroupRow } from '../store/account-groups.ts';
import type { ShownMember } from '../store/scim-groups.ts';
import { etagOf } from './exchange.ts';
import { groupUrn } from './urns.ts';

/** A group as it is shown. @param members undefined = they are not wanted */
export function toGroupResource(
  row: AccountGroupRow,
  members: readonly ShownMember[] | undefined,
  base: string,
): { version: number; location: string; body: Record<string, unknown> } {
  const location = `${base}/Groups/${row.id}`;
  const body = {
    schemas: [groupUrn],
    id: row.id,
    ...(row.external_id !== null && { externalId: row.external_id }),
    displayName: row.name,
    ...(members && { members: members.map((member) => toMember(member, base)) }),
    meta: {
      resourceType: 'Group',
      created: toTimestamp(row.created_at),
      lastModified: toTimestamp(row.updated_at),
      location,
      version: etagOf(row.version),
    },
  };
  return { version: row.version, location, body };
}

function toMember({ user_id, display_name }: ShownMember, base: string): object {
  return { value: user_id, $ref: `${base}/Users/${user_id}`, type: 'User', ...(display_name !== null && { display: display_name }) };
}
