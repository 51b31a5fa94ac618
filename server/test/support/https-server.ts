import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { createAuthority } from './authority.ts';

/** A server on this machine that this process trusts. */
export interface HttpsServer {
  /** `https://127.0.0.1:port`. */
  readonly url: string;
  /** The authority that its certificate is of, PEM. */
  readonly authority: string;
  close(): Promise<void>;
}

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/** Starts a server whose certificate an authority of its own has issued, which from now on is among those this process trusts. */
export async function startHttpsServer(handle: Handle): Promise<HttpsServer> {
  const authority = createAuthority();
  setDefaultCACertificates([...getCACertificates('default'), authority.certificate]);
  const server = createServer(authority.issue(['IP:127.0.0.1', 'DNS:localhost']), handle);
  // Nobody waits for it: a test file that forgets to close it ends all the same.
  server.unref().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
  return {
    url: `https://127.0.0.1:${address.port}`,
    authority: authority.certificate,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The body of a request as text. */
export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
