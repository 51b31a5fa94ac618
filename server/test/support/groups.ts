import { randomUUIDv7 } from 'node:crypto';
import { addGroupMembers, insertAccountGroup, type GroupSource } from '../../src/store/account-groups.ts';
import { changeUser, present } from './members.ts';
import { withAccount } from './people.ts';
import { acme, type World } from './world.ts';

/** A group that Acme's directory or identity provider has brought, with these members; answers its id. */
export async function bringGroup(
  world: World,
  accountId: string,
  name: string,
  { source = 'scim', members = [] }: { source?: GroupSource; members?: readonly string[] } = {},
): Promise<string> {
  for (const id of members) await changeUser(world, id, { managed_by: source === 'scim' ? 'oidc' : 'directory' });
  return withAccount(world, acme, accountId, async (tx, account) => {
    const group = { id: randomUUIDv7(), source, name, externalId: null, now: world.clock.now() };
    const { id } = present(await insertAccountGroup(tx, account, group));
    await addGroupMembers(tx, account, id, members);
    return id;
  });
}
