// A load generator that costs far less than what it measures: raw sockets, requests signed once and sent over and over.
// Run by the benchmark as `node load.ts '<plan as JSON>'`; answers one line of JSON.
import { connect, type Socket } from 'node:net';
import { pathToFileURL } from 'node:url';

export interface Plan {
  readonly port: number;
  /** Whole HTTP requests. Connection n sends the n-th of them, round and round; each is answered at a constant length. */
  readonly requests: readonly string[];
  readonly connections: number;
  readonly seconds: number;
  /** Requests per second, sent when they are due whatever has been answered; absent = each connection as fast as it can. */
  readonly perSecond?: number;
  /** Never sleep: to wake a process costs the server more than to answer it. Only where nothing else needs this processor. */
  readonly awake: boolean;
}

export interface Load {
  readonly count: number;
  readonly perSecond: number;
  /** Milliseconds from when a request was due until it was answered whole. */
  readonly p50: number;
  readonly p99: number;
}

/** One connection that waits for the answer before it sends again. */
interface Line {
  readonly socket: Socket;
  readonly request: string;
  dueAt: number;
  /** Bytes of the answer that are still to come; 0 = it has not begun. */
  missing: number;
  /** The length of every answer on this line; 0 = not known yet. */
  length: number;
}

/** Runs the plan once the connections are open. Throws at the first answer that is no success. */
export async function generate({ port, requests, connections, seconds, perSecond, awake }: Plan): Promise<Load> {
  const lines = await Promise.all(Array.from({ length: connections }, (_, index) => open(port, requests[index % requests.length] ?? '')));
  const latencies: number[] = [];
  const finished = Promise.withResolvers<void>();
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  const idle = perSecond === undefined ? [] : [...lines];
  const send = (line: Line, dueAt: number): void => {
    line.dueAt = dueAt;
    line.socket.write(line.request, 'latin1');
  };
  const answered = (line: Line): void => {
    const now = performance.now();
    latencies.push(now - line.dueAt);
    if (now >= endsAt) finished.resolve();
    else if (perSecond === undefined) send(line, now);
    else idle.push(line);
  };
  for (const line of lines) {
    line.socket.on('data', (chunk) => typeof chunk === 'string' || receive(line, chunk, answered, finished.reject));
    line.socket.on('error', finished.reject);
  }
  let spinning = awake;
  const spin = (): void => void (spinning && setImmediate(spin));
  spin();
  if (perSecond === undefined) for (const line of lines) send(line, performance.now());
  else pace({ idle, perSecond, startedAt, endsAt, awake }, send, finished.resolve);
  await finished.promise;
  spinning = false;
  const tookMs = performance.now() - startedAt;
  for (const { socket } of lines) socket.destroy();
  latencies.sort((a, b) => a - b);
  return {
    count: latencies.length,
    perSecond: (latencies.length * 1000) / tookMs,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
  };
}

function open(port: number, request: string): Promise<Line> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.once('connect', () => resolve({ socket, request, dueAt: 0, missing: 0, length: 0 }));
    socket.once('error', reject);
  });
}

function receive(line: Line, chunk: Buffer, answered: (line: Line) => void, fail: (reason: Error) => void): void {
  if (line.missing === 0) {
    // `HTTP/1.1 2…`: nothing else is counted.
    if (chunk[9] !== 0x32) return fail(new Error(`Answered ${chunk.toString('latin1').slice(0, 600)}`));
    if (line.length === 0) line.length = lengthOf(chunk);
    line.missing = line.length;
  }
  line.missing -= chunk.length;
  if (line.missing < 0) fail(new Error('An answer was longer than the ones before.'));
  else if (line.missing === 0) answered(line);
}

function lengthOf(chunk: Buffer): number {
  const text = chunk.toString('latin1');
  const head = text.indexOf('\r\n\r\n') + 4;
  return head + Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
}

interface Pace {
  readonly idle: Line[];
  readonly perSecond: number;
  readonly startedAt: number;
  readonly endsAt: number;
  readonly awake: boolean;
}

/** Sends what is due on whatever line is idle. What finds none idle stays due, and its waiting counts. */
function pace({ idle, perSecond, startedAt, endsAt, awake }: Pace, send: (line: Line, dueAt: number) => void, finish: () => void): void {
  let sent = 0;
  const turn = (): void => {
    const now = performance.now();
    for (let dueAt = startedAt; dueAt <= now && idle.length > 0; sent += 1) {
      dueAt = startedAt + (sent * 1000) / perSecond;
      const line = dueAt <= now ? idle.shift() : undefined;
      if (!line) break;
      send(line, dueAt);
    }
    if (now >= endsAt) finish();
    else if (awake) setImmediate(turn);
    else setTimeout(turn, 1);
  };
  turn();
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const plan: Plan = JSON.parse(process.argv[2] ?? '');
  console.log(JSON.stringify(await generate(plan)));
}
