import { afterAll, expect, test } from 'vitest';
import { RetrieveDataExports } from '../../../src/operations/chime/RetrieveDataExports.ts';
import { StartDataExport } from '../../../src/operations/chime/StartDataExport.ts';
import { dayMs, share } from '../../support/delegates.ts';
import { runExports } from '../../support/exports.ts';
import { containing } from '../../support/matchers.ts';
import { createTeam } from '../../support/members.ts';
import { createEnterprise } from '../../support/people.ts';
import { acme, createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());
const iso = (time: number) => new Date(time).toISOString();

test('an export is queued, says who asked for it and when, and has no address yet', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Queued', 'EnterpriseLWA');
  const { DataExport } = await world.ana.call(StartDataExport, { AccountId });
  expect(DataExport).toEqual({
    DataExportId: DataExport.DataExportId,
    AccountId,
    Status: 'Queued',
    Progress: 0,
    Count: 0,
    Bytes: 0,
    RequestedBy: `arn:aws:iam::${acme}:user/admin`,
    RequestedAt: iso(world.clock.now()),
  });
});

test('422 for a Team account, saying what would make it another', async () => {
  const AccountId = await createTeam(world.ana, 'Team');
  await expect(world.ana.call(StartDataExport, { AccountId })).rejects.toMatchObject({
    status: 422,
    message: containing('Claim a domain with AddDomain first.'),
  });
});

test('409 within seven days of the last one, saying when the next may be; of several at once, one is begun', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Often', 'EnterpriseLWA');
  const start = () => world.ana.call(StartDataExport, { AccountId });
  const outcomes = await Promise.allSettled([start(), start(), start()]);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await runExports(world);
  const refusal = {
    status: 409,
    code: 'ConflictException',
    message: containing(`can be requested at ${iso(world.clock.now() + 7 * dayMs)}`),
  };
  await expect(start()).rejects.toMatchObject(refusal);
  world.clock.advance(7 * dayMs - 1);
  await expect(start()).rejects.toMatchObject({ status: 409 });
  world.clock.advance(1);
  expect((await start()).DataExport.Status).toBe('Queued');
});

test('one that failed does not count', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Failed', 'EnterpriseLWA');
  const { DataExport } = await world.ana.call(StartDataExport, { AccountId });
  await world.database.write('', (tx) =>
    tx.query(tx.sql.updateTable('data_exports').set({ state: 'Failed', finished_at: 0 }).where('id', '=', DataExport.DataExportId)),
  );
  expect((await world.ana.call(StartDataExport, { AccountId })).DataExport.DataExportId).not.toBe(DataExport.DataExportId);
});

test('a repeat with the same ClientRequestToken answers the first export', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Repeated', 'EnterpriseLWA');
  const input = { AccountId, ClientRequestToken: 'export-1' };
  expect(await world.ana.call(StartDataExport, input)).toEqual(await world.ana.call(StartDataExport, input));
});

test('a delegate may, and the owner sees who it was', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Shared', 'EnterpriseLWA');
  await share(world, AccountId);
  const { DataExport } = await world.gil.call(StartDataExport, { AccountId });
  expect((await world.ana.call(RetrieveDataExports, { AccountId })).DataExports).toEqual([DataExport]);
});
