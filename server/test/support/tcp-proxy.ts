import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Passes connections on to a server, and cuts them when it is told to. */
export interface TcpProxy {
  readonly port: number;
  /** Connections so far. */
  readonly count: number;
  /** Cuts the next connection after so many bytes from the server. */
  cutNextAfter(bytes: number): void;
  close(): Promise<void>;
}

export async function startProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const open = new Set<Socket>();
  let count = 0;
  let cutAfter = Infinity;
  const server = createServer((client) => {
    const upstream = connect(target);
    const limit = cutAfter;
    cutAfter = Infinity;
    count += 1;
    let passed = 0;
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket
        .on('error', () => undefined)
        .on('close', () => {
          open.delete(socket);
          client.destroy();
          upstream.destroy();
        });
    }
    client.pipe(upstream);
    upstream.on('data', (data: Buffer) => {
      passed += data.length;
      client.write(data);
      if (passed > limit) client.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    get count() {
      return count;
    },
    cutNextAfter: (bytes) => void (cutAfter = bytes),
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
