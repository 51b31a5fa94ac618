import { request as httpRequest } from 'node:http';
import { createHttpServer } from '../../src/compose.ts';
import type { ConsoleFiles } from '../../src/http/console/files.ts';
import type { WireRequest } from './sign.ts';
import type { Reply, World } from './world.ts';

/** The world's HTTP server on a real socket. */
export interface Listening {
  /** `127.0.0.1:port`, as the Host header has it. */
  readonly host: string;
  /** Sends exactly these bytes. */
  send(request: WireRequest): Promise<Reply>;
  /** A browser's GET. */
  get(path: string): Promise<Reply>;
  close(): Promise<void>;
}

interface Options {
  readonly trustedProxies?: readonly string[];
  readonly consoleFiles?: ConsoleFiles;
  readonly ready?: () => Promise<{ ready: true } | { ready: false; why: string }>;
}

export async function listen(
  world: Pick<World, 'door'>,
  { trustedProxies = [], consoleFiles, ready = async () => ({ ready: true }) }: Options = {},
): Promise<Listening> {
  const documents = new Map([['/openapi.json', { type: 'application/json', body: '{"openapi":"3.1.0"}' }]]);
  const app = createHttpServer(
    world.door,
    { version: '1.2.3', documents, consoleFiles, url: () => 'http://carillon.test', ready },
    trustedProxies,
  );
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const { host, port } = new URL(url);
  const send = async ({ method, target, rawHeaders, body }: WireRequest): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const lengthAndRest = ['connection', 'close', 'content-length', String(body.length), ...rawHeaders];
      const request = httpRequest({ host: '127.0.0.1', port, method, path: target, headers: lengthAndRest, setHost: false });
      request.on('error', reject);
      request.on('response', (response) => {
        const chunks: Uint8Array[] = [];
        response.on('data', (chunk: Uint8Array) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const headers = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
          resolve({ status: response.statusCode ?? 0, headers, body: Buffer.concat(chunks).toString('utf8') });
        });
      });
      request.end(body);
    });
  return {
    host,
    send,
    get: (path) => send({ method: 'GET', target: path, rawHeaders: ['host', host], body: new Uint8Array() }),
    close: () => app.close(),
  };
}
