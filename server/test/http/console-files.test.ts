import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConsoleFiles } from '../../src/http/console/files.ts';
import { openBrowser } from '../support/browser.ts';
import { listen, type Listening } from '../support/listening.ts';
import { createWorld, type World } from '../support/world.ts';

const page = '<!doctype html><title>Carillon</title><div id="console"><!-- inside --><p>Loading</p>\n<!-- /inside --></div>';
const door = '<!doctype html><title>Carillon</title><div id="console"></div>';
const script = 'export const built = true;';
let world: World;
let folder: string;
let server: Listening;
beforeAll(async () => {
  world = await createWorld();
  folder = mkdtempSync(join(tmpdir(), 'carillon-console-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), page);
  writeFileSync(join(folder, 'assets/main-abcd1234.js'), script);
  writeFileSync(join(folder, 'assets/main-abcd1234.js.br'), brotliCompressSync(script));
  writeFileSync(join(folder, 'assets/main-abcd1234.js.gz'), gzipSync(script));
  writeFileSync(join(folder, 'assets/gone-abcd1234.js'), script);
  const consoleFiles = readConsoleFiles(pathToFileURL(`${folder}/`));
  server = await listen(world, consoleFiles && { consoleFiles });
  rmSync(join(folder, 'assets/gone-abcd1234.js'));
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
  await world.close();
});

test('the console is at / and at whatever address of its own, under a policy without exceptions for inline code', async () => {
  for (const path of ['/', '/setup', '/console', '/console/accounts/1/users?q=a']) {
    const reply = await server.get(path);
    const headers = { 'cache-control': 'private, no-cache', 'x-content-type-options': 'nosniff' };
    expect(reply).toMatchObject({ status: 200, body: door, headers });
    const policy = reply.headers['content-security-policy'] ?? '';
    expect(policy).toContain("script-src 'self'; style-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
  }
  expect((await server.get('/about')).body).toContain('Open the console');
});

test('its files are kept for good, and come compressed to whoever takes that', async () => {
  const browser = openBrowser(server);
  const kept = {
    'cache-control': 'public, max-age=31536000, immutable',
    'content-type': 'text/javascript; charset=utf-8',
    vary: 'accept-encoding',
  };
  expect(await server.get('/console/assets/main-abcd1234.js')).toMatchObject({ status: 200, body: script, headers: kept });
  for (const encoding of ['br', 'gzip'])
    expect(await browser.send('GET', '/console/assets/main-abcd1234.js', { 'accept-encoding': `${encoding}, deflate` })).toMatchObject({
      status: 200,
      headers: { ...kept, 'content-encoding': encoding },
    });
});

test('a file that is not there is 404 and kept by nobody, be it of another build or outside of the folder', async () => {
  for (const name of ['other-abcd1234.js', 'gone-abcd1234.js', '..%2Findex.html', 'main-abcd1234.js.br'])
    expect(await server.get(`/console/assets/${name}`)).toMatchObject({ status: 404, headers: { 'cache-control': 'no-store' } });
});

test('calls of the API are what they were: a path of theirs is none of the console’s', async () => {
  expect((await server.get('/accounts')).status).toBe(403);
  expect((await server.get('/?Action=GetCallerIdentity')).status).toBe(403);
});
