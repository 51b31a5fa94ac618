import { afterAll, expect, test } from 'vitest';
import { InviteDelegate } from '../../../src/operations/chime/InviteDelegate.ts';
import { ListDelegates } from '../../../src/operations/chime/ListDelegates.ts';
import { invite, share } from '../../support/delegates.ts';
import { createTeam } from '../../support/members.ts';
import { createWorld, globex } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('shows who, since when, until when; to whoever may only read too', async () => {
  const AccountId = await createTeam(world.ana, 'Acme');
  await share(world, AccountId);
  await world.ana.call(InviteDelegate, { AccountId, DelegateAwsAccountId: '333333333333', EmailAddress: 'it@partner.example' });
  const { Delegates } = await world.bo.call(ListDelegates, { AccountId });
  expect(Delegates).toMatchObject([
    { DelegateAwsAccountId: globex, State: 'Accepted', AcceptedAt: new Date(world.clock.now()).toISOString() },
    { DelegateAwsAccountId: '333333333333', State: 'Pending', EmailAddress: 'it@partner.example' },
  ]);
});

test('the pages put together are the list, and their tokens are of this list only', async () => {
  const AccountId = await createTeam(world.ana, 'Paged');
  const invited = ['300000000000', '300000000001', '300000000002'];
  for (const DelegateAwsAccountId of invited) await world.ana.call(InviteDelegate, { AccountId, DelegateAwsAccountId });
  const first = await world.ana.call(ListDelegates, { AccountId, MaxResults: 2 });
  const second = await world.ana.call(ListDelegates, { AccountId, MaxResults: 2, NextToken: first.NextToken });
  expect([...first.Delegates, ...second.Delegates].map((delegate) => delegate.DelegateAwsAccountId)).toEqual(invited);
  expect(second.NextToken).toBeUndefined();
  const other = await createTeam(world.ana, 'Other list');
  const refusal = { status: 400, code: 'BadRequestException' };
  await expect(world.ana.call(ListDelegates, { AccountId: other, NextToken: first.NextToken })).rejects.toMatchObject(refusal);
});

test('a delegate does not see who else manages the account, and a stranger not even the account', async () => {
  const AccountId = await createTeam(world.ana, 'Private');
  await invite(world, AccountId);
  await expect(world.gil.call(ListDelegates, { AccountId })).rejects.toMatchObject({ status: 404 });
  const shared = await createTeam(world.ana, 'Shared');
  await share(world, shared);
  await expect(world.gil.call(ListDelegates, { AccountId: shared })).rejects.toMatchObject({ status: 403, code: 'ForbiddenException' });
});
