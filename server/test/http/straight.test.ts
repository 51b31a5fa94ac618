import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { createHttpServer } from '../../src/compose.ts';
import { listen } from '../support/listening.ts';
import { createTeam } from '../support/members.ts';
import { signedRequest, type SignInput } from '../support/sign.ts';
import { createWorld } from '../support/world.ts';

const world = await createWorld();
const server = await listen(world);
afterAll(async () => {
  await server.close();
  await world.close();
});

const byAna = (host: string, method: string, target: string, more: Partial<SignInput> = {}) =>
  signedRequest({
    method,
    url: `http://${host}${target}`,
    accessKeyId: world.ana.accessKeyId,
    secretAccessKey: world.ana.secretAccessKey,
    date: world.clock.now(),
    ...more,
  });

/** A signed request as it goes over the wire. @param more header lines that are not signed */
function bytesOf(host: string, method: string, target: string, more: readonly string[] = []): string {
  const { rawHeaders } = byAna(host, method, target);
  const lines = rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : []));
  return `${[`${method} ${target} HTTP/1.1`, ...lines, ...more].join('\r\n')}\r\n\r\n`;
}

async function connected(host: string): Promise<Socket> {
  const [address, port] = host.split(':');
  const socket = connect({ host: address ?? '', port: Number(port) });
  await once(socket, 'connect');
  return socket.setEncoding('latin1');
}

/** What the server says on the connection until it has said `until` so often, or ends it. */
async function heard(socket: Socket, until: RegExp, times = 1): Promise<string> {
  let text = '';
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    if ((text.match(new RegExp(until.source, 'g')) ?? []).length >= times) break;
  }
  return text;
}

describe('a call without a body', () => {
  test('is answered with the headers of any other answer', async () => {
    const id = await createTeam(world.ana, 'Straight');
    const { status, headers } = await server.send(byAna(server.host, 'GET', `/accounts/${id}`));
    const withBody = await server.send(byAna(server.host, 'POST', `/accounts/${id}`, { body: '{"Name":"Straight on"}' }));
    expect([status, withBody.status]).toEqual([200, 200]);
    const names = ['connection', 'content-length', 'content-type', 'date', 'x-amzn-requestid'];
    expect(Object.keys(headers).toSorted()).toEqual(names);
    expect(Object.keys(withBody.headers).toSorted()).toEqual(names);
    expect(headers['content-type']).toBe(withBody.headers['content-type']);
  });

  test('keeps its length where text is not ASCII', async () => {
    const id = await createTeam(world.ana, 'Zoë & Jürgen 你好');
    const { body, headers } = await server.send(byAna(server.host, 'GET', `/accounts/${id}`));
    expect(JSON.parse(body)).toMatchObject({ Account: { Name: 'Zoë & Jürgen 你好' } });
    expect(headers['content-length']).toBe(String(Buffer.byteLength(body)));
  });

  test('is answered without a body where its answer has none', async () => {
    const id = await createTeam(world.ana, 'Short-lived');
    const { status, body, headers } = await server.send(byAna(server.host, 'DELETE', `/accounts/${id}`));
    expect([status, body, headers['content-length']]).toEqual([204, '', undefined]);
  });

  test('may follow others on a connection, however they arrive', async () => {
    const socket = await connected(server.host);
    const one = bytesOf(server.host, 'GET', '/accounts');
    socket.write(`${one}${one}${one.slice(0, 40)}`);
    socket.write(one.slice(40));
    const text = await heard(socket, /"Accounts":/, 3);
    expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3);
    socket.destroy();
  });

  test('that says that one comes is read with it', async () => {
    const socket = await connected(server.host);
    socket.write(bytesOf(server.host, 'POST', '/accounts', ['transfer-encoding: chunked', 'connection: close']));
    socket.write('2\r\n{}\r\n0\r\n\r\n');
    expect(await heard(socket, /signature/)).toContain('HTTP/1.1 403');
    socket.destroy();
  });

  test('of which one comes in chunks over 1 MiB is refused with 413', async () => {
    const socket = await connected(server.host);
    socket.write(bytesOf(server.host, 'POST', '/accounts', ['transfer-encoding: chunked']));
    const chunk = `${(2 ** 16).toString(16)}\r\n${'x'.repeat(2 ** 16)}\r\n`;
    for (let index = 0; index < 17; index++) socket.write(chunk);
    const text = await heard(socket, /Split the request/);
    expect(text).toContain('HTTP/1.1 413');
    expect(text).toContain('x-amzn-errortype: RequestEntityTooLargeException');
    socket.destroy();
  });

  test('and whose target is no path is refused with 400', async () => {
    for (const target of ['http://elsewhere.test/accounts', '*']) {
      const socket = await connected(server.host);
      socket.write(`OPTIONS ${target} HTTP/1.1\r\nhost: ${server.host}\r\n\r\n`);
      expect([target, await heard(socket, /Message/)]).toEqual([target, expect.stringContaining('HTTP/1.1 400')]);
      socket.destroy();
    }
  });

  test('whose headers are larger than 16 KiB is refused with 431', async () => {
    const socket = await connected(server.host);
    socket.write(bytesOf(server.host, 'GET', '/accounts', [`x-padding: ${'x'.repeat(17_000)}`]));
    expect(await heard(socket, /\r\n\r\n/)).toContain('HTTP/1.1 431');
    socket.destroy();
  });

  test('by a client that leaves before the answer harms nobody', async () => {
    const socket = await connected(server.host);
    socket.write(bytesOf(server.host, 'GET', '/accounts'));
    socket.destroy();
    expect(await server.send(byAna(server.host, 'GET', '/accounts'))).toMatchObject({ status: 200 });
  });
});

test('a page is a page with a query string too', async () => {
  expect(await server.get('/healthz?from=probe')).toMatchObject({ status: 200, body: expect.stringContaining('live') });
});

test('a request has a minute to arrive, a file ten, and an idle connection is kept for 72 seconds', () => {
  const ready = async () => ({ ready: true }) as const;
  const app = createHttpServer(world.door, { version: '', documents: new Map(), url: () => '', ready }, []);
  expect(app.server).toMatchObject({ headersTimeout: 60_000, requestTimeout: 600_000, keepAliveTimeout: 72_000 });
});

test('a request that is whole only when the server has begun to close ends its connection with a 503', async () => {
  const closing = await listen(world);
  const socket = await connected(closing.host);
  const one = bytesOf(closing.host, 'GET', '/accounts');
  socket.write(one.slice(0, 40));
  // Another connection's answer tells that the half request has arrived.
  await closing.send(byAna(closing.host, 'GET', '/accounts'));
  const closed = closing.close();
  socket.write(one.slice(40));
  const text = await heard(socket, /no such text/);
  expect(text).toMatch(/^HTTP\/1\.1 503 /);
  expect(text.toLowerCase()).toContain('connection: close');
  await closed;
});
