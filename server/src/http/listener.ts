import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { getBuiltinModule } from 'node:process';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { dispatch } from '../dispatch.ts';
import { FrontDoorError } from '../errors.ts';
import type { Addresses } from './addresses.ts';
import { createArrival, family, protocolOf, type FrontDoor, type Incoming } from './arrival.ts';
import { registerIngest } from './ingest.ts';
import type { Pages } from './pages.ts';
import { sessionHeader } from './console/session.ts';
import type { Outgoing } from './protocols/protocol.ts';
import { isScimRequest, refuseScim, registerScim } from './scim.ts';
import { SignatureError, signatureFault } from './sigv4/error.ts';
import { isSecure } from './visit.ts';
import { findCookie, readCookies } from '../signin/cookies.ts';

/** Largest request body, bytes. */
export const bodyMax = 1024 * 1024;
/** A request that is not complete by then is dropped. */
const requestTimeoutMs = 60_000;
/** The same for a file: 50 MB over a slow line. */
const fileTimeoutMs = 10 * 60_000;
/** An idle connection is kept this long: longer than the clients' and proxies' usual 60 s, so that they close first. */
const keepAliveTimeoutMs = 72_000;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The body is a file, which takes its time. */
    takesFile?: boolean;
  }
}

const noBody = new Uint8Array();

/** The HTTP server: reads whole requests, hands them to the pipeline, writes its answers. Not yet listening. */
export function createListener(door: FrontDoor, pages: Pages, addresses: Addresses): FastifyInstance {
  let closing = false;
  const app = fastify({
    bodyLimit: bodyMax,
    logger: false,
    exposeHeadRoutes: false,
    // The pipeline checks and writes; what compiles schemas of routes takes a tenth of a start to load.
    schemaController: { compilersFactory: { buildValidator: withoutSchema, buildSerializer: withoutSchema } },
    // Refused by the router before any handler: a path with broken percent-encoding.
    frameworkErrors: (error, request, reply) => {
      if (isScimRequest(request)) return void refuseScim(door, reply, error);
      const incoming = toIncoming(door, addresses, request.raw);
      void send(reply, refusal(door, incoming, error));
    },
    // Fastify reads bodies, routes and ends connections. A signed call without a body needs nothing of that, and half the
    // calls are such: they go straight to the pipeline, until the server closes.
    serverFactory: (toFastify) =>
      createHttp((request, response) => {
        if (closing || !isBareCall(request) || isPage(pages, request)) toFastify(request, response);
        else void answerBare(door, toIncoming(door, addresses, request), response);
      }),
  });
  app.addHook('preClose', async () => void (closing = true));
  app.addHook('onRequest', (request, _reply, done) => {
    if (!request.routeOptions.config.takesFile) dropWhenLate(request.raw);
    done();
  });
  app.removeAllContentTypeParsers();
  // The body is hashed as it came; the protocol reads it only after the signature has been verified.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error, request, reply) => {
    const incoming = toIncoming(door, addresses, request.raw);
    return send(reply, refusal(door, incoming, error));
  });
  const serve = async ({ raw, body }: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
    send(reply, await answer(door, toIncoming(door, addresses, raw, body instanceof Uint8Array ? body : noBody)));
  for (const [path, page] of pages) {
    app.get(path, async (request, reply) => {
      if (!isPage(pages, request.raw)) return serve(request, reply);
      const { status, headers, body } = await page(request);
      return reply.code(status).headers(headers).send(body);
    });
  }
  registerScim(app, door, addresses);
  registerIngest(app, door);
  app.all('/*', { handler: serve });
  app.post('/', { handler: serve });
  return app;
}

/** Routes declare no schemas. */
function withoutSchema(): never {
  throw new Error('No route has a schema: operations declare what they take and give.');
}

function createHttp(listener: (request: IncomingMessage, response: ServerResponse) => void): Server {
  // Imported, this module would load all that it offers, `fetch` and `WebSocket` too: a fifteenth of a start.
  const { createServer } = getBuiltinModule('node:http');
  const timeouts = { headersTimeout: requestTimeoutMs, requestTimeout: fileTimeoutMs, keepAliveTimeout: keepAliveTimeoutMs };
  return createServer({ ...timeouts, optimizeEmptyRequests: true }, listener);
}

/** Ends the connection of a request whose body takes too long: the server's own bound is that of files. */
function dropWhenLate(request: IncomingMessage): void {
  if (!hasBody(request)) return;
  const timer = setTimeout(() => void (request.complete || request.destroy()), requestTimeoutMs).unref();
  request.once('close', () => clearTimeout(timer));
}

function hasBody({ headers }: IncomingMessage): boolean {
  return (headers['content-length'] ?? '0') !== '0' || headers['transfer-encoding'] !== undefined;
}

/** A call that is read whole with its headers. What is no path at all is for the pipeline to refuse, too. */
function isBareCall(request: IncomingMessage): boolean {
  const { url = '/', headers } = request;
  return !hasBody(request) && (headers.authorization?.startsWith('AWS4-') === true || !url.startsWith('/'));
}

/** A GET of a page, which needs no signature. A GET of `/` may also be a call of the Query protocol and not somebody's browser. */
function isPage(pages: Pages, { method, url = '/', headers }: IncomingMessage): boolean {
  if (method !== 'GET') return false;
  const mark = url.indexOf('?');
  const path = mark === -1 ? url : url.slice(0, mark);
  if (!pages.has(path)) return false;
  return path !== '/' || (headers.authorization === undefined && !/[?&](Action|X-Amz-Algorithm)=/.test(url));
}

function toIncoming(door: FrontDoor, addresses: Addresses, raw: IncomingMessage, body: Uint8Array = noBody): Incoming {
  const { headers } = raw;
  const header = (name: string): string | undefined => {
    const value = headers[name];
    return Array.isArray(value) ? value.at(-1) : value;
  };
  const { sourceIp, secureTransport } = addresses.origin(raw.socket.remoteAddress ?? '', header);
  return {
    requestId: door.services.newId(),
    method: raw.method ?? 'GET',
    target: raw.url ?? '/',
    rawHeaders: raw.rawHeaders,
    body,
    sourceIp,
    secureTransport,
    consoleToken: headers[sessionHeader] === undefined ? undefined : consoleToken(door, headers, secureTransport),
    header,
  };
}

function consoleToken({ services }: FrontDoor, { cookie, host }: IncomingHttpHeaders, secureTransport: boolean): string | undefined {
  return findCookie({ cookies: readCookies(cookie), secure: isSecure(services.publicUrl(), secureTransport, host) }, 'console');
}

async function answer(door: FrontDoor, incoming: Incoming): Promise<Outgoing | undefined> {
  const arrival = createArrival(door, incoming);
  const answered = await dispatch(door.services, arrival);
  return arrival.protocol()?.encode(answered, incoming.requestId);
}

/** Answers a request that has no body. What fails here is a fault of this program: the request dies, the process lives. */
async function answerBare(door: FrontDoor, incoming: Incoming, response: ServerResponse): Promise<void> {
  try {
    write(response, await answer(door, incoming));
  } catch (error) {
    if (response.headersSent) response.destroy();
    else write(response, refusal(door, incoming, error));
  }
}

function write(response: ServerResponse, outgoing: Outgoing | undefined): void {
  if (!outgoing) {
    response.writeHead(404, { 'content-length': '0' }).end();
    return;
  }
  const { status, headers, body, bytes = Buffer.byteLength(body), encoded } = outgoing;
  response.writeHead(status, status === 204 ? headers : { ...headers, 'content-length': bytes });
  if (encoded) response.end(encoded);
  // As long in bytes as in characters is ASCII, which need not be encoded.
  else response.end(body, bytes === body.length ? 'latin1' : 'utf8');
}

function send(reply: FastifyReply, outgoing: Outgoing | undefined): FastifyReply {
  if (!outgoing) return reply.code(404).send();
  return reply.code(outgoing.status).headers(outgoing.headers).send(outgoing.body);
}

/** What is refused before the pipeline (a body over the limit, an unreadable path) is answered in the protocol's words too. */
function refusal(door: FrontDoor, incoming: Incoming, thrown: unknown): Outgoing | undefined {
  const status = thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number' ? thrown.statusCode : 500;
  if (status >= 500) door.services.fault(thrown, incoming.requestId);
  const error =
    status === 413
      ? new FrontDoorError({
          status,
          code: 'RequestEntityTooLargeException',
          message: `The body is larger than ${bodyMax} bytes. Split the request.`,
        })
      : status < 500
        ? new FrontDoorError(
            signatureFault(new SignatureError('MalformedRequest', 'The request is not well-formed HTTP.'), family(incoming)),
          )
        : new FrontDoorError({
            status: 500,
            code: 'ServiceFailureException',
            message: `An internal error occurred. Give the request id ${incoming.requestId} to your operator.`,
          });
  return protocolOf(door, incoming)?.encode({ operation: undefined, error, dryRun: false }, incoming.requestId);
}
