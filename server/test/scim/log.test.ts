import { afterAll, expect, test } from 'vitest';
import { scimLog } from '../../src/cli/scim-log.ts';
import { forgetScimExchanges } from '../../src/jobs/forget-scim-exchanges.ts';
import { purgeDeletedAccounts } from '../../src/jobs/purge-deleted-accounts.ts';
import { ListApiKeys } from '../../src/operations/chime/ListApiKeys.ts';
import { runCommand } from '../support/command.ts';
import { listen } from '../support/listening.ts';
import { changeAccount } from '../support/members.ts';
import { createProvider, errorOf } from '../support/scim.ts';
import { createWorld } from '../support/world.ts';

const world = await createWorld();
const listening = await listen(world);
const okta = await createProvider(world, listening);
const dayMs = 24 * 3_600_000;
afterAll(async () => {
  await listening.close();
  await world.close();
});

test('carillon scim log shows what was sent and answered, newest last', async () => {
  await okta.addUser(okta.mail('ann'));
  await okta.find('Users', 'userName eq "nobody"');
  await world.door.scim.idle();
  const lines = await runCommand(world, scimLog, [okta.accountId]);
  expect(lines).toEqual([
    expect.stringMatching(/^2026-06-01T12:00:00.000Z {2}201 {2}POST \/Users {2}\(0 ms, key [0-9a-f-]{36}\)$/),
    expect.stringMatching(/^ {2}> \{"schemas":.*"userName":"ann@/),
    expect.stringMatching(/^ {2}< \{"schemas":.*"meta":/),
    expect.stringContaining('200  GET /Users?filter='),
    expect.stringContaining('"totalResults":0'),
  ]);
  expect(await runCommand(world, scimLog, [okta.accountId, '--last', '1'])).toHaveLength(2);
  expect(await runCommand(world, scimLog, ['other'])).toEqual([expect.stringContaining('No identity provider')]);
  await expect(runCommand(world, scimLog, [okta.accountId, '--last', '0'])).rejects.toThrow('from 1 to 1000');
});

test('a key shows when it was last used', async () => {
  await okta.get('/Users');
  await world.door.scim.idle();
  const { ApiKeys } = await world.ana.call(ListApiKeys, { AccountId: okta.accountId });
  expect(ApiKeys).toMatchObject([{ LastUsedAt: new Date(world.clock.now()).toISOString() }]);
});

test('after seven days what was said is forgotten', async () => {
  const run = (ms: number): Promise<number> => forgetScimExchanges.run({ database: world.database, now: world.clock.now() + ms });
  expect(await run(7 * dayMs)).toBe(0);
  expect(await run(7 * dayMs + 1)).toBeGreaterThan(2);
  expect(await runCommand(world, scimLog, [okta.accountId])).toHaveLength(1);
});

test('the keys of a deleted account stop at once, and all is purged with it', async () => {
  const gone = await createProvider(world, listening);
  await gone.addGroup('Group', [await gone.addUser(gone.mail('ann'))]);
  await world.door.scim.idle();
  await changeAccount(world, gone.accountId, { deleted_at: world.clock.now() });
  expect(await gone.get('/Users')).toMatchObject(errorOf(401));
  await purgeDeletedAccounts.run({ database: world.database, now: world.clock.now() + 91 * dayMs });
  for (const table of ['api_keys', 'scim_log', 'scim_users', 'account_groups', 'account_group_members'] as const) {
    const rows = await world.database.read('', (tx) =>
      tx.query(tx.sql.selectFrom(table).select('account_id').where('account_id', '=', gone.accountId)),
    );
    expect(rows, table).toEqual([]);
  }
});
