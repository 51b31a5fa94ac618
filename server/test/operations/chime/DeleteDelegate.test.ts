import { randomBytes } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { CreateAccessKey } from '../../../src/operations/iam/CreateAccessKey.ts';
import { DeleteDelegate } from '../../../src/operations/chime/DeleteDelegate.ts';
import { GetAccount } from '../../../src/operations/chime/GetAccount.ts';
import { InviteDelegate } from '../../../src/operations/chime/InviteDelegate.ts';
import { ListDelegates } from '../../../src/operations/chime/ListDelegates.ts';
import { ListReceivedDelegates } from '../../../src/operations/chime/ListReceivedDelegates.ts';
import { openDatabase } from '../../../src/store/open.ts';
import { invite, mailTo, share } from '../../support/delegates.ts';
import { createTeam } from '../../support/members.ts';
import { connect, createWorld, globex } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());
const absent = { status: 404, code: 'NotFoundException' };

test('the owner ends it, and the next request of the delegate finds nothing', async () => {
  const AccountId = await createTeam(world.ana, 'Ended');
  const DelegateId = await share(world, AccountId);
  await world.gil.call(GetAccount, { AccountId });
  await world.ana.call(DeleteDelegate, { AccountId, DelegateId });
  await expect(world.gil.call(GetAccount, { AccountId })).rejects.toMatchObject(absent);
  expect((await world.ana.call(ListDelegates, { AccountId })).Delegates).toEqual([]);
});

test('the end counts in another process too, from the next request on', async () => {
  const AccountId = await createTeam(world.ana, 'Two processes');
  const DelegateId = await share(world, AccountId);
  const { dataDir, databaseUrl, clock, faults } = world;
  const other = await openDatabase({ dataDir, databaseUrl, databaseConnections: 2, secretKey: undefined }, randomBytes);
  const { AccessKey } = await world.gil.call(CreateAccessKey, {});
  const { withKey, door } = connect(other, clock, faults);
  const elsewhere = withKey(AccessKey.AccessKeyId, AccessKey.SecretAccessKey);
  await elsewhere.call(GetAccount, { AccountId });
  await world.ana.call(DeleteDelegate, { AccountId, DelegateId });
  await expect(elsewhere.call(GetAccount, { AccountId })).rejects.toMatchObject(absent);
  await door.services.trail.flush({ keyUse: true });
  await other.close();
});

test('the delegate ends it as well, and declines an invitation in the same way', async () => {
  const shared = await createTeam(world.ana, 'Given back');
  const offered = await createTeam(world.ana, 'Declined');
  await world.gil.call(DeleteDelegate, { AccountId: shared, DelegateId: await share(world, shared) });
  await world.gil.call(DeleteDelegate, { AccountId: offered, DelegateId: await invite(world, offered) });
  for (const AccountId of [shared, offered]) {
    await expect(world.gil.call(GetAccount, { AccountId })).rejects.toMatchObject(absent);
    expect((await world.ana.call(ListDelegates, { AccountId })).Delegates).toEqual([]);
  }
  const { Delegates } = await world.gil.call(ListReceivedDelegates, {});
  expect(Delegates.map(({ AccountId }) => AccountId)).not.toContain(offered);
});

test('an invitation that is taken back takes its unsent mail with it, and can be made anew', async () => {
  const AccountId = await createTeam(world.ana, 'Taken back');
  const DelegateId = await invite(world, AccountId, 'it@globex.example');
  await world.ana.call(DeleteDelegate, { AccountId, DelegateId });
  expect(await mailTo(world, 'it@globex.example')).toEqual([]);
  await world.ana.call(InviteDelegate, { AccountId, DelegateAwsAccountId: globex });
});

test('404 for a delegate of another account, for somebody else’s, and for one that is gone', async () => {
  const AccountId = await createTeam(world.ana, 'Shared');
  const DelegateId = await share(world, AccountId);
  const { Delegate } = await world.ana.call(InviteDelegate, { AccountId, DelegateAwsAccountId: '333333333333' });
  const other = await createTeam(world.ana, 'Another');
  await expect(world.ana.call(DeleteDelegate, { AccountId: other, DelegateId })).rejects.toMatchObject(absent);
  await expect(world.gil.call(DeleteDelegate, { AccountId, DelegateId: Delegate.DelegateId })).rejects.toMatchObject(absent);
  await world.ana.call(DeleteDelegate, { AccountId, DelegateId });
  await expect(world.ana.call(DeleteDelegate, { AccountId, DelegateId })).rejects.toMatchObject(absent);
});
