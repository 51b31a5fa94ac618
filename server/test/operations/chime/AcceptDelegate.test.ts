import { afterAll, expect, test } from 'vitest';
import { expireDelegateInvitations } from '../../../src/jobs/expire-delegates.ts';
import { AcceptDelegate } from '../../../src/operations/chime/AcceptDelegate.ts';
import { DeleteDelegate } from '../../../src/operations/chime/DeleteDelegate.ts';
import { GetAccount } from '../../../src/operations/chime/GetAccount.ts';
import { ListReceivedDelegates } from '../../../src/operations/chime/ListReceivedDelegates.ts';
import { colleague, dayMs, invite, share } from '../../support/delegates.ts';
import { containing } from '../../support/matchers.ts';
import { createTeam } from '../../support/members.ts';
import { createWorld, globex } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('the invited AWS account manages the account from then on, and whoever accepts twice has accepted once', async () => {
  const AccountId = await createTeam(world.ana, 'Shared');
  const DelegateId = await invite(world, AccountId);
  const { Delegate } = await world.gil.call(AcceptDelegate, { DelegateId });
  const accepted = { State: 'Accepted', AcceptedBy: `arn:aws:iam::${globex}:user/admin` };
  expect(Delegate).toMatchObject({ ...accepted, AcceptedAt: new Date(world.clock.now()).toISOString() });
  expect(Delegate).not.toHaveProperty('ExpiresAt');
  expect((await world.gil.call(GetAccount, { AccountId })).Account?.Name).toBe('Shared');
  world.clock.advance(1_000);
  expect((await world.gil.call(AcceptDelegate, { DelegateId })).Delegate).toEqual(Delegate);
});

test('404 for anybody else’s invitation, the same as for one that does not exist', async () => {
  const DelegateId = await invite(world, await createTeam(world.ana, 'Not yours'));
  for (const [person, id] of [
    [world.ana, DelegateId],
    [world.gil, 'no-such-delegate'],
  ] as const) {
    await expect(person.call(AcceptDelegate, { DelegateId: id })).rejects.toMatchObject({
      status: 404,
      message: `Delegate ${id} does not exist. ListDelegates and ListReceivedDelegates name those there are.`,
    });
  }
});

test('only whom the invited AWS account’s own policies let accept', async () => {
  const DelegateId = await invite(world, await createTeam(world.ana, 'By policy'));
  const reader = await colleague(world, world.gil, 'rita', 'AmazonChimeReadOnly');
  await expect(reader.call(AcceptDelegate, { DelegateId })).rejects.toMatchObject({ status: 403, code: 'AccessDeniedException' });
  expect((await reader.call(ListReceivedDelegates, {})).Delegates.map((delegate) => delegate.DelegateId)).toContain(DelegateId);
});

test('422 from the moment the seven days are over, before and after the job has marked it', async () => {
  const AccountId = await createTeam(world.ana, 'Too late');
  const DelegateId = await invite(world, AccountId);
  const state = async (): Promise<unknown> =>
    (await world.gil.call(ListReceivedDelegates, {})).Delegates.find((delegate) => delegate.DelegateId === DelegateId)?.State;
  world.clock.advance(7 * dayMs - 1);
  expect(await state()).toBe('Pending');
  world.clock.advance(1);
  const late = { status: 422, code: 'UnprocessableEntityException', message: containing('has expired. Ask AWS account') };
  expect(await state()).toBe('Expired');
  await expect(world.gil.call(AcceptDelegate, { DelegateId })).rejects.toMatchObject(late);
  await expireDelegateInvitations.run({ database: world.database, now: world.clock.now() });
  expect(await state()).toBe('Expired');
  await expect(world.gil.call(AcceptDelegate, { DelegateId })).rejects.toMatchObject(late);
  await expect(world.gil.call(GetAccount, { AccountId })).rejects.toMatchObject({ status: 404 });
});

test('the job marks what is over, once, and leaves delegates alone', async () => {
  await share(world, await createTeam(world.ana, 'Kept'));
  await invite(world, await createTeam(world.ana, 'Over'));
  world.clock.advance(8 * dayMs);
  const run = () => expireDelegateInvitations.run({ database: world.database, now: world.clock.now() });
  expect(await run()).toBeGreaterThan(0);
  expect(await run()).toBe(0);
  const { Delegates } = await world.gil.call(ListReceivedDelegates, {});
  expect(Delegates.find(({ AccountName }) => AccountName === 'Kept')?.State).toBe('Accepted');
});

test('an invitation that is taken back while it is accepted leaves no delegate behind, whichever comes first', async () => {
  for (let round = 0; round < 5; round += 1) {
    const AccountId = await createTeam(world.ana, `Race ${round}`);
    const DelegateId = await invite(world, AccountId);
    const calls = [world.gil.call(AcceptDelegate, { DelegateId }), world.ana.call(DeleteDelegate, { AccountId, DelegateId })];
    const [accepted, deleted] = await Promise.allSettled(round % 2 ? calls : calls.toReversed()).then((outcomes) =>
      round % 2 ? outcomes : outcomes.toReversed(),
    );
    expect(deleted?.status).toBe('fulfilled');
    if (accepted?.status === 'rejected') expect(accepted.reason).toMatchObject({ status: 404 });
    await expect(world.gil.call(GetAccount, { AccountId })).rejects.toMatchObject({ status: 404 });
  }
});
