import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { objectsOf } from '../support/buckets.ts';
import { listen, type Listening } from '../support/listening.ts';
import { createWorld } from '../support/world.ts';

const world = await createWorld();
const { own } = objectsOf(world);
let server: Listening;
let path: string;

/** The path of a link to an object, as its address has it. */
const link = async (key: string, expiresInSeconds = 3600): Promise<string> =>
  new URL(await own.signGet(key, { expiresInSeconds, fileName: '../Zoë "1".html', now: world.clock.now() })).pathname;
const get = (target: string, headers: readonly string[] = [], method = 'GET') =>
  server.send({ method, target, rawHeaders: ['host', server.host, ...headers], body: new Uint8Array() });

beforeAll(async () => {
  server = await listen(world);
  const body = Buffer.from('<script>alert(1)</script>');
  await own.put('page', body, { contentType: 'text/html', contentLength: body.length });
  path = await link('page');
});
afterAll(async () => {
  await server.close();
  await world.close();
});

describe('a link to an object', () => {
  test('saves a file under a harmless name, and is never shown or run', async () => {
    const { status, headers, body } = await get(path);
    expect([status, body]).toEqual([200, '<script>alert(1)</script>']);
    expect(headers).toMatchObject({
      'content-type': 'text/html',
      'content-length': '25',
      'content-disposition': `attachment; filename="Zo_ _1_.html"; filename*=UTF-8''Zo%C3%AB%20_1_.html`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'accept-ranges': 'bytes',
    });
    expect(await get(path, [], 'HEAD')).toMatchObject({ status: 200, body: '', headers: { 'content-length': '25' } });
  });

  test.each([
    ['bytes=0-7', 206, '<script>', 'bytes 0-7/25'],
    ['bytes=16-', 206, '</script>', 'bytes 16-24/25'],
    ['bytes=-3', 206, 'pt>', 'bytes 22-24/25'],
    ['bytes=20-999', 206, 'ript>', 'bytes 20-24/25'],
    ['bytes=25-', 416, expect.stringContaining('only 25 bytes'), 'bytes */25'],
    ['bytes=7-3', 200, '<script>alert(1)</script>', undefined],
    ['bytes=0-1,3-4', 200, '<script>alert(1)</script>', undefined],
    ['lines=1-2', 200, '<script>alert(1)</script>', undefined],
  ])('answers %s with %i', async (range, status, body, contentRange) => {
    const answer = await get(path, ['range', range]);
    expect(answer).toMatchObject({ status, body });
    expect(answer.headers['content-range']).toBe(contentRange);
  });

  test('answers the whole file if it has changed since the part before', async () => {
    const { etag = '' } = (await get(path)).headers;
    expect((await get(path, ['range', 'bytes=0-0', 'if-range', etag])).status).toBe(206);
    expect((await get(path, ['range', 'bytes=0-0', 'if-range', '"other"'])).status).toBe(200);
  });

  test('leads nowhere when it is changed, expired, or its object is gone', async () => {
    const [token = '', name = ''] = path.split('/').slice(2);
    expect((await get(`/objects/${token.slice(0, -2)}xx/${name}`)).status).toBe(404);
    expect((await get('/objects/x/y')).status).toBe(404);
    expect((await get(await link('never-there'))).status).toBe(404);
    const short = await link('page', 60);
    world.clock.advance(61_000);
    expect(await get(short)).toMatchObject({ status: 403, body: expect.stringContaining('expired') });
  });

  test('of any name on the address is saved under the name that was signed', async () => {
    const [token = ''] = path.split('/').slice(2);
    expect((await get(`/objects/${token}/evil.exe`)).headers['content-disposition']).toContain('.html');
  });
});
