import { afterAll, expect, test } from 'vitest';
import { DeleteAccount } from '../../../src/operations/chime/DeleteAccount.ts';
import { ListReceivedDelegates } from '../../../src/operations/chime/ListReceivedDelegates.ts';
import { invite, share } from '../../support/delegates.ts';
import { createTeam } from '../../support/members.ts';
import { acme, createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('lists what was offered to the AWS account, page by page, and nothing that was offered to others', async () => {
  const accounts = ['First', 'Second', 'Third'];
  for (const name of accounts) await invite(world, await createTeam(world.ana, name));
  const first = await world.gil.call(ListReceivedDelegates, { MaxResults: 2 });
  const second = await world.gil.call(ListReceivedDelegates, { MaxResults: 2, NextToken: first.NextToken });
  expect([...first.Delegates, ...second.Delegates].map(({ AccountName }) => AccountName)).toEqual(accounts);
  expect(first.Delegates[0]).toMatchObject({ State: 'Pending', OwnerAwsAccountId: acme });
  expect((await world.ana.call(ListReceivedDelegates, {})).Delegates).toEqual([]);
  await expect(world.ana.call(ListReceivedDelegates, { NextToken: first.NextToken })).rejects.toMatchObject({ status: 400 });
});

test('an account that is deleted takes its delegations with it', async () => {
  const AccountId = await createTeam(world.ana, 'Gone');
  await share(world, AccountId);
  await world.ana.call(DeleteAccount, { AccountId });
  const { Delegates } = await world.gil.call(ListReceivedDelegates, {});
  expect(Delegates.map(({ AccountName }) => AccountName)).not.toContain('Gone');
});
