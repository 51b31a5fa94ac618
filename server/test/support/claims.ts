import { randomUUIDv7 } from 'node:crypto';
import { openConnections } from '../../src/compose.ts';
import { checkDomains } from '../../src/jobs/check-domains.ts';
import type { Connections } from '../../src/connections.ts';
import type { DomainRow } from '../../src/store/domains.ts';
import type { Moment } from '../../src/store/own-events.ts';
import type { UserRow } from '../../src/store/users.ts';
import { tokenPrefix } from '../../src/domains/diagnosis.ts';
import type { Internet } from './bind.ts';
import type { World } from './world.ts';

/** The ways out of a server whose only name servers are these. */
export function connectionsTo({ resolver, port }: Internet): Connections {
  return openConnections({ dnsServers: [resolver], dnsPort: port, outgoingAllow: ['127.0.0.0/8'] });
}

/** The present moment of the world, for what happens without a request. */
export function momentOf({ clock }: Pick<World, 'clock'>): Moment {
  return { now: clock.now(), newId: () => randomUUIDv7() };
}

/** One run of the poller, as a process of its own would have it. */
export async function poll({ database, clock }: Pick<World, 'database' | 'clock'>, connections: Connections): Promise<number> {
  return checkDomains(connections, { newId: () => randomUUIDv7() }).run({ database, now: clock.now() });
}

/** A claim as it is after its record was found: for tests of what follows from that. */
export async function putClaim(world: World, accountId: string, name: string, change: Partial<DomainRow> = {}): Promise<void> {
  const now = world.clock.now();
  const claim: DomainRow = {
    account_id: accountId,
    name,
    status: 'Verified',
    token: `${tokenPrefix}${accountId}.${name}`,
    created_at: now,
    verified_at: now,
    proof_missing_since: null,
    last_check: null,
    next_check_at: now,
    failures: 0,
    ...change,
  };
  await world.database.write('', (tx) => tx.query(tx.sql.insertInto('domains').values(claim)));
}

export async function findClaim({ database }: World, accountId: string, name: string): Promise<DomainRow | undefined> {
  const rows = await database.read('', (tx) =>
    tx.query(tx.sql.selectFrom('domains').selectAll().where('account_id', '=', accountId).where('name', '=', name)),
  );
  return rows[0];
}

/** Every profile of these addresses, with what tells the state of a person, by address and account. */
export async function profilesOf(
  { database }: World,
  domain: string,
): Promise<Pick<UserRow, 'id' | 'primary_email' | 'account_id' | 'registration_status'>[]> {
  return database.read('', (tx) =>
    tx.query(
      tx.sql
        .selectFrom('users')
        .select(['id', 'primary_email', 'account_id', 'registration_status'])
        .where('primary_email', 'like', `%@${domain}`)
        .orderBy('primary_email')
        .orderBy('account_id'),
    ),
  );
}

/** Gives a user an address besides the primary one. */
export async function addAddress({ database }: World, accountId: string, userId: string, email: string): Promise<void> {
  await database.write('', (tx) => tx.query(tx.sql.insertInto('user_addresses').values({ account_id: accountId, user_id: userId, email })));
}
