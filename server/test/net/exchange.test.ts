import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exchange } from '../../src/net/exchange.ts';
import { createOutgoing, type Outgoing } from '../../src/net/outgoing.ts';
import { createAuthority } from '../support/authority.ts';

const authority = createAuthority();
const names = ['DNS:localhost', 'DNS:idp.example', 'DNS:rebinding.example', 'IP:127.0.0.1'];

describe('an outgoing request', () => {
  let server: Server;
  let port = 0;
  const seen: string[] = [];
  const answers: Record<string, (response: ServerResponse, request: IncomingMessage) => void> = {
    '/document': (response) => response.end('{"hello":"world"}'),
    '/redirect': (response) => response.writeHead(302, { location: `https://localhost:${port}/secret` }).end(),
    '/secret': (response) => response.end('secret'),
    '/large': (response) => response.end('x'.repeat(2_000)),
    '/endless': (response) => {
      const pour = (error?: Error | null): void => void (error ?? response.write('x'.repeat(65_536), pour));
      pour();
    },
    '/silent': () => {},
    '/drip': (response) => response.write('{'),
    '/reset': (response) => response.destroy(),
    '/echo': (response, request) => void request.pipe(response),
  };

  beforeAll(async () => {
    server = createServer(authority.issue(names), (request, response) => {
      seen.push(request.url ?? '');
      answers[request.url ?? '']?.(response, request);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    // A server that was told to listen on a port has an address with one.
    port = (server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  const local = createOutgoing({ allow: ['127.0.0.1'], resolveHost: async () => [{ address: '127.0.0.1', family: 4 }] });
  const get = async (url: string, outgoing: Outgoing = local, more: { bytesMax?: number; timeoutMs?: number; authority?: string } = {}) =>
    exchange(outgoing, { url, method: 'GET', timeoutMs: 5_000, bytesMax: 1_000, authority: authority.certificate, ...more });
  const at = (path: string, host = 'idp.example'): string => `https://${host}:${port}${path}`;
  const reason = async (answer: Promise<unknown>): Promise<unknown> =>
    answer.then(
      () => 'answered',
      (error: { reason?: string }) => error.reason,
    );

  test('reaches an allowed server whose certificate is in order, and brings its answer', async () => {
    const { status, body } = await get(at('/document'));
    expect([status, body.toString()]).toEqual([200, '{"hello":"world"}']);
  });

  test('carries a body', async () => {
    const sent = await exchange(local, {
      url: at('/echo'),
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'hello',
      timeoutMs: 5_000,
      bytesMax: 100,
      authority: authority.certificate,
    });
    expect(sent.body.toString()).toBe('hello');
  });

  test.each([
    'http://idp.example/',
    'ftp://idp.example/',
    'file:///etc/passwd',
    'https://user:password@idp.example/',
    'https://user@idp.example/',
    'idp.example',
    '',
  ])('is refused to %s', async (url) => {
    expect(await reason(get(url))).toBe('refused');
  });

  test.each(['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0177.0.0.1', '0x7f.1', '169.254.169.254', '10.0.0.1'])(
    'is refused to the literal address %s, which no look-up would see',
    async (host) => {
      expect(await reason(get(`https://${host}:${port}/document`, createOutgoing({ allow: [] })))).toBe('refused');
    },
  );

  test('is refused to a name that stands for an address of this machine, and does not tell which', async () => {
    const outgoing = createOutgoing({ allow: [], resolveHost: async () => [{ address: '10.20.30.40', family: 4 }] });
    const error: unknown = await get(at('/document'), outgoing).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ reason: 'refused', cause: { message: 'idp.example is at 10.20.30.40, a private address.' } });
    expect(String(error)).not.toContain('10.20.30.40');
    expect(await reason(get(at('/document', 'localhost'), createOutgoing({ allow: [] })))).toBe('refused');
  });

  test('is refused if only one of several addresses is out of bounds', async () => {
    const mixed = [
      { address: '203.0.113.1', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    expect(await reason(get(at('/document'), createOutgoing({ allow: ['203.0.113.0/24'], resolveHost: async () => mixed })))).toBe(
      'refused',
    );
  });

  test('goes to the address that was checked, whatever the name stands for a moment later', async () => {
    const turns = ['127.0.0.1', '127.0.0.2', '169.254.169.254'];
    let asked = 0;
    const rebinding = createOutgoing({
      allow: ['127.0.0.1'],
      resolveHost: async () => [{ address: turns[asked++] ?? '', family: 4 }],
    });
    expect((await get(at('/document', 'rebinding.example'), rebinding)).status).toBe(200);
    expect(asked).toBe(1);
    expect(await reason(get(at('/document', 'rebinding.example'), rebinding))).toBe('refused');
    expect(await reason(get(at('/document', 'rebinding.example'), rebinding))).toBe('refused');
  });

  test('does not follow a redirect', async () => {
    seen.length = 0;
    expect((await get(at('/redirect'))).status).toBe(302);
    expect(seen).toEqual(['/redirect']);
  });

  test.each(['/large', '/endless'])('stops reading %s at its limit', async (path) => {
    expect(await reason(get(at(path)))).toBe('too-large');
  });

  test.each(['/silent', '/drip'])('gives up on %s in time', async (path) => {
    expect(await reason(get(at(path), local, { timeoutMs: 200 }))).toBe('timeout');
  });

  test('gives up in time on a name that is never resolved', async () => {
    const outgoing = createOutgoing({ allow: [], resolveHost: () => new Promise(() => {}) });
    expect(await reason(get(at('/document'), outgoing, { timeoutMs: 200 }))).toBe('timeout');
  });

  test('tells a broken connection, a closed port and a name without address apart from the rest', async () => {
    expect(await reason(get(at('/reset')))).toBe('unreachable');
    expect(await reason(get('https://idp.example:1/document'))).toBe('unreachable');
    const nobody = createOutgoing({ allow: [], resolveHost: async () => [] });
    expect(await reason(get(at('/document'), nobody))).toBe('unresolved');
    const failing = createOutgoing({ allow: [], resolveHost: async () => Promise.reject(new Error('NXDOMAIN')) });
    expect(await reason(get(at('/document'), failing))).toBe('unresolved');
  });

  test('trusts no unknown authority, no other name, no expired certificate', async () => {
    const unknown = exchange(local, { url: at('/document'), method: 'GET', timeoutMs: 5_000, bytesMax: 1_000 });
    expect(await reason(unknown)).toBe('untrusted');
    expect(await reason(get(at('/document', 'other.example')))).toBe('untrusted');
    expect(await reason(get(at('/document'), local, { authority: createAuthority().certificate }))).toBe('untrusted');
    server.setSecureContext(authority.issue(names, { expired: true }));
    expect(await reason(get(at('/document')))).toBe('untrusted');
    server.setSecureContext(authority.issue(names));
    expect((await get(at('/document'))).status).toBe(200);
  });
});
