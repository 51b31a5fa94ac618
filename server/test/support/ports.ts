import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A port that nobody listens at now. */
export async function freePort(host: string): Promise<number> {
  const probe = createServer().listen(0, host);
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('A TCP server has an address.');
  return address.port;
}

const startTimeoutMs = 90_000;

/** Waits until somebody listens at the port. */
export async function untilConnected(host: string, port: number): Promise<void> {
  for (const until = Date.now() + startTimeoutMs; ;) {
    const socket = connect(port, host);
    const [event] = await Promise.race([
      once(socket, 'connect').then(() => ['connect']),
      once(socket, 'error').then(() => ['error']),
    ]).catch(() => ['error']);
    socket.destroy();
    if (event === 'connect') return;
    if (Date.now() > until) throw new Error(`Nobody listens at ${host}:${port}.`);
    await delay(30);
  }
}
