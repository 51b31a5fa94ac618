import { expect, test } from 'vitest';
import { CreateAccount } from '../../../src/operations/chime/CreateAccount.ts';
import { DeleteAccount } from '../../../src/operations/chime/DeleteAccount.ts';
import { GetGlobalSettings } from '../../../src/operations/chime/GetGlobalSettings.ts';
import { createBucket } from '../../support/buckets.ts';
import { createWorld } from '../../support/world.ts';

test('names the bucket that records go to, until the last account of the AWS account is deleted', async () => {
  const world = await createWorld();
  const { ana } = world;
  expect(await ana.call(GetGlobalSettings, {})).toEqual({ BusinessCalling: {} });
  const accounts = [await ana.call(CreateAccount, { Name: 'One' }), await ana.call(CreateAccount, { Name: 'Two' })];
  const CdrBucket = await createBucket(ana);
  for (const { Account } of accounts) {
    expect(await ana.call(GetGlobalSettings, {})).toEqual({ BusinessCalling: { CdrBucket } });
    await ana.call(DeleteAccount, { AccountId: Account?.AccountId ?? '' });
  }
  expect(await ana.call(GetGlobalSettings, {})).toEqual({ BusinessCalling: {} });
  await world.close();
});
