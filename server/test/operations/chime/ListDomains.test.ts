import { afterAll, expect, test } from 'vitest';
import { ListDomains } from '../../../src/operations/chime/ListDomains.ts';
import { putClaim } from '../../support/claims.ts';
import { createTeam } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('every claim is listed by name, in pages, in whatever state it is', async () => {
  const AccountId = await createTeam(world.ana, 'Acme');
  const other = await createTeam(world.ana, 'Other');
  const states = ['PendingVerification', 'Verified', 'Failed', 'VerificationLost', 'Verified'] as const;
  for (const [index, status] of states.entries()) await putClaim(world, AccountId, `d${index}.example`, { status });
  await putClaim(world, other, 'other.example');
  const first = await world.bo.call(ListDomains, { AccountId, MaxResults: 3 });
  const rest = await world.bo.call(ListDomains, { AccountId, MaxResults: 3, NextToken: first.NextToken });
  expect([...first.Domains, ...rest.Domains].map(({ DomainName, Status }) => [DomainName, Status])).toEqual(
    states.map((status, index) => [`d${index}.example`, status]),
  );
  expect(rest.NextToken).toBeUndefined();
  await expect(world.bo.call(ListDomains, { AccountId: other, NextToken: first.NextToken })).rejects.toMatchObject({ status: 400 });
});

test("an account without claims has none; another AWS account's is 404", async () => {
  const AccountId = await createTeam(world.ana, 'Empty');
  expect(await world.ana.call(ListDomains, { AccountId })).toEqual({ Domains: [] });
  await expect(world.gil.call(ListDomains, { AccountId })).rejects.toMatchObject({ status: 404, code: 'NotFoundException' });
});
