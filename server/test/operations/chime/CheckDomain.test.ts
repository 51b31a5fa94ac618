import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AddDomain } from '../../../src/operations/chime/AddDomain.ts';
import { CheckDomain } from '../../../src/operations/chime/CheckDomain.ts';
import { DeleteDomain } from '../../../src/operations/chime/DeleteDomain.ts';
import { GetAccount } from '../../../src/operations/chime/GetAccount.ts';
import { GetDomain } from '../../../src/operations/chime/GetDomain.ts';
import { bind, startInternet, type AuthoritativeServer, type Internet } from '../../support/bind.ts';
import { connectionsTo, findClaim } from '../../support/claims.ts';
import { containing } from '../../support/matchers.ts';
import { createTeam } from '../../support/members.ts';
import { isInstalled } from '../../support/peers.ts';
import { createWorld, type World } from '../../support/world.ts';

describe.runIf(isInstalled(bind))('CheckDomain, asking real name servers,', () => {
  let internet: Internet;
  let server: AuthoritativeServer;
  let world: World;
  beforeAll(async () => {
    internet = await startInternet({ 'acme.example': [1] });
    const [first] = internet.servers;
    if (!first) throw new Error('There is a server for each zone.');
    server = first;
    world = await createWorld({ connections: connectionsTo(internet) });
  });
  afterAll(async () => {
    await world.close();
    await internet.stop();
  });

  test('answers what they say now, and the first proof makes a Team an Enterprise account', async () => {
    const AccountId = await createTeam(world.ana, 'Acme');
    const claim = { AccountId, DomainName: 'acme.example' };
    const { Domain } = await world.ana.call(AddDomain, claim);
    await server.serve('acme.example', []);
    expect(await world.ana.call(CheckDomain, claim)).toMatchObject({
      Domain: { Status: 'PendingVerification', LastCheck: { Diagnosis: 'RecordMissing' } },
    });
    await server.serve('acme.example', [`_carillon-challenge IN TXT "${Domain.VerificationRecord.Value}"`]);
    const before = await findClaim(world, AccountId, 'acme.example');
    expect(await world.ana.call(CheckDomain, claim, { dryRun: true })).toMatchObject({ Domain: { Status: 'Verified' } });
    expect(await findClaim(world, AccountId, 'acme.example')).toEqual(before);
    const checked = await world.ana.call(CheckDomain, claim);
    expect(checked).toMatchObject({ Domain: { Status: 'Verified', VerifiedAt: '2026-06-01T12:00:00.000Z' } });
    expect(await world.ana.call(GetDomain, claim)).toEqual(checked);
    expect(await world.ana.call(GetAccount, { AccountId })).toMatchObject({ Account: { AccountType: 'EnterpriseLWA' } });
    await world.ana.call(DeleteDomain, claim);
  });

  test('finds a record that came after the claim had failed', async () => {
    const AccountId = await createTeam(world.ana, 'Slow');
    const claim = { AccountId, DomainName: 'acme.example' };
    const { Domain } = await world.ana.call(AddDomain, claim);
    await world.database.write('', (tx) =>
      tx.query(tx.sql.updateTable('domains').set({ status: 'Failed', next_check_at: null }).where('account_id', '=', AccountId)),
    );
    await server.serve('acme.example', []);
    expect(await world.ana.call(CheckDomain, claim)).toMatchObject({ Domain: { Status: 'Failed' } });
    await server.serve('acme.example', [`_carillon-challenge IN TXT "${Domain.VerificationRecord.Value}"`]);
    expect(await world.ana.call(CheckDomain, claim)).toMatchObject({ Domain: { Status: 'Verified' } });
    await world.ana.call(DeleteDomain, claim);
  });

  test('lets the first of two proofs win, and tells the other account so', async () => {
    const [mine, theirs] = await Promise.all([createTeam(world.ana, 'Mine'), createTeam(world.gil, 'Theirs')]);
    const DomainName = 'acme.example';
    const claims = [
      await world.ana.call(AddDomain, { AccountId: mine, DomainName }),
      await world.gil.call(AddDomain, { AccountId: theirs, DomainName }),
    ];
    await server.serve(
      DomainName,
      claims.map(({ Domain }) => `_carillon-challenge IN TXT "${Domain.VerificationRecord.Value}"`),
    );
    expect(await world.gil.call(CheckDomain, { AccountId: theirs, DomainName })).toMatchObject({ Domain: { Status: 'Verified' } });
    const lost = { Domain: { Status: 'Failed', LastCheck: { Message: containing('Another account has proved acme.example first') } } };
    expect(await world.ana.call(GetDomain, { AccountId: mine, DomainName })).toMatchObject(lost);
    expect(await world.ana.call(CheckDomain, { AccountId: mine, DomainName })).toMatchObject(lost);
    expect(await world.ana.call(GetAccount, { AccountId: mine })).toMatchObject({ Account: { AccountType: 'Team' } });
  });

  test("asks nobody for a domain that is not claimed, and is 404, as for another AWS account's", async () => {
    const AccountId = await createTeam(world.ana, 'Without');
    await expect(world.ana.call(CheckDomain, { AccountId, DomainName: 'acme.example' })).rejects.toMatchObject({ status: 404 });
    await expect(world.gil.call(CheckDomain, { AccountId, DomainName: 'acme.example' })).rejects.toMatchObject({ status: 404 });
  });
});

test('while no name server answers, the check says so and the claim stays pending', async () => {
  const world = await createWorld();
  const AccountId = await createTeam(world.ana, 'Offline');
  await world.ana.call(AddDomain, { AccountId, DomainName: 'offline.example' });
  expect(await world.ana.call(CheckDomain, { AccountId, DomainName: 'offline.example' })).toMatchObject({
    Domain: { Status: 'PendingVerification', LastCheck: { Diagnosis: 'ServerFailure', Servers: [] } },
  });
  await world.close();
});
