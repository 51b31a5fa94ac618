import type { AccountRow } from '../../src/store/accounts.ts';
import { getAccount } from '../../src/store/accounts.ts';
import type { Tx } from '../../src/store/database.ts';
import { changeAccount, createTeam } from './members.ts';
import type { Person, World } from './world.ts';

/** Creates an account of a type that it otherwise comes to by domains, a directory or an identity provider. */
export async function createEnterprise(
  world: World,
  person: Person,
  name: string,
  type: AccountRow['type'] = 'EnterpriseOIDC',
): Promise<string> {
  const id = await createTeam(person, name);
  await changeAccount(world, id, { type });
  return id;
}

/** The account has proved that the domain is its own. */
export async function claimDomain(world: World, accountId: string, name: string): Promise<void> {
  const domain = { account_id: accountId, name, status: 'Verified' as const, token: `${accountId} ${name}`, created_at: 0, failures: 0 };
  await world.database.write('', (tx) => tx.query(tx.sql.insertInto('domains').values(domain)));
}

/** Writes to the store with the account at hand, as an operation of its owner does. */
export async function withAccount<Value>(
  world: World,
  awsAccountId: string,
  accountId: string,
  work: (tx: Tx, account: AccountRow) => Promise<Value>,
): Promise<Value> {
  return world.database.write(awsAccountId, async (tx) => work(tx, await getAccount(tx, accountId)));
}
