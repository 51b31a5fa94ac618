import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AddDomain } from '../../src/operations/chime/AddDomain.ts';
import { GetAccount } from '../../src/operations/chime/GetAccount.ts';
import { GetDomain } from '../../src/operations/chime/GetDomain.ts';
import { bind, startInternet, type Internet } from '../support/bind.ts';
import { connectionsTo, findClaim, poll } from '../support/claims.ts';
import { containing } from '../support/matchers.ts';
import { createTeam } from '../support/members.ts';
import { ownEvents } from '../support/own-events.ts';
import { isInstalled } from '../support/peers.ts';
import { createWorld, type World } from '../support/world.ts';

const dayMs = 24 * 60 * 60_000;

/** Real name servers, whose zones change under the poller's eyes. */
describe.runIf(isInstalled(bind))('the poller', () => {
  let internet: Internet;
  let world: World;
  beforeAll(async () => {
    internet = await startInternet({
      'acme.example': [1, 2],
      'xn--bcher-kva.example': [2],
      'globex.example': [1],
      'brick.example': [1],
      'late.example': [1],
    });
    world = await createWorld({ connections: connectionsTo(internet) });
  });
  afterAll(async () => {
    await world.close();
    await internet.stop();
  });

  const server = (number: number) => {
    const found = internet.servers[number - 1];
    if (!found) throw new Error(`There is no server ${number}.`);
    return found;
  };
  const serveAll = async (zone: string, records: readonly string[]) => {
    await server(1).serve(zone, records);
    await server(2).serve(zone, records);
  };
  const add = async (AccountId: string, DomainName: string): Promise<string> =>
    (await world.ana.call(AddDomain, { AccountId, DomainName })).Domain.VerificationRecord.Value;
  /** The claim after the poller came by. */
  const look = async (AccountId: string, DomainName: string) => {
    world.clock.advance(60 * 60_000);
    await poll(world, connectionsTo(internet));
    return (await world.ana.call(GetDomain, { AccountId, DomainName })).Domain;
  };

  test('tells each way in which a record can be wrong, and verifies it once it is right', async () => {
    const AccountId = await createTeam(world.ana, 'Acme');
    const token = await add(AccountId, 'acme.example');
    const steps = [
      [[], 'RecordMissing', 'Add a TXT record named _carillon-challenge.acme.example'],
      [[`_carillon-challenge.acme.example IN TXT "${token}"`], 'HostDoubled', 'ends in the domain twice'],
      [[`_carillon-challenge IN TXT "\\"${token}\\""`], 'ValueQuotedOrBlank', `Make it exactly ${token}.`],
      [[`_carillon-challenge IN TXT " ${token} "`], 'ValueQuotedOrBlank', 'quotes or blanks'],
      [['* IN CNAME www.hoster.test.'], 'CnameInTheWay', 'alias (CNAME) of www.hoster.test'],
      [['_carillon-challenge IN TXT "carillon-verification=older"'], 'OldToken', `Replace it by ${token}.`],
      [[`@ IN TXT "${token}"`], 'RecordMissing', 'The value is at acme.example itself'],
    ] as const;
    for (const [records, Diagnosis, part] of steps) {
      await serveAll('acme.example', records);
      expect(await look(AccountId, 'acme.example')).toMatchObject({
        Status: 'PendingVerification',
        LastCheck: { Diagnosis, Message: containing(part), Servers: [{ Outcome: 'Missing' }, { Outcome: 'Missing' }] },
      });
    }
    await server(1).serve('acme.example', [`_carillon-challenge IN TXT "${token}"`]);
    expect(await look(AccountId, 'acme.example')).toMatchObject({
      Status: 'PendingVerification',
      LastCheck: {
        Diagnosis: 'SomeServersOnly',
        Servers: [
          { Server: 'ns1.acme.example', Address: server(1).address, Outcome: 'Found' },
          { Server: 'ns2.acme.example', Outcome: 'Missing' },
        ],
      },
    });
    const half = token.length / 2;
    await serveAll('acme.example', [
      `_carillon-challenge IN TXT "${token.slice(0, half)}" "${token.slice(half)}"`,
      '_carillon-challenge IN TXT "other"',
    ]);
    expect(await look(AccountId, 'acme.example')).toMatchObject({
      Status: 'Verified',
      LastCheck: { Diagnosis: 'RecordFound', Servers: [{ Outcome: 'Found' }, { Outcome: 'Found' }] },
    });
    expect(await world.ana.call(GetAccount, { AccountId })).toMatchObject({ Account: { AccountType: 'EnterpriseLWA' } });
  });

  test('a server that fails or is silent does not keep the others from proving a claim', async () => {
    const AccountId = await createTeam(world.ana, 'Half down');
    await world.database.write('', (tx) => tx.query(tx.sql.deleteFrom('domains')));
    const token = await add(AccountId, 'acme.example');
    await server(1).serve('acme.example', []);
    await server(2).spoil('acme.example');
    expect(await look(AccountId, 'acme.example')).toMatchObject({
      LastCheck: { Diagnosis: 'RecordMissing', Servers: [{ Outcome: 'Missing' }, { Outcome: 'ServerFailure' }] },
    });
    await server(2).forget('acme.example');
    expect(await look(AccountId, 'acme.example')).toMatchObject({
      LastCheck: { Diagnosis: 'RecordMissing', Servers: [{ Outcome: 'Missing' }, { Outcome: 'Refused' }] },
    });
    await server(1).serve('acme.example', [`_carillon-challenge IN TXT "${token}"`]);
    server(2).freeze();
    expect(await look(AccountId, 'acme.example')).toMatchObject({
      Status: 'Verified',
      LastCheck: { Diagnosis: 'RecordFound', Servers: [{ Outcome: 'Found' }, { Outcome: 'Timeout', Values: [] }] },
    });
    server(2).resume();
  });

  test('an international name is claimed in Unicode and looked for in ASCII', async () => {
    const AccountId = await createTeam(world.ana, 'Bücher');
    const token = await add(AccountId, 'Bücher.example');
    await server(2).serve('xn--bcher-kva.example', [`_carillon-challenge IN TXT "${token}"`]);
    expect(await look(AccountId, 'BÜCHER.example')).toMatchObject({ DomainName: 'xn--bcher-kva.example', Status: 'Verified' });
  });

  test('a domain that DNS does not know, one whose servers fail and one whose servers are silent are told apart', async () => {
    const AccountId = await createTeam(world.ana, 'Broken');
    await add(AccountId, 'nowhere.test');
    expect(await look(AccountId, 'nowhere.test')).toMatchObject({ LastCheck: { Diagnosis: 'DomainMissing', Servers: [] } });
    await add(AccountId, 'brick.example');
    await server(1).spoil('brick.example');
    expect(await look(AccountId, 'brick.example')).toMatchObject({ LastCheck: { Diagnosis: 'ServerFailure' } });
    server(1).freeze();
    expect(await look(AccountId, 'brick.example')).toMatchObject({ LastCheck: { Diagnosis: 'Timeout' } });
    server(1).resume();
  });

  test('a claim is asked about ever more seldom, and after 30 days no more', async () => {
    const AccountId = await createTeam(world.ana, 'Patient');
    await server(1).serve('late.example', []);
    await add(AccountId, 'late.example');
    const waits: number[] = [];
    for (let check = 0; check < 9; check++) {
      await poll(world, connectionsTo(internet));
      const { next_check_at } = (await findClaim(world, AccountId, 'late.example')) ?? {};
      const wait = (next_check_at ?? 0) - world.clock.now();
      waits.push(wait / 60_000);
      world.clock.advance(wait);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    world.clock.advance(30 * dayMs);
    await poll(world, connectionsTo(internet));
    expect(await world.ana.call(GetDomain, { AccountId, DomainName: 'late.example' })).toMatchObject({
      Domain: { Status: 'Failed', LastCheck: { Message: containing('use CheckDomain') } },
    });
    expect((await findClaim(world, AccountId, 'late.example'))?.next_check_at).toBeNull();
  });

  test('a proof that goes missing is warned of after 7 days, lost after 30, and comes back with its record', async () => {
    const AccountId = await createTeam(world.ana, 'Forgetful');
    const token = await add(AccountId, 'globex.example');
    const record = [`_carillon-challenge IN TXT "${token}"`];
    await server(1).serve('globex.example', record);
    expect(await look(AccountId, 'globex.example')).toMatchObject({ Status: 'Verified' });
    await server(1).serve('globex.example', []);
    world.clock.advance(dayMs);
    const first = await look(AccountId, 'globex.example');
    expect(first).toMatchObject({
      Status: 'Verified',
      LastCheck: { Diagnosis: 'RecordMissing', Message: containing('The proof is missing since') },
    });
    expect(first.ProofMissingSince).toBe(first.LastCheck?.CheckedAt);
    expect(first.LastCheck?.Message).not.toContain('Warning');
    world.clock.advance(7 * dayMs);
    expect(await look(AccountId, 'globex.example')).toMatchObject({
      Status: 'Verified',
      LastCheck: { Message: containing('Warning: The proof is missing since') },
    });
    world.clock.advance(23 * dayMs);
    expect(await look(AccountId, 'globex.example')).toMatchObject({
      Status: 'VerificationLost',
      LastCheck: { Message: containing('nobody new joins') },
    });
    expect(await world.ana.call(GetAccount, { AccountId })).toMatchObject({ Account: { AccountType: 'EnterpriseLWA' } });
    await server(1).serve('globex.example', record);
    world.clock.advance(dayMs);
    const back = await look(AccountId, 'globex.example');
    expect(back).toMatchObject({ Status: 'Verified', VerifiedAt: first.VerifiedAt });
    expect(back.ProofMissingSince).toBeUndefined();
    const events = await ownEvents(world, AccountId);
    expect(events.map(({ eventName }) => eventName)).toEqual([
      'DomainVerified',
      'AccountConverted',
      'DomainProofMissing',
      'DomainVerificationLost',
      'DomainVerified',
    ]);
    expect(events[2]).toMatchObject({
      userIdentity: { type: 'AWSService', invokedBy: 'domain-check' },
      requestParameters: { AccountId, DomainName: 'globex.example', MissingSince: first.ProofMissingSince },
    });
  });
});
