import { existsSync, readdirSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openBrowser, type Browser, type Page } from '../support/browser.ts';
import { begin, createOffice, join } from '../support/colleagues.ts';
import { listen } from '../support/listening.ts';
import { createWorld } from '../support/world.ts';

const world = await createWorld();
const server = await listen(world);
afterAll(async () => {
  await server.close();
  await world.close();
});
await createOffice(world, world.ana, 'Acme', 'acme.example');
const ida = await join(world, server, 'ida@acme.example', '<b>Ida</b>');
const jo = await join(world, server, 'jo@acme.example', 'Jo');
const arrivals = joinPath(world.dataDir, 'arrivals');
const leftOver = () => (existsSync(arrivals) ? readdirSync(arrivals) : []);

interface Part {
  readonly name: string;
  readonly value: string;
  readonly fileName?: string;
}

const boundary = 'carillon-test-boundary';

function multipart(parts: readonly Part[], end = '--\r\n'): string {
  const text = parts.map(({ name, value, fileName }) => {
    const file = fileName === undefined ? '' : `; filename="${fileName}"\r\ncontent-type: text/plain`;
    return `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`;
  });
  return `${text.join('')}--${boundary}${end}`;
}

async function tokenOf(browser: Browser): Promise<string> {
  return /name="form-token" value="([\w-]+)"/.exec((await browser.open('/me/attachments')).html)?.[1] ?? '';
}

/** Sends the form as a browser does. */
async function upload(browser: Browser, parts: readonly Part[], end?: string): Promise<Page> {
  const token = { name: 'form-token', value: await tokenOf(browser) };
  return post(browser, multipart([token, ...parts], end));
}

const post = (browser: Browser, body: string) =>
  browser.send('POST', '/me/attachments', { 'content-type': `multipart/form-data; boundary=${boundary}` }, body);

test('a file is sent to a colleague by address, and both find it in their lists, escaped, with a link to save it', async () => {
  const sent = await upload(ida.browser, [
    { name: 'email', value: 'JO@acme.example' },
    { name: 'conversation', value: '' },
    { name: 'file', value: 'hello Jo', fileName: 'grüße & <i>co</i>.txt' },
  ]);
  expect([sent.status, sent.headers['location']]).toEqual([303, '/me/attachments?done=sent']);
  const own = await ida.browser.open('/me/attachments?done=sent');
  expect(own.text).toContain('The file is sent.');
  // The slash ends a path, and no name has one.
  expect(own.text).toMatch(/i_\.txt 8 bytes, sent by you to Jo/);
  const page = await jo.browser.open('/me/attachments');
  expect(page.text).toMatch(/8 bytes, sent by <b>Ida<\/b>/);
  expect(page.html).not.toContain('<b>Ida');
  const link = /href="(\/me\/attachments\/[0-9a-f-]{36})"/.exec(page.html)?.[1] ?? '';
  expect((await jo.browser.send('GET', link)).html).toBe('hello Jo');
  expect(page.html).not.toContain('>Remove<');
});

test('a file is sent to a room, and taken back by its sender alone', async () => {
  const room = await begin(jo, 'Room', [ida], 'Board');
  expect((await ida.browser.open('/me/attachments')).text).toContain('Room: Board');
  const sent = await upload(ida.browser, [
    { name: 'email', value: '' },
    { name: 'conversation', value: room },
    { name: 'file', value: 'minutes', fileName: 'minutes.txt' },
  ]);
  expect(sent.status).toBe(303);
  const page = await ida.browser.open('/me/attachments');
  expect(page.text).toContain('minutes.txt 7 bytes, sent by you to Board');
  expect((await ida.browser.submit('/me/attachments/remove')).text).toContain('The file is removed.');
  expect((await jo.browser.open('/me/attachments')).text).not.toContain('minutes.txt');
});

test.each([
  [
    'no file is chosen',
    [
      { name: 'email', value: 'jo@acme.example' },
      { name: 'file', value: '', fileName: '' },
    ],
    400,
    'Choose a file first.',
  ],
  [
    'nobody is to get it',
    [
      { name: 'email', value: '' },
      { name: 'file', value: 'x', fileName: 'x' },
    ],
    400,
    'Say who gets the file',
  ],
  [
    'nobody has the address',
    [
      { name: 'email', value: 'x@acme.example' },
      { name: 'file', value: 'x', fileName: 'x' },
    ],
    404,
    'no registered user with the address x@acme.example',
  ],
  [
    'the conversation is somebody else’s',
    [
      { name: 'conversation', value: 'other' },
      { name: 'file', value: 'x', fileName: 'x' },
    ],
    404,
    'There is no such conversation',
  ],
] as const)('the form is shown again when %s', async (_, parts, status, message) => {
  const page = await upload(ida.browser, parts);
  expect([page.status, page.text]).toEqual([status, expect.stringContaining(message)]);
  expect(page.html).toContain('enctype="multipart/form-data"');
  expect(leftOver()).toEqual([]);
});

test('a form without its token, with another browser’s, or with the token behind the file sends nothing', async () => {
  const file = { name: 'file', value: 'x', fileName: 'x' };
  const foreign = { name: 'form-token', value: await tokenOf(jo.browser) };
  const own = { name: 'form-token', value: await tokenOf(ida.browser) };
  const to = { name: 'email', value: 'jo@acme.example' };
  for (const parts of [
    [to, file],
    [foreign, to, file],
    [to, file, own],
  ]) {
    const page = await post(ida.browser, multipart(parts));
    expect([page.status, page.text]).toEqual([403, expect.stringContaining('The form has expired')]);
  }
  expect(leftOver()).toEqual([]);
});

test.each([
  ['ends in the middle of the file', (body: string) => body.slice(0, -20)],
  ['has another boundary than it says', (body: string) => body.replaceAll(boundary, 'other')],
  ['is empty', () => ''],
])('a form that %s is refused, and leaves nothing', async (_, change) => {
  const token = { name: 'form-token', value: await tokenOf(ida.browser) };
  const body = multipart([token, { name: 'email', value: 'jo@acme.example' }, { name: 'file', value: 'x'.repeat(1000), fileName: 'cut' }]);
  expect((await post(ida.browser, change(body))).status).toBeOneOf([400, 403]);
  expect((await ida.browser.open('/me/attachments')).text).not.toContain('cut');
  expect(leftOver()).toEqual([]);
});

test('a form of another kind is no form with a file', async () => {
  for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data', 'multipart/form-data; boundary=', 'text/plain']) {
    expect((await ida.browser.send('POST', '/me/attachments', { 'content-type': type }, 'form-token=x')).status).toBeOneOf([400, 403, 415]);
  }
});

test('older files are a page further', async () => {
  for (let count = 0; count < 26; count += 1) await ida.send(await begin(ida, 'Direct', [jo]), `file-${count}.txt`, 'x');
  const first = await jo.browser.open('/me/attachments');
  expect(first.text).toContain('file-25.txt');
  expect(first.text).not.toContain('file-0.txt');
  const older = /href="(\/me\/attachments\?before=[0-9a-f-]{36})"/.exec(first.html)?.[1] ?? '';
  expect((await jo.browser.open(older)).text).toContain('file-0.txt');
});

test('whoever is not signed in is led to the sign-in page', async () => {
  expect((await openBrowser(server).open('/me/attachments')).path).toBe('/signin');
});
