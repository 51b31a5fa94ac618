import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { dispatch } from '../dispatch.ts';
import { FrontDoorError } from '../errors.ts';
import type { Addresses } from './addresses.ts';
import { createArrival, family, protocolOf, type FrontDoor, type Incoming } from './arrival.ts';
import type { Pages } from './pages.ts';
import type { Outgoing } from './protocols/protocol.ts';
import { isScimRequest, refuseScim, registerScim } from './scim.ts';
import { SignatureError, signatureFault } from './sigv4/error.ts';

/** Largest request body, bytes. */
export const bodyMax = 1024 * 1024;
/** A request that is not complete by then is dropped. */
const requestTimeoutMs = 60_000;
/** An idle connection is kept this long: longer than the clients' and proxies' usual 60 s, so that they close first. */
const keepAliveTimeoutMs = 72_000;

const noBody = new Uint8Array();

/** The HTTP server: reads whole requests, hands them to the pipeline, writes its answers. Not yet listening. */
export function createListener(door: FrontDoor, pages: Pages, addresses: Addresses): FastifyInstance {
  const app = fastify({
    bodyLimit: bodyMax,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveTimeoutMs,
    logger: false,
    exposeHeadRoutes: false,
    // Refused by the router before any handler: a path with broken percent-encoding.
    frameworkErrors: (error, request, reply) =>
      void (isScimRequest(request) ? refuseScim(door, reply, error) : refuse(door, toIncoming(door, addresses, request), reply, error)),
  });
  app.removeAllContentTypeParsers();
  // The body is hashed as it came; the protocol reads it only after the signature has been verified.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error, request, reply) => refuse(door, toIncoming(door, addresses, request), reply, error));
  for (const [path, page] of pages) {
    app.get(path, async (request, reply) => {
      if (path === '/' && isCall(request)) return serve(door, addresses, request, reply);
      const { status, headers, body } = await page();
      return reply.code(status).headers(headers).send(body);
    });
  }
  registerScim(app, door, addresses);
  const handler = (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => serve(door, addresses, request, reply);
  app.all('/*', { handler });
  app.post('/', { handler });
  return app;
}

/** A GET of `/` that is a call of the Query protocol and not somebody's browser. */
function isCall(request: FastifyRequest): boolean {
  return request.headers.authorization !== undefined || /[?&](Action|X-Amz-Algorithm)=/.test(request.raw.url ?? '');
}

async function serve(door: FrontDoor, addresses: Addresses, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const incoming = toIncoming(door, addresses, request);
  const answer = await dispatch(door.services, createArrival(door, incoming));
  return send(reply, protocolOf(door, incoming)?.encode(answer, incoming.requestId));
}

function toIncoming(door: FrontDoor, addresses: Addresses, request: FastifyRequest): Incoming {
  const { raw, body } = request;
  const header = (name: string): string | undefined => {
    const value = raw.headers[name];
    return Array.isArray(value) ? value.at(-1) : value;
  };
  return {
    requestId: door.services.newId(),
    method: raw.method ?? 'GET',
    target: raw.url ?? '/',
    rawHeaders: raw.rawHeaders,
    body: body instanceof Uint8Array ? body : noBody,
    ...addresses.origin(raw.socket.remoteAddress ?? '', header),
    header,
  };
}

/** What Fastify itself refuses (a body over the limit, an unreadable path) is answered in the protocol's words too. */
function refuse(door: FrontDoor, incoming: Incoming, reply: FastifyReply, thrown: unknown): FastifyReply {
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
  return send(reply, protocolOf(door, incoming)?.encode({ operation: undefined, error, dryRun: false }, incoming.requestId));
}

function send(reply: FastifyReply, outgoing: Outgoing | undefined): FastifyReply {
  if (!outgoing) return reply.code(404).send();
  return reply.code(outgoing.status).headers(outgoing.headers).send(outgoing.body);
}
