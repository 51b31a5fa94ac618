import { afterAll, expect, test } from 'vitest';
import { AddDomain } from '../../../src/operations/chime/AddDomain.ts';
import { GetDomain } from '../../../src/operations/chime/GetDomain.ts';
import { putClaim } from '../../support/claims.ts';
import { createTeam } from '../../support/members.ts';
import { difference, dumpDatabase } from '../../support/database-dump.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('the claim is shown in any spelling of the domain, with its last check', async () => {
  const AccountId = await createTeam(world.ana, 'Acme');
  const LastCheck = {
    CheckedAt: '2026-06-01T12:00:00.000Z',
    Diagnosis: 'RecordMissing',
    Message: 'The record is not there.',
    Servers: [{ Server: 'ns1.acme.example', Address: '192.0.2.53', Outcome: 'Missing', Values: ['other'] }],
  };
  await putClaim(world, AccountId, 'acme.example', { proof_missing_since: world.clock.now(), last_check: JSON.stringify(LastCheck) });
  const { Domain } = await world.bo.call(GetDomain, { AccountId, DomainName: 'Acme.Example' });
  expect(Domain).toMatchObject({
    DomainName: 'acme.example',
    Status: 'Verified',
    ProofMissingSince: '2026-06-01T12:00:00.000Z',
    LastCheck,
  });
});

test('looking writes nothing and asks no name server', async () => {
  const AccountId = await createTeam(world.ana, 'Still');
  await world.ana.call(AddDomain, { AccountId, DomainName: 'still.example' });
  const before = await dumpDatabase(world);
  const { Domain } = await world.ana.call(GetDomain, { AccountId, DomainName: 'still.example' });
  expect(Domain.LastCheck).toBeUndefined();
  const changed = difference(before, await dumpDatabase(world)).filter((row) => !/^[+-] (audit_|access_keys)/.test(row));
  expect(changed).toEqual([]);
});

test("404 for a domain the account has not claimed, whoever has, and for another AWS account's", async () => {
  const AccountId = await createTeam(world.ana, 'Without');
  const theirs = await createTeam(world.gil, 'Theirs');
  await putClaim(world, theirs, 'theirs.example');
  await expect(world.ana.call(GetDomain, { AccountId, DomainName: 'theirs.example' })).rejects.toMatchObject({
    status: 404,
    code: 'NotFoundException',
    message: `Account ${AccountId} has not claimed the domain theirs.example.`,
  });
  await expect(world.ana.call(GetDomain, { AccountId: theirs, DomainName: 'theirs.example' })).rejects.toMatchObject({
    status: 404,
    message: `Account ${theirs} does not exist in this AWS account.`,
  });
});

test('400 for what is no domain name', async () => {
  const AccountId = await createTeam(world.ana, 'Wrong');
  await expect(world.ana.call(GetDomain, { AccountId, DomainName: '192.0.2.1' })).rejects.toMatchObject({ status: 400 });
});
