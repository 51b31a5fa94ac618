import { once } from 'node:events';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Authority } from './authority.ts';

/** A server that shows a certificate, and says nothing more. */
export interface SilentServer {
  readonly port: number;
  close(): Promise<void>;
}

/** @param names of the certificate, such as `IP:127.0.0.1` */
export async function showCertificate(
  authority: Authority,
  names: readonly string[],
  options?: { readonly expired?: boolean },
): Promise<SilentServer> {
  const { cert, key } = authority.issue(names, options);
  return listening(
    createTlsServer({ cert, key }, (socket) => void socket.on('error', () => undefined)).on('tlsClientError', () => undefined),
  );
}

/** Takes connections and never answers. */
export async function neverAnswer(): Promise<SilentServer> {
  return listening(createTcpServer((socket) => void socket.on('error', () => undefined)));
}

async function listening(server: Server): Promise<SilentServer> {
  const open = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => open.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
