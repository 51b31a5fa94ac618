import { afterAll, expect, test } from 'vitest';
import { ListAccounts } from '../../../src/operations/chime/ListAccounts.ts';
import { createTeam, inviteUser } from '../../support/members.ts';
import { createWorld, type Person } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

const names = ['Acme East', 'Beta%2', 'Beta_1', 'Zürich', 'acme west'];
for (const name of names) {
  const id = await createTeam(world.ana, name);
  if (name === 'Beta_1') await inviteUser(world.ana, id, 'wile@acme.example');
}
await createTeam(world.gil, 'Acme of Globex');

test("the AWS account's own accounts are listed, in the order of their ids", async () => {
  expect(await list(world.ana, {})).toEqual(names);
  expect(await list(world.bo, {})).toEqual(names);
  const { Accounts } = await world.ana.call(ListAccounts, {});
  const ids = (Accounts ?? []).map(({ AccountId }) => AccountId);
  expect(ids).toEqual(ids.toSorted());
});

test('a name prefix finds in any letter case, and no character is a wildcard', async () => {
  expect(await list(world.ana, { Name: 'ACME' })).toEqual(['Acme East', 'acme west']);
  expect(await list(world.ana, { Name: 'beta%' })).toEqual(['Beta%2']);
  expect(await list(world.ana, { Name: 'beta_' })).toEqual(['Beta_1']);
  expect(await list(world.ana, { Name: 'zÜ' })).toEqual(['Zürich']);
  expect(await list(world.ana, { Name: 'cme' })).toEqual([]);
});

test('an address finds the account that holds the person, in any letter case, and only in the own AWS account', async () => {
  expect(await list(world.ana, { UserEmail: 'Wile@ACME.example' })).toEqual(['Beta_1']);
  expect(await list(world.ana, { UserEmail: 'wile@acme.example', Name: 'acme' })).toEqual([]);
  expect(await list(world.ana, { UserEmail: 'nobody@acme.example' })).toEqual([]);
  expect(await list(world.gil, { UserEmail: 'wile@acme.example' })).toEqual([]);
});

test('the pages put together are the list, without repeats or gaps', async () => {
  const found: string[] = [];
  let token: string | undefined;
  do {
    const page = await world.ana.call(ListAccounts, { MaxResults: 2, ...(token !== undefined && { NextToken: token }) });
    found.push(...(page.Accounts ?? []).map(({ Name }) => Name));
    token = page.NextToken;
  } while (token !== undefined);
  expect(found.toSorted()).toEqual(names);
});

test('400 for a page token of another list or another AWS account', async () => {
  const { NextToken } = await world.ana.call(ListAccounts, { MaxResults: 1 });
  expect(NextToken).toBeDefined();
  const refusal = { status: 400, code: 'BadRequestException' };
  await expect(world.ana.call(ListAccounts, { NextToken, Name: 'acme' })).rejects.toMatchObject(refusal);
  await expect(world.gil.call(ListAccounts, { NextToken })).rejects.toMatchObject(refusal);
  await expect(world.ana.call(ListAccounts, { NextToken: 'made-up' })).rejects.toMatchObject(refusal);
});

test('400 for a page size outside 1 to 200', async () => {
  for (const MaxResults of [0, 201]) {
    await expect(world.ana.call(ListAccounts, { MaxResults })).rejects.toMatchObject({ status: 400, code: 'BadRequestException' });
  }
});

async function list(person: Person, filter: { Name?: string; UserEmail?: string }): Promise<string[]> {
  const { Accounts } = await person.call(ListAccounts, filter);
  return (Accounts ?? []).map(({ Name }) => Name).toSorted();
}
