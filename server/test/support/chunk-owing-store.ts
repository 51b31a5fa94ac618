import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/**
 * Stands for a store that says an answer to HEAD is in chunks and sends the last of them although there is no body, as Swift does: here
 * it always comes as late as it can, before the next answer on the connection.
 */
export async function startChunkOwingStore(): Promise<{ endpoint: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let owed = '';
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      const asked = data.toString('latin1');
      const isHead = asked.startsWith('HEAD');
      const isLast = /^connection: close\r$/im.test(asked);
      const answer = isHead ? '404 Not Found\r\nTransfer-Encoding: chunked' : '200 OK\r\nContent-Length: 0';
      socket.write(`${owed}HTTP/1.1 ${answer}\r\nConnection: ${isLast ? 'close' : 'keep-alive'}\r\n\r\n`);
      owed = isHead ? '0\r\n\r\n' : '';
      if (isLast) socket.end(owed);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    endpoint: `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
