import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/** Lets a name server that listens at a port of 127.0.0.1 be asked at another loopback address, which named does not listen on. */
export interface Relay {
  /** From now on packets are received and nothing is answered. */
  freeze(): void;
  resume(): void;
  close(): Promise<void>;
}

/** For one answer; whoever asked has given up by then. */
const answerMs = 10_000;

/** Relays UDP and TCP from a port of an address to another port of 127.0.0.1. */
export async function startRelay(address: string, port: number, toPort: number): Promise<Relay> {
  let isFrozen = false;
  const front = createSocket('udp4');
  front.on('message', (question, { address: from, port: fromPort }) => {
    if (isFrozen) return;
    const back = createSocket('udp4');
    const patience = setTimeout(() => back.close(), answerMs).unref();
    back.once('message', (answer) => {
      clearTimeout(patience);
      back.close();
      if (!isFrozen) front.send(answer, fromPort, from);
    });
    back.on('error', () => undefined);
    back.send(question, toPort, '127.0.0.1');
  });
  front.bind(port, address);
  await once(front, 'listening');
  const stream = createServer((socket) => {
    const back = connect(toPort, '127.0.0.1');
    for (const one of [socket, back]) one.on('error', () => undefined);
    if (!isFrozen) socket.pipe(back).pipe(socket);
  }).listen(port, address);
  await once(stream, 'listening');
  return {
    freeze: () => void (isFrozen = true),
    resume: () => void (isFrozen = false),
    async close() {
      front.close();
      stream.close();
      await once(stream, 'close');
    },
  };
}
