import { afterAll, expect, test } from 'vitest';
import { expireDelegateInvitations } from '../../../src/jobs/expire-delegates.ts';
import { AcceptDelegate } from '../../../src/operations/chime/AcceptDelegate.ts';
import { RenewDelegate } from '../../../src/operations/chime/RenewDelegate.ts';
import { dayMs, invite, mailTo, share } from '../../support/delegates.ts';
import { containing } from '../../support/matchers.ts';
import { createTeam } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('an invitation that is over gets seven new days, and can be accepted again', async () => {
  const AccountId = await createTeam(world.ana, 'Once more');
  const DelegateId = await invite(world, AccountId);
  world.clock.advance(30 * dayMs);
  await expireDelegateInvitations.run({ database: world.database, now: world.clock.now() });
  const { Delegate } = await world.ana.call(RenewDelegate, { AccountId, DelegateId });
  expect(Delegate).toMatchObject({ State: 'Pending', ExpiresAt: new Date(world.clock.now() + 7 * dayMs).toISOString() });
  world.clock.advance(7 * dayMs - 1);
  expect((await world.gil.call(AcceptDelegate, { DelegateId })).Delegate.State).toBe('Accepted');
});

test('the mail is sent once more, and one that has not left yet stays', async () => {
  const AccountId = await createTeam(world.ana, 'Mailed');
  const DelegateId = await invite(world, AccountId, 'renewed@globex.example');
  const [first] = await mailTo(world, 'renewed@globex.example');
  await world.ana.call(RenewDelegate, { AccountId, DelegateId });
  const waiting = await mailTo(world, 'renewed@globex.example');
  expect(waiting).toHaveLength(1);
  expect(waiting[0]?.id).not.toBe(first?.id);
});

test('two renewals at once are both answered, and one mail waits', async () => {
  const AccountId = await createTeam(world.ana, 'At once');
  const DelegateId = await invite(world, AccountId, 'twice@globex.example');
  const renew = () => world.ana.call(RenewDelegate, { AccountId, DelegateId });
  const answers = await Promise.all([renew(), renew()]);
  expect(new Set(answers.map(({ Delegate }) => Delegate.ExpiresAt)).size).toBe(1);
  expect(await mailTo(world, 'twice@globex.example')).toHaveLength(1);
});

test('422 for a delegate who has accepted, and no mail is sent', async () => {
  const AccountId = await createTeam(world.ana, 'Accepted');
  const DelegateId = await share(world, AccountId);
  await expect(world.ana.call(RenewDelegate, { AccountId, DelegateId })).rejects.toMatchObject({
    status: 422,
    message: containing('There is nothing to renew.'),
  });
});

test('404 for the delegate of another account, and for one that does not exist', async () => {
  const AccountId = await createTeam(world.ana, 'Mine');
  const DelegateId = await invite(world, await createTeam(world.ana, 'Other'));
  for (const id of [DelegateId, 'no-such-delegate']) {
    await expect(world.ana.call(RenewDelegate, { AccountId, DelegateId: id })).rejects.toMatchObject({ status: 404 });
  }
});
