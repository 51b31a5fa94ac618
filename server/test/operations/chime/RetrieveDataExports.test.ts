import { afterAll, expect, test } from 'vitest';
import { RetrieveDataExports } from '../../../src/operations/chime/RetrieveDataExports.ts';
import { StartDataExport } from '../../../src/operations/chime/StartDataExport.ts';
import { unpack } from '../../../src/store/audit-packing.ts';
import { dayMs } from '../../support/delegates.ts';
import { newestExport, runExports } from '../../support/exports.ts';
import { createEnterprise } from '../../support/people.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());
const iso = (time: number) => new Date(time).toISOString();

test('a ready export has an address for six days, and none from then on', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Ready', 'EnterpriseLWA');
  await world.ana.call(StartDataExport, { AccountId });
  await runExports(world);
  const ready = await newestExport(world, AccountId);
  expect(ready).toMatchObject({
    Status: 'Ready',
    Progress: 100,
    Count: 0,
    Bytes: 0,
    ExpiresAt: iso(world.clock.now() + 6 * dayMs),
    FinishedAt: iso(world.clock.now()),
  });
  expect(ready.Url).toContain('/attachments-2026-06-01.csv');
  world.clock.advance(6 * dayMs - 1);
  expect((await newestExport(world, AccountId)).Url).toBe(ready.Url);
  world.clock.advance(1);
  const { Url: _, ...others } = ready;
  expect(await newestExport(world, AccountId)).toEqual({ ...others, Status: 'Expired' });
});

test('the address is in no audit event, and sealed where it is stored', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Secret', 'EnterpriseLWA');
  await world.ana.call(StartDataExport, { AccountId });
  await runExports(world);
  const { Url = '' } = await newestExport(world, AccountId);
  await world.door.services.trail.flush();
  const rows = await world.database.read('', async (tx) => [
    await tx.query(tx.sql.selectFrom('audit_events').selectAll()),
    (await tx.query(tx.sql.selectFrom('audit_segments').selectAll())).map(({ events }) => unpack(events)),
    await tx.query(tx.sql.selectFrom('data_exports').selectAll()),
  ]);
  expect(Url).not.toBe('');
  expect(JSON.stringify(rows)).not.toContain(Url);
});

test('the pages put together are the list, the newest first, and their tokens are of this list only', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Paged', 'EnterpriseLWA');
  const ids: string[] = [];
  for (let count = 0; count < 3; count += 1) {
    ids.unshift((await world.ana.call(StartDataExport, { AccountId })).DataExport.DataExportId);
    await runExports(world);
    world.clock.advance(7 * dayMs);
  }
  const first = await world.ana.call(RetrieveDataExports, { AccountId, MaxResults: 2 });
  const second = await world.ana.call(RetrieveDataExports, { AccountId, MaxResults: 2, NextToken: first.NextToken });
  expect([...first.DataExports, ...second.DataExports].map(({ DataExportId }) => DataExportId)).toEqual(ids);
  expect(second.NextToken).toBeUndefined();
  const other = await createEnterprise(world, world.ana, 'Other list', 'EnterpriseLWA');
  await expect(world.ana.call(RetrieveDataExports, { AccountId: other, NextToken: first.NextToken })).rejects.toMatchObject({
    status: 400,
  });
});

test('exports are listed for 400 days', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Old', 'EnterpriseLWA');
  await world.ana.call(StartDataExport, { AccountId });
  await runExports(world);
  world.clock.advance(400 * dayMs);
  await runExports(world);
  expect((await world.ana.call(RetrieveDataExports, { AccountId })).DataExports).toEqual([]);
});
