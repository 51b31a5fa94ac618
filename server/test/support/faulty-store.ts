import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';

/** What happens to a request: it passes; it is answered 503 unseen; it passes late; or it passes, and its answer is lost. */
export type Fault = 'pass' | 'unavailable' | 'slow' | 'lose-answer';

/** Stands before an object store, and does to requests what networks and overloaded stores do. */
export interface FaultyStore {
  readonly endpoint: string;
  /** Requests so far, as `PUT /bucket/key`. */
  readonly requests: readonly string[];
  /** Decides about each request from now on. */
  decide(fault: (request: string) => Fault): void;
  close(): Promise<void>;
}

/** By how much a slow request is late. */
const slowMs = 300;

/** @param endpoint of the real store */
export async function startFaultyStore(endpoint: string): Promise<FaultyStore> {
  const { hostname, port } = new URL(endpoint);
  const requests: string[] = [];
  let fault: (request: string) => Fault = () => 'pass';
  const server = createServer((incoming, outgoing) => {
    const line = `${incoming.method} ${(incoming.url ?? '').split('?')[0]}`;
    requests.push(line);
    const decision = fault(line);
    if (decision === 'unavailable') {
      incoming.resume();
      outgoing
        .writeHead(503, { 'content-type': 'application/xml' })
        .end('<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>');
    } else if (decision === 'slow') setTimeout(() => pass({ hostname, port }, incoming, outgoing, false), slowMs);
    else pass({ hostname, port }, incoming, outgoing, decision === 'lose-answer');
  });
  // A connection that nobody uses for a while is no fault of the store's.
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    endpoint: `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`,
    requests,
    decide: (decided) => void (fault = decided),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function pass(target: { hostname: string; port: string }, incoming: IncomingMessage, outgoing: ServerResponse, loses: boolean): void {
  const { method, url, headers } = incoming;
  const upstream = request({ ...target, method, path: url, headers, agent: false }, (answer) => {
    answer.on('error', () => outgoing.destroy());
    if (loses) {
      answer.resume().on('end', () => outgoing.destroy());
      return;
    }
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  // Swift adds an empty chunk to answers that have no body, which Node takes for a fault after the answer.
  upstream.on('error', () => outgoing.headersSent || outgoing.destroy());
  incoming.pipe(upstream);
}
