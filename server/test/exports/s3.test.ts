import { afterAll, expect, test } from 'vitest';
import { StartDataExport } from '../../src/operations/chime/StartDataExport.ts';
import { begin, createOffice, join, sentOf } from '../support/colleagues.ts';
import { newestExport, readCsv, runExports } from '../support/exports.ts';
import { listen } from '../support/listening.ts';
import { objectsAt } from '../support/buckets.ts';
import { startS3rver } from '../support/s3rver.ts';
import { createWorld } from '../support/world.ts';

const store = await startS3rver();
// Links are checked by the clock of the store, so the world's is right.
const world = await createWorld({ instant: Date.now(), openObjects: objectsAt(store) });
const server = await listen(world);
afterAll(async () => {
  await server.close();
  await world.close();
  await store.stop();
});

test('files go to an S3-compatible store and come back, and an export links them there; a store that is gone is a 503 and loses nothing', async () => {
  const AccountId = await createOffice(world, world.ana, 'Acme', 'acme.example');
  const [ida, jo] = [await join(world, server, 'ida@acme.example'), await join(world, server, 'jo@acme.example')];
  const together = await begin(ida, 'Direct', [jo]);
  const content = 'x'.repeat(1_000_000);
  const { AttachmentId } = sentOf(await ida.send(together, 'größer.txt', content));
  expect((await jo.browser.send('GET', `/me/attachments/${AttachmentId}`)).html).toBe(content);

  await world.ana.call(StartDataExport, { AccountId });
  await runExports(world);
  const { Status, Url = '' } = await newestExport(world, AccountId);
  expect([Status, Url.startsWith(store.endpoint)]).toEqual(['Ready', true]);
  const [line] = readCsv(await (await fetch(Url)).text());
  const file = await fetch(line?.['Url'] ?? '');
  expect(await file.text()).toBe(content);
  expect(file.headers.get('content-disposition')).toContain("filename*=UTF-8''gr%C3%B6%C3%9Fer.txt");

  await store.kill();
  const refused = await ida.send(together, 'other.txt', 'while it is down');
  expect(refused.status).toBe(503);
  expect((await jo.browser.send('GET', `/me/attachments/${AttachmentId}`)).status).toBe(503);
  world.faults.length = 0;
  await store.restart();
  expect((await ida.send(together, 'other.txt', 'while it is down')).status).toBe(201);
  expect((await jo.browser.send('GET', `/me/attachments/${AttachmentId}`)).html).toBe(content);
});
