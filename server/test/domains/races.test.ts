import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { diagnose } from '../../src/domains/diagnosis.ts';
import { joinSome } from '../../src/domains/join.ts';
import { recordCheck } from '../../src/domains/record-check.ts';
import { AddDomain } from '../../src/operations/chime/AddDomain.ts';
import { DeleteDomain } from '../../src/operations/chime/DeleteDomain.ts';
import { GetAccount } from '../../src/operations/chime/GetAccount.ts';
import type { Database } from '../../src/store/database.ts';
import { findVerifiedDomain, type DomainRow } from '../../src/store/domains.ts';
import { findAccountOfDomain } from '../../src/store/persons.ts';
import { openDatabase } from '../../src/store/open.ts';
import { randomBytes } from 'node:crypto';
import { findClaim, momentOf, profilesOf, putClaim } from '../support/claims.ts';
import { addMember, changeAccount, changeUser, createTeam, findUserRow } from '../support/members.ts';
import { createWorld, type World } from '../support/world.ts';

// Two processes on one database: the world's own handle, and a second one.

let world: World;
let other: Database;
beforeAll(async () => {
  world = await createWorld();
  const { dataDir, databaseUrl } = world;
  other = await openDatabase({ dataDir, databaseUrl, databaseConnections: 4, secretKey: undefined }, randomBytes);
});
afterAll(async () => {
  await other.close();
  await world.close();
});
afterEach(() => world.clock.advance(1000));

/** What a check finds when every server has the record. */
function proof({ name, token }: DomainRow) {
  const server = { server: `ns1.${name}`, address: '192.0.2.1', outcome: 'Found', values: [token], alias: undefined } as const;
  return diagnose(name, token, { delegation: 'Found', servers: [server], isDoubled: false, isAtDomain: false }, world.clock.now());
}

async function claimOf(accountId: string, name: string): Promise<DomainRow> {
  const claim = await findClaim(world, accountId, name);
  if (!claim) throw new Error('There is no such claim.');
  return claim;
}

describe('two processes', () => {
  test('that find two proofs of one domain at once record one: the other claim fails', async () => {
    for (let round = 0; round < 5; round++) {
      const DomainName = `dispute${round}.example`;
      const accounts = [await createTeam(world.ana, `Mine ${round}`), await createTeam(world.gil, `Theirs ${round}`)];
      await world.ana.call(AddDomain, { AccountId: accounts[0] ?? '', DomainName });
      await world.gil.call(AddDomain, { AccountId: accounts[1] ?? '', DomainName });
      const claims = await Promise.all(accounts.map((id) => claimOf(id, DomainName)));
      await Promise.all(
        claims.map((claim, index) =>
          (index === 0 ? world.database : other).write('', (tx) => recordCheck(tx, claim, proof(claim), momentOf(world))),
        ),
      );
      const after = await Promise.all(accounts.map((id) => claimOf(id, DomainName)));
      expect(after.map(({ status }) => status).toSorted()).toEqual(['Failed', 'Verified']);
      const winner = after.find(({ status }) => status === 'Verified')?.account_id;
      const types = [world.ana, world.gil].map(async (person, index) => {
        const { Account } = await person.call(GetAccount, { AccountId: accounts[index] ?? '' });
        return `${Account?.AccountId === winner ? 'the winner' : 'the loser'} is ${Account?.AccountType}`;
      });
      expect((await Promise.all(types)).toSorted()).toEqual(['the loser is Team', 'the winner is EnterpriseLWA']);
    }
  });

  test('that record the same proof at once convert the account once, and let everybody join once', async () => {
    const AccountId = await createTeam(world.ana, 'Same');
    const ids: string[] = [];
    for (let index = 0; index < 20; index++) {
      const team = await createTeam(world.gil, `Elsewhere ${index}`);
      ids.push(await addMember(world, world.gil, team, `p${index % 10}@same.example`));
    }
    await world.ana.call(AddDomain, { AccountId, DomainName: 'same.example' });
    const claim = await claimOf(AccountId, 'same.example');
    await Promise.all(
      [world.database, other].map(async (database) => {
        await database.write('', (tx) => recordCheck(tx, claim, proof(claim), momentOf(world)));
        await database.write('', (tx) => joinSome(tx, claim, momentOf(world)));
      }),
    );
    const profiles = await profilesOf(world, 'same.example');
    expect(profiles).toHaveLength(10);
    expect(new Set(profiles.map(({ primary_email }) => primary_email)).size).toBe(10);
    expect(profiles.every(({ id, account_id }) => account_id === AccountId && ids.includes(id))).toBe(true);
  });

  test('of which one removes the domain while the other lets people join leave nobody with access', async () => {
    for (let round = 0; round < 5; round++) {
      const domain = `gone${round}.example`;
      const AccountId = await createTeam(world.ana, `Gone ${round}`);
      await changeAccount(world, AccountId, { type: 'EnterpriseLWA' });
      const id = await addMember(world, world.gil, await createTeam(world.gil, `Elsewhere of ${domain}`), `ana@${domain}`);
      await putClaim(world, AccountId, domain);
      const claim = await claimOf(AccountId, domain);
      await Promise.all([
        world.ana.call(DeleteDomain, { AccountId, DomainName: domain }),
        other.write('', (tx) => joinSome(tx, claim, momentOf(world))),
      ]);
      const user = await findUserRow(world, id);
      const isReleased = user?.account_id === AccountId && user.registration_status === 'Released';
      const isUntouched = user?.account_id !== AccountId && user?.registration_status === 'Registered';
      expect(isReleased || isUntouched).toBe(true);
    }
  });

  test('never verify a claim that was removed or renewed while its servers were asked', async () => {
    const AccountId = await createTeam(world.ana, 'Meanwhile');
    const claim = { AccountId, DomainName: 'meanwhile.example' };
    await world.ana.call(AddDomain, claim);
    const seen = await claimOf(AccountId, 'meanwhile.example');
    await world.ana.call(DeleteDomain, claim);
    const record = () => other.write('', (tx) => recordCheck(tx, seen, proof(seen), momentOf(world)));
    expect(await record()).toBeUndefined();
    await world.ana.call(AddDomain, claim);
    expect(await record()).toBeUndefined();
    expect((await claimOf(AccountId, 'meanwhile.example')).status).toBe('PendingVerification');
  });
});

describe('a domain that one account has lost and another has proved', () => {
  test('releases the first account’s users, and that account is a Team again', async () => {
    const before = await createTeam(world.ana, 'Before');
    const id = await addMember(world, world.ana, before, 'ana@sold.example');
    const suspended = await addMember(world, world.ana, before, 'su@sold.example');
    await changeUser(world, suspended, { registration_status: 'Suspended' });
    await changeAccount(world, before, { type: 'EnterpriseLWA' });
    await putClaim(world, before, 'sold.example', { status: 'VerificationLost' });
    const after = await createTeam(world.gil, 'After');
    await world.gil.call(AddDomain, { AccountId: after, DomainName: 'sold.example' });
    const claim = await claimOf(after, 'sold.example');
    await other.write('', (tx) => recordCheck(tx, claim, proof(claim), momentOf(world)));
    await other.write('', (tx) => joinSome(tx, claim, momentOf(world)));
    expect(await profilesOf(world, 'sold.example')).toMatchObject([
      { id, account_id: before, registration_status: 'Released' },
      { id: suspended, account_id: before, registration_status: 'Suspended' },
    ]);
    expect(await claimOf(before, 'sold.example')).toMatchObject({ status: 'Failed', next_check_at: null });
    expect(await world.ana.call(GetAccount, { AccountId: before })).toMatchObject({ Account: { AccountType: 'Team' } });
    expect(await world.database.read('', (tx) => findVerifiedDomain(tx, 'sold.example'))).toMatchObject({ account_id: after });
  });

  test('decides how its people sign in until another account has proved it', async () => {
    const [before, after] = [await createTeam(world.ana, 'Lost it'), await createTeam(world.gil, 'Proved it')];
    await putClaim(world, before, 'lost.example', { status: 'VerificationLost' });
    const deciding = () => world.database.read('', (tx) => findAccountOfDomain(tx, 'lost.example'));
    expect((await deciding())?.id).toBe(before);
    await putClaim(world, after, 'lost.example');
    expect((await deciding())?.id).toBe(after);
  });
});
