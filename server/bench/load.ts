// A load generator that costs far less than what it measures: raw sockets, requests signed once and sent over and over.
// Run by the benchmark as `node load.ts`, with the plan as JSON on standard input; answers one line of JSON.
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { pathToFileURL } from 'node:url';

export interface Plan {
  readonly port: number;
  /** Whole HTTP requests. Connection n sends the n-th of them, over and over; each is answered at a constant length. */
  readonly requests: readonly string[];
  /** Each connection sends all requests, one after the other, from its own on; whatever the length of their answers. */
  readonly varied?: true;
  readonly connections: number;
  readonly seconds: number;
  /** The first of them whose latencies do not count, for a generator that has just started is slow itself; absent = none. */
  readonly warmUpSeconds?: number;
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
  /** Sent in turn. */
  readonly requests: readonly string[];
  /** The number of the next one. */
  next: number;
  dueAt: number;
  /** Bytes of the answer that are still to come; 0 = it has not begun. */
  missing: number;
  /** The length of every answer on this line; 0 = not known yet, or not always the same. */
  length: number;
  /** Takes what has arrived; good only while it runs. */
  receive(chunk: Buffer): void;
}

/** Runs the plan once the connections are open. Throws at the first answer that is no success. */
export async function generate(plan: Plan): Promise<Load> {
  const { port, requests, varied, connections, seconds, warmUpSeconds = 0, perSecond, awake } = plan;
  const ofLine = (index: number): readonly string[] => (varied ? requests : [requests[index % requests.length] ?? '']);
  const first = (index: number): number => Math.floor((index * requests.length) / connections);
  const lines = await Promise.all(Array.from({ length: connections }, (_, index) => open(port, ofLine(index), varied ? first(index) : 0)));
  // All of it at once: to make room for more, and to collect what is left over, would take time from the answers.
  const latencies = new Float64Array(answersPerSecondMax * seconds);
  let [count, counted] = [0, 0];
  const finished = Promise.withResolvers<void>();
  const startedAt = performance.now();
  const countsFrom = startedAt + warmUpSeconds * 1000;
  const endsAt = startedAt + seconds * 1000;
  const send = (line: Line, dueAt: number): void => {
    line.dueAt = dueAt;
    line.socket.write(line.requests[line.next % line.requests.length] ?? '', 'latin1');
    line.next += 1;
  };
  const pacer = perSecond === undefined ? undefined : createPacer({ lines, perSecond, startedAt }, send);
  const answered = (line: Line): void => {
    const now = performance.now();
    count += 1;
    if (line.dueAt >= countsFrom) latencies[counted++] = now - line.dueAt;
    if (now >= endsAt) finished.resolve();
    else if (pacer) pacer.take(line);
    else send(line, now);
  };
  for (const line of lines) {
    line.receive = (chunk) => receive(line, chunk, answered, finished.reject);
    line.socket.on('error', finished.reject);
  }
  let spinning = awake;
  const spin = (): void => void (spinning && setImmediate(spin));
  spin();
  if (pacer) pace(pacer, { endsAt, awake }, finished.resolve);
  else for (const line of lines) send(line, performance.now());
  await finished.promise;
  spinning = false;
  const tookMs = performance.now() - startedAt;
  for (const { socket } of lines) socket.destroy();
  const sorted = latencies.subarray(0, counted).toSorted();
  return { count, perSecond: (count * 1000) / tookMs, p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
}

/** More than any server here answers. */
const answersPerSecondMax = 200_000;
const chunkBytesMax = 65_536;

function open(port: number, requests: readonly string[], next: number): Promise<Line> {
  return new Promise((resolve, reject) => {
    const callback = (length: number, buffer: Uint8Array): boolean => {
      line.receive(Buffer.from(buffer.buffer, buffer.byteOffset, length));
      return true;
    };
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, onread: { buffer: Buffer.alloc(chunkBytesMax), callback } });
    const line: Line = { socket, requests, next, dueAt: 0, missing: 0, length: 0, receive: () => undefined };
    socket.once('connect', () => resolve(line));
    socket.once('error', reject);
  });
}

function receive(line: Line, chunk: Buffer, answered: (line: Line) => void, fail: (reason: Error) => void): void {
  if (line.missing === 0) {
    // `HTTP/1.1 2…`: nothing else is counted.
    if (chunk[9] !== 0x32) return fail(new Error(`Answered ${chunk.toString('latin1').slice(0, 600)}`));
    line.missing = line.length || lengthOf(chunk);
    if (line.requests.length === 1) line.length = line.missing;
  }
  line.missing -= chunk.length;
  if (line.missing < 0) fail(new Error('An answer was longer than the ones before.'));
  else if (line.missing === 0) answered(line);
}

/** What is looked at of an answer for its head. */
const headBytesMax = 1_000;

function lengthOf(chunk: Buffer): number {
  const text = chunk.toString('latin1', 0, headBytesMax);
  const head = text.indexOf('\r\n\r\n') + 4;
  return head + Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
}

interface Pacer {
  /** Sends what is due on whatever line is idle. What finds none idle stays due, and its waiting counts. */
  sendDue(now: number): void;
  /** The line is idle again: what has waited for one goes at once, whatever woke this process. */
  take(line: Line): void;
}

interface Pace {
  /** All of them idle. */
  readonly lines: readonly Line[];
  readonly perSecond: number;
  readonly startedAt: number;
}

function createPacer({ lines, perSecond, startedAt }: Pace, send: (line: Line, dueAt: number) => void): Pacer {
  const idle = [...lines];
  let sent = 0;
  const sendDue = (now: number): void => {
    for (let dueAt = startedAt; dueAt <= now && idle.length > 0; sent += 1) {
      dueAt = startedAt + (sent * 1000) / perSecond;
      const line = dueAt <= now ? idle.shift() : undefined;
      if (!line) break;
      send(line, dueAt);
    }
  };
  return {
    sendDue,
    take(line) {
      idle.push(line);
      sendDue(performance.now());
    },
  };
}

function pace(pacer: Pacer, { endsAt, awake }: { endsAt: number; awake: boolean }, finish: () => void): void {
  const turn = (): void => {
    const now = performance.now();
    pacer.sendDue(now);
    if (now >= endsAt) finish();
    else if (awake) setImmediate(turn);
    else setTimeout(turn, 1);
  };
  turn();
}

function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const plan: Plan = JSON.parse(readFileSync(0, 'utf8'));
  console.log(JSON.stringify(await generate(plan)));
}
