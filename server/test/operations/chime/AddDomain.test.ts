import { afterAll, describe, expect, test } from 'vitest';
import { AddDomain } from '../../../src/operations/chime/AddDomain.ts';
import { GetAccount } from '../../../src/operations/chime/GetAccount.ts';
import { ListDomains } from '../../../src/operations/chime/ListDomains.ts';
import { findClaim, putClaim } from '../../support/claims.ts';
import { createTeam } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('a claim is pending, with a record of its own to add, and due at once', async () => {
  const AccountId = await createTeam(world.ana, 'Acme');
  const { Domain } = await world.ana.call(AddDomain, { AccountId, DomainName: 'ACME.example.' });
  expect(Domain).toEqual({
    DomainName: 'acme.example',
    AccountId,
    Status: 'PendingVerification',
    VerificationRecord: {
      Name: '_carillon-challenge.acme.example',
      Type: 'TXT',
      Value: expect.stringMatching(/^carillon-verification=[\w-]{43}$/),
    },
    CreatedTimestamp: '2026-06-01T12:00:00.000Z',
    NextCheckAt: '2026-06-01T12:00:00.000Z',
  });
  expect(await world.ana.call(GetAccount, { AccountId })).toMatchObject({ Account: { AccountType: 'Team' } });
});

test('adding it again changes nothing, in whatever spelling', async () => {
  const AccountId = await createTeam(world.ana, 'Twice');
  const first = await world.ana.call(AddDomain, { AccountId, DomainName: 'bücher.example' });
  world.clock.advance(1000);
  expect(await world.ana.call(AddDomain, { AccountId, DomainName: 'XN--BCHER-KVA.example' })).toEqual(first);
  expect(await world.ana.call(ListDomains, { AccountId })).toEqual({ Domains: [first.Domain] });
});

test('two accounts may both be pending, each with a record of its own', async () => {
  const [mine, theirs] = await Promise.all([createTeam(world.ana, 'Mine'), createTeam(world.gil, 'Theirs')]);
  const one = await world.ana.call(AddDomain, { AccountId: mine, DomainName: 'both.example' });
  const other = await world.gil.call(AddDomain, { AccountId: theirs, DomainName: 'both.example' });
  expect(other.Domain.Status).toBe('PendingVerification');
  expect(other.Domain.VerificationRecord.Value).not.toBe(one.Domain.VerificationRecord.Value);
});

test('409 for a domain that another account has proved; one whose proof was lost may be claimed', async () => {
  const AccountId = await createTeam(world.ana, 'Late');
  const theirs = await createTeam(world.gil, 'Early');
  await putClaim(world, theirs, 'taken.example');
  await putClaim(world, theirs, 'lost.example', { status: 'VerificationLost' });
  await expect(world.ana.call(AddDomain, { AccountId, DomainName: 'taken.example' })).rejects.toMatchObject({
    status: 409,
    code: 'ConflictException',
    message: 'Domain taken.example belongs to another account, which has proved it.',
  });
  expect(await world.ana.call(AddDomain, { AccountId, DomainName: 'lost.example' })).toMatchObject({
    Domain: { Status: 'PendingVerification' },
  });
});

test('a claim that failed starts again with a new record; one that is held stays as it is', async () => {
  const AccountId = await createTeam(world.ana, 'Again');
  await putClaim(world, AccountId, 'failed.example', { status: 'Failed', failures: 9, next_check_at: null });
  await putClaim(world, AccountId, 'held.example');
  const before = await findClaim(world, AccountId, 'failed.example');
  world.clock.advance(1000);
  const { Domain } = await world.ana.call(AddDomain, { AccountId, DomainName: 'failed.example' });
  expect(Domain.Status).toBe('PendingVerification');
  expect(Domain.VerificationRecord.Value).not.toBe(before?.token);
  expect(await findClaim(world, AccountId, 'failed.example')).toMatchObject({
    created_at: world.clock.now(),
    failures: 0,
    next_check_at: world.clock.now(),
  });
  expect(await world.ana.call(AddDomain, { AccountId, DomainName: 'held.example' })).toMatchObject({ Domain: { Status: 'Verified' } });
});

describe('400, and nothing is claimed, for', () => {
  test.each([
    ['a public suffix', 'co.uk', 'is a public suffix'],
    ['a suffix under which a host lets anybody register', 'github.io', 'is a public suffix'],
    ['a mail provider', 'gmail.com', 'belongs to a mail provider'],
    ['a name of one label', 'localhost', 'is no domain name'],
    ['an address', '192.0.2.1', 'is no domain name'],
  ])('%s', async (why, DomainName, part) => {
    const AccountId = await createTeam(world.ana, `Bad: ${why}`);
    await expect(world.ana.call(AddDomain, { AccountId, DomainName })).rejects.toMatchObject({
      status: 400,
      code: 'BadRequestException',
      message: expect.stringContaining(part),
    });
    expect(await world.ana.call(ListDomains, { AccountId })).toEqual({ Domains: [] });
  });
});

test('an account claims 250 domains and no more', async () => {
  const AccountId = await createTeam(world.ana, 'Greedy');
  const names = Array.from({ length: 250 }, (_, index) => `d${index}.example`);
  for (const name of names) await putClaim(world, AccountId, name, { status: 'PendingVerification' });
  await expect(world.ana.call(AddDomain, { AccountId, DomainName: 'more.example' })).rejects.toMatchObject({
    status: 400,
    code: 'ResourceLimitExceededException',
  });
});

test("404 for another AWS account's account", async () => {
  const AccountId = await createTeam(world.gil, 'Not yours');
  await expect(world.ana.call(AddDomain, { AccountId, DomainName: 'acme.example' })).rejects.toMatchObject({ status: 404 });
});
