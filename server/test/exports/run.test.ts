import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { sweepAttachments } from '../../src/jobs/sweep-attachments.ts';
import type { Objects } from '../../src/objects/object-store.ts';
import { ObjectStoreError } from '../../src/objects/object-store-error.ts';
import { StartDataExport } from '../../src/operations/chime/StartDataExport.ts';
import { begin, createOffice, join, sentOf } from '../support/colleagues.ts';
import { dayMs } from '../support/delegates.ts';
import { addAttachments, newestExport, readCsv, runExports } from '../support/exports.ts';
import { listen } from '../support/listening.ts';
import { changeAccount } from '../support/members.ts';
import { createEnterprise } from '../support/people.ts';
import { createWorld } from '../support/world.ts';

const world = await createWorld();
const server = await listen(world);
afterAll(async () => {
  await server.close();
  await world.close();
});
const { objects } = world.door.services.connections;
const minuteMs = 60_000;
beforeEach(() => world.clock.advance(8 * dayMs));

const sweep = () => sweepAttachments({ objects, arrivals: '/nowhere' }).run({ database: world.database, now: world.clock.now() });
/** Downloads as whoever has the link does: without a key, a cookie or anything else. */
const download = (url = '') => server.get(new URL(url).pathname);
const linesOf = async (accountId: string) => readCsv((await download((await newestExport(world, accountId)).Url)).body);

test('the file links what users uploaded to direct and group conversations and to rooms they created, and nothing else; every link gives the file', async () => {
  const AccountId = await createOffice(world, world.ana, 'Acme', 'acme.example');
  await createOffice(world, world.gil, 'Globex', 'globex.example');
  const ida = await join(world, server, 'ida@acme.example', 'Ida');
  const jo = await join(world, server, 'jo@acme.example', 'Jo');
  const [eve, gus] = [await join(world, server, 'eve@globex.example'), await join(world, server, 'gus@globex.example')];
  const direct = await begin(ida, 'Direct', [jo]);
  const group = await begin(jo, 'Group', [ida], '=1+1');
  const idas = await begin(ida, 'Room', [jo], 'Of Ida');
  await ida.send(direct, 'in direct.txt', 'to Jo');
  await jo.send(group, '=cmd|calc.txt', 'to the group');
  await ida.send(idas, 'in my room, "quoted".txt', 'of the creator');
  await jo.send(idas, 'in her room.txt', 'of somebody else');
  await eve.send(await begin(eve, 'Direct', [gus]), 'secret.txt', 'of another account');
  const taken = sentOf(await ida.send(direct, 'taken back.txt', 'taken back')).AttachmentId;
  await ida.call('DELETE', `/me/conversations/${direct}/messages/${taken}`);

  await world.ana.call(StartDataExport, { AccountId });
  await runExports(world);
  const done = await newestExport(world, AccountId);
  expect(done).toMatchObject({ Status: 'Ready', Count: 3, Bytes: 'to Jo'.length + 'to the group'.length + 'of the creator'.length });
  const file = await download(done.Url);
  expect(file.headers).toMatchObject({ 'content-type': 'text/csv', 'x-content-type-options': 'nosniff' });
  expect(file.headers['content-disposition']).toContain('attachment; filename="attachments-');
  const lines = readCsv(file.body);
  expect(
    lines.map(({ FileName, ConversationType, ConversationName, UploadedBy }) => [FileName, ConversationType, ConversationName, UploadedBy]),
  ).toEqual([
    ['in direct.txt', 'Direct', '', 'ida@acme.example'],
    // What somebody has typed is no formula to a spreadsheet.
    ["'=cmd_calc.txt", 'Group', "'=1+1", 'jo@acme.example'],
    ['in my room, _quoted_.txt', 'Room', 'Of Ida', 'ida@acme.example'],
  ]);
  const contents = await Promise.all(lines.map(({ Url }) => download(Url)));
  expect(contents.map(({ body }) => body)).toEqual(['to Jo', 'to the group', 'of the creator']);
  for (const { headers } of contents)
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'content-disposition': expect.stringMatching(/^attachment; /) });
});

test('after six days no address is given any more, the file’s link and every link in it refuse, and the file is gone', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Expiring', 'EnterpriseLWA');
  await addAttachments(world, { accountId: AccountId, userId: 'nobody', count: 2, objects });
  await world.ana.call(StartDataExport, { AccountId });
  await runExports(world);
  const { Url } = await newestExport(world, AccountId);
  const links = [Url, ...(await linesOf(AccountId)).map((line) => line['Url'])];
  world.clock.advance(6 * dayMs - 1);
  await sweep();
  expect((await Promise.all(links.map(download))).map(({ status }) => status)).toEqual([200, 200, 200]);
  world.clock.advance(1);
  expect((await newestExport(world, AccountId)).Url).toBeUndefined();
  for (const { status } of await Promise.all(links.map(download))) expect([403, 410]).toContain(status);
  await sweep();
  expect((await objects.own.list(`exports/${AccountId}/`, { limit: 10 })).objects).toEqual([]);
});

describe('a process that is gone in the middle', () => {
  /** The store as a process finds it that stops at its n-th put, before or after the object is there. */
  function stopping(at: number, isPut: boolean): { objects: Objects; stopped: Promise<void>; resume(): void } {
    const stopped = Promise.withResolvers<void>();
    const resumed = Promise.withResolvers<void>();
    let puts = 0;
    const own = {
      ...objects.own,
      put: async (...args: Parameters<Objects['own']['put']>) => {
        puts += 1;
        if (puts !== at) return objects.own.put(...args);
        if (isPut) await objects.own.put(...args);
        stopped.resolve();
        await resumed.promise;
        return isPut ? ('stored' as const) : objects.own.put(...args);
      },
    };
    return { objects: { ...objects, own }, stopped: stopped.promise, resume: resumed.resolve };
  }

  test.each([
    [1, true],
    [2, false],
    [3, true],
    [4, false],
    [4, true],
  ])(
    'at put %i, done: %j: another one goes on there, the first writes nothing more, and every attachment is linked once',
    async (at, isPut) => {
      const AccountId = await createEnterprise(world, world.ana, `Gone ${at} ${isPut}`, 'EnterpriseLWA');
      await addAttachments(world, { accountId: AccountId, userId: 'nobody', count: 4_500 });
      await world.ana.call(StartDataExport, { AccountId });
      const first = stopping(at, isPut);
      const run = runExports(world, first.objects).catch(() => undefined);
      await first.stopped;
      const progress = (await newestExport(world, AccountId)).Progress;
      expect(progress).toBe([0, 42, 84, 95][at - 1]);
      // While its lease holds, it may still be alive.
      await runExports(world);
      expect((await newestExport(world, AccountId)).Status).toBe('Running');
      world.clock.advance(2 * minuteMs);
      await runExports(world);
      const done = await newestExport(world, AccountId);
      expect(done).toMatchObject({ Status: 'Ready', Progress: 100, Count: 4_500, Bytes: 4_500 * 16 });
      const file = await download(done.Url);
      first.resume();
      await run;
      expect(await newestExport(world, AccountId)).toEqual(done);
      expect((await download(done.Url)).body).toBe(file.body);
      const ids = readCsv(file.body).map((line) => line['AttachmentId']);
      expect([ids.length, new Set(ids).size]).toEqual([4_500, 4_500]);
      await sweep();
      world.clock.advance(minuteMs);
      await sweep();
      expect((await objects.own.list(`exports/${AccountId}/`, { limit: 10 })).objects).toHaveLength(1);
    },
  );

  test('for more than an hour: it begins anew, so that all links live for six days', async () => {
    const AccountId = await createEnterprise(world, world.ana, 'Long gone', 'EnterpriseLWA');
    await addAttachments(world, { accountId: AccountId, userId: 'nobody', count: 2_500 });
    await world.ana.call(StartDataExport, { AccountId });
    const first = stopping(2, false);
    const run = runExports(world, first.objects).catch(() => undefined);
    await first.stopped;
    world.clock.advance(61 * minuteMs);
    await runExports(world);
    expect(await newestExport(world, AccountId)).toMatchObject({
      Status: 'Ready',
      Count: 2_500,
      ExpiresAt: new Date(world.clock.now() + 6 * dayMs).toISOString(),
    });
    expect(await linesOf(AccountId)).toHaveLength(2_500);
    first.resume();
    await run;
  });
});

describe('an object store that is down', () => {
  const down: Objects = {
    ...objects,
    own: {
      ...objects.own,
      put: async () => {
        throw new ObjectStoreError('unavailable', 'connect ECONNREFUSED 10.0.0.1:9000');
      },
    },
  };

  test('puts an export off, which says so, and goes on by itself', async () => {
    const AccountId = await createEnterprise(world, world.ana, 'Down', 'EnterpriseLWA');
    await world.ana.call(StartDataExport, { AccountId });
    await expect(runExports(world, down)).rejects.toThrow('ECONNREFUSED');
    expect(await newestExport(world, AccountId)).toMatchObject({
      Status: 'Running',
      Message: 'The object store does not work right now (unavailable). The export goes on by itself once it does.',
    });
    world.clock.advance(minuteMs);
    await runExports(world);
    const done = await newestExport(world, AccountId);
    expect([done.Status, done.Message]).toEqual(['Ready', undefined]);
  });

  test('for too long fails it, and another one can be requested at once', async () => {
    const AccountId = await createEnterprise(world, world.ana, 'Down for long', 'EnterpriseLWA');
    await world.ana.call(StartDataExport, { AccountId });
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await runExports(world, down).catch(() => undefined);
      world.clock.advance(31 * minuteMs);
    }
    expect((await newestExport(world, AccountId)).Status).toBe('Failed');
    await world.ana.call(StartDataExport, { AccountId });
    await runExports(world);
    expect((await newestExport(world, AccountId)).Status).toBe('Ready');
  });
});

test('an export of an account that is deleted meanwhile ends', async () => {
  const AccountId = await createEnterprise(world, world.ana, 'Deleted', 'EnterpriseLWA');
  await world.ana.call(StartDataExport, { AccountId });
  await changeAccount(world, AccountId, { deleted_at: world.clock.now() });
  expect(await runExports(world)).toBe(1);
  await changeAccount(world, AccountId, { deleted_at: null });
  expect(await newestExport(world, AccountId)).toMatchObject({ Status: 'Failed', Message: 'The account was deleted.' });
});
