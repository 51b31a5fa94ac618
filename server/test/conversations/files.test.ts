import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join as joinPath } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { sweepAttachments } from '../../src/jobs/sweep-attachments.ts';
import { deleteProfiles } from '../../src/store/profiles.ts';
import { purgeDeletedAccounts } from '../../src/jobs/purge-deleted-accounts.ts';
import { openBrowser, type Page } from '../support/browser.ts';
import { answerOf, begin, createOffice, join, sentOf, type Colleague } from '../support/colleagues.ts';
import { dayMs } from '../support/delegates.ts';
import { listen } from '../support/listening.ts';
import { containing } from '../support/matchers.ts';
import { changeAccount, changeUser } from '../support/members.ts';
import { createWorld } from '../support/world.ts';

const quotaBytes = 12_000_000;
const world = await createWorld({ quotaBytes });
const server = await listen(world);
afterAll(async () => {
  await server.close();
  await world.close();
});
const acmeId = await createOffice(world, world.ana, 'Acme', 'acme.example');
const ida = await join(world, server, 'ida@acme.example', 'Ida');
const jo = await join(world, server, 'jo@acme.example', 'Jo');
const kai = await join(world, server, 'kai@acme.example', 'Kai');
const together = await begin(ida, 'Direct', [jo]);
const objects = world.door.services.connections.objects.own;
const arrivals = joinPath(world.dataDir, 'arrivals');

const sweep = () =>
  sweepAttachments({ objects: world.door.services.connections.objects, arrivals }).run({
    database: world.database,
    now: world.clock.now(),
  });
const stored = async () => (await objects.list('attachments/', { limit: 1000 })).objects;
const idOf = (page: Page): string => sentOf(page).AttachmentId;
const download = (who: Colleague, id: string) => who.browser.send('GET', `/me/attachments/${id}`);
const leftOver = () => readdirSync(arrivals);

/** Every test begins without anything that is still to be swept. */
beforeEach(async () => {
  world.clock.advance(2 * 60 * 60_000);
  await sweep();
});

describe('a file', () => {
  test('reaches the others of the conversation as it was sent, to be saved under its name and never shown', async () => {
    const content = randomBytes(300_000);
    const sent = await ida.send(together, 'Übersicht „Q1“.html', content, 'text/html; charset=utf-8');
    expect([sent.status, sentOf(sent)]).toMatchObject([
      201,
      {
        FileName: 'Übersicht „Q1“.html',
        ContentType: 'text/html',
        Bytes: 300_000,
        Sha256: createHash('sha256').update(content).digest('hex'),
      },
    ]);
    const got = await download(jo, idOf(sent));
    expect(got.bytes.equals(content)).toBe(true);
    expect(got.headers).toMatchObject({
      'content-type': 'text/html',
      'content-length': '300000',
      'x-content-type-options': 'nosniff',
      'content-disposition': `attachment; filename="_bersicht _Q1_.html"; filename*=UTF-8''%C3%9Cbersicht%20%E2%80%9EQ1%E2%80%9C.html`,
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'no-store',
    });
    const { Messages = [] } = answerOf(await jo.call('GET', `/me/conversations/${together}/messages`));
    expect(Messages[0]).toMatchObject({ MessageId: idOf(sent), Attachment: { FileName: 'Übersicht „Q1“.html', Bytes: 300_000 } });
    expect(leftOver()).toEqual([]);
  });

  test('is for the members of its conversation alone, as long as they are members', async () => {
    const group = await begin(ida, 'Group', [jo, kai], 'Three');
    const id = idOf(await ida.send(group, 'a.txt', 'for three'));
    expect((await download(kai, id)).html).toBe('for three');
    await kai.call('DELETE', `/me/conversations/${group}/members/${kai.userId}`);
    const [left, absent] = [await download(kai, id), await download(kai, '01981a2b-3c4d-7e5f-8a6b-7c8d9e0f1a2b')];
    expect([left.status, left.text.replace(/Request.*/, '')]).toEqual([404, absent.text.replace(/Request.*/, '')]);
    expect((await kai.send(group, 'a.txt', 'x')).status).toBe(404);
    expect((await openBrowser(server).send('GET', `/me/attachments/${id}`)).headers['location']).toBe('/signin');
  });

  test.each([
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\boot.ini', 'boot.ini'],
    ['a\r\nSet-Cookie: x=y.txt', 'aSet-Cookie_ x=y.txt'],
    ['photo\u202egpj.exe', 'photogpj.exe'],
    ['a\u0000b\u0007.txt', 'ab.txt'],
    ['.htaccess', 'htaccess'],
    ['=HYPERLINK("x").csv', '=HYPERLINK(_x_).csv'],
    ['..', 'file'],
    [`${'x'.repeat(500)}.pdf`, `${'x'.repeat(116)}.pdf`],
  ])('with the name %j is called %j', async (given, called) => {
    expect(sentOf(await ida.send(together, given, 'content')).FileName).toBe(called);
  });

  test.each(['', '  ', '\n'])('with the name %j is refused, and leaves nothing', async (name) => {
    const page = await ida.send(together, name, 'content');
    expect([page.status, page.html]).toEqual([400, containing('The file has no name.')]);
  });

  test.each([
    ['text/html', 201, 'text/html'],
    [`a/${'b'.repeat(200)}`, 201, 'application/octet-stream'],
    ['not a type', 415, undefined],
    ['"><script>/x', 415, undefined],
  ])('said to be %j is given as that, as bytes or not at all, and nobody looks into it', async (type, status, given) => {
    const sent = await ida.send(together, 'a', '<script>alert(1)</script>', type);
    expect(sent.status).toBe(status);
    if (given === undefined) return;
    const { headers } = await download(jo, idOf(sent));
    expect([headers['content-type'], headers['x-content-type-options']]).toEqual([given, 'nosniff']);
  });

  test('of the same content is stored once in an account, however often and by whomever it is sent, and goes with the last of them', async () => {
    const before = (await stored()).length;
    const pair = await begin(jo, 'Direct', [kai]);
    const ids = [idOf(await ida.send(together, 'one', 'the same')), idOf(await jo.send(pair, 'two', 'the same'))];
    const raced = await Promise.all(Array.from({ length: 4 }, (_, n) => ida.send(together, `race ${n}`, 'at the same time')));
    expect(raced.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    await sweep();
    expect(await stored()).toHaveLength(before + 2);
    await ida.call('DELETE', `/me/conversations/${together}/messages/${ids[0]}`);
    world.clock.advance(dayMs);
    await sweep();
    expect((await download(ida, ids[0] ?? '')).status).toBe(404);
    expect((await download(kai, ids[1] ?? '')).html).toBe('the same');
    await jo.call('DELETE', `/me/conversations/${pair}/messages/${ids[1]}`);
    for (const page of raced) await ida.call('DELETE', `/me/conversations/${together}/messages/${idOf(page)}`);
    world.clock.advance(dayMs);
    await sweep();
    expect(await stored()).toHaveLength(before);
    expect((await ida.send(together, 'again', 'the same')).status).toBe(201);
  });

  test('of the same content is stored once more in another account: nobody learns what others have', async () => {
    await createOffice(world, world.gil, 'Globex', 'globex.example');
    const [eve, gus] = [await join(world, server, 'eve@globex.example'), await join(world, server, 'gus@globex.example')];
    const id = await begin(eve, 'Direct', [gus]);
    await ida.send(together, 'a', 'in both accounts');
    const before = (await stored()).length;
    const page = await eve.send(id, 'a', 'in both accounts');
    expect(await stored()).toHaveLength(before + 1);
    expect((await download(ida, idOf(page))).status).toBe(404);
  });
});

describe('an upload', () => {
  const cookies = () => [...ida.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const head = (length: string) =>
    [
      `POST /me/conversations/${together}/attachments?file-name=a HTTP/1.1`,
      `host: ${server.host}`,
      `cookie: ${cookies()}`,
      `x-carillon-form-token: ${ida.token}`,
      length,
      '\r\n',
    ].join('\r\n');

  /** Sends the bytes, and answers what the server said until it closed or had said enough. */
  const talk = async (bytes: readonly (string | Uint8Array)[], enough: RegExp): Promise<string> => {
    const [host, port] = server.host.split(':');
    const socket = connect({ host: host ?? '', port: Number(port) });
    let said = '';
    const done = Promise.withResolvers<string>();
    socket.on('data', (chunk) => {
      said += String(chunk);
      if (enough.test(said)) done.resolve(said);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => done.resolve(said));
    for (const part of bytes) socket.write(part);
    const answer = await done.promise;
    socket.destroy();
    return answer;
  };

  test('that breaks off leaves nothing', async () => {
    const objectsBefore = (await stored()).length;
    const [host, port] = server.host.split(':');
    const socket = connect({ host: host ?? '', port: Number(port) });
    socket.write(head('content-length: 1000000'));
    socket.write('x'.repeat(400_000));
    await expect.poll(leftOver).toHaveLength(1);
    socket.destroy();
    await expect.poll(leftOver).toEqual([]);
    expect(await stored()).toHaveLength(objectsBefore);
    expect(world.faults).toEqual([]);
  });

  test('413 for more than 50 MB: announced, before anything is read; unannounced, once it is too much', async () => {
    const announced = await talk([head('content-length: 50000001')], /\r\n\r\n.*\}/s);
    expect(announced).toMatch(/^HTTP\/1\.1 413 /);
    expect(announced).toContain('The file is larger than 50 MB');
    const chunk = `100000\r\n${'x'.repeat(0x100000)}\r\n`;
    const chunked = await talk(
      [head('transfer-encoding: chunked'), ...Array.from({ length: 49 }, () => chunk), '0\r\n\r\n'],
      /\r\n\r\n.*\}/s,
    );
    expect(chunked).toMatch(/^HTTP\/1\.1 413 /);
    expect(leftOver()).toEqual([]);
  });

  test('of somebody who is refused is not read to its end', async () => {
    const headers = head('transfer-encoding: chunked').replace(/x-carillon-form-token: .*/, 'x-nothing: 1');
    const said = await talk([headers, `100000\r\n${'x'.repeat(0x100000)}\r\n`], /\r\n\r\n.*\}/s);
    expect(said).toMatch(/^HTTP\/1\.1 403 /);
    expect(leftOver()).toEqual([]);
  });

  test('of somebody who is suspended while it arrives is not stored', async () => {
    const [host, port] = server.host.split(':');
    const socket = connect({ host: host ?? '', port: Number(port) });
    const answer = new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(String(chunk))));
    socket.write(head('content-length: 10'));
    socket.write('01234');
    await expect.poll(leftOver).toHaveLength(1);
    await changeUser(world, ida.userId, { registration_status: 'Suspended' });
    socket.write('56789');
    expect(await answer).toMatch(/^HTTP\/1\.1 401 /);
    socket.destroy();
    await changeUser(world, ida.userId, { registration_status: 'Registered' });
    expect(leftOver()).toEqual([]);
  });

  test('that dies between the store and the database leaves no object once it was swept, and never takes a living one with it', async () => {
    const key = `attachments/${acmeId}/00/dead`;
    await world.database.write('', (tx) =>
      tx.query(tx.sql.insertInto('discarded_objects').values({ object_key: key, due_at: world.clock.now() + 1, deleting: 0 })),
    );
    await objects.put(key, Buffer.from('dead'), { contentType: 'text/plain', contentLength: 4 });
    const id = idOf(await ida.send(together, 'alive', 'alive'));
    await sweep();
    expect(await objects.head(key)).toBeDefined();
    world.clock.advance(1);
    await sweep();
    expect(await objects.head(key)).toBeUndefined();
    expect((await download(ida, id)).html).toBe('alive');
  });

  test('is refused once the account has used up its quota, which files that are removed give back', async () => {
    const ids: string[] = [];
    for (const content of [randomBytes(5_000_000), randomBytes(5_000_000)]) ids.push(idOf(await ida.send(together, 'big', content)));
    const full = await ida.send(together, 'third', randomBytes(4_000_000));
    expect([full.status, full.html]).toEqual([400, containing('has used up the 12 MB it may store')]);
    expect(answerOf(full)['Code']).toBe('ResourceLimitExceededException');
    // What is there already takes no room.
    expect((await ida.send(together, 'small again', 'alive')).status).toBe(201);
    for (const id of ids) await ida.call('DELETE', `/me/conversations/${together}/messages/${id}`);
    expect((await ida.send(together, 'third', randomBytes(4_000_000))).status).toBe(201);
  });
});

test('files of an account that was purged are deleted from the store', async () => {
  await ida.send(together, 'last', 'the last one');
  await changeAccount(world, acmeId, { deleted_at: world.clock.now() - 91 * dayMs });
  await world.database.write('', (tx) => deleteProfiles(tx, [ida.userId, jo.userId, kai.userId]));
  await purgeDeletedAccounts.run({ database: world.database, now: world.clock.now() });
  await sweep();
  expect((await stored()).filter(({ key }) => key.includes(acmeId))).toEqual([]);
  const left = await world.database.read('', (tx) => tx.query(tx.sql.selectFrom('messages').select('id').where('account_id', '=', acmeId)));
  expect(left).toEqual([]);
});
