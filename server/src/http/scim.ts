import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ScimReply } from '../scim/exchange.ts';
import { errorReply, type ScimRequest, type ScimServer } from '../scim/serve.ts';
import type { Addresses } from './addresses.ts';

const mediaType = 'application/scim+json; charset=utf-8';
const noBody = new Uint8Array();

/** What the SCIM side of the HTTP server needs. */
interface ScimDoor {
  readonly scim: ScimServer;
  readonly services: { newId(): string; fault(error: unknown, requestId: string): void };
}

/** Answers `/scim/v2`, with and without a slash at the end, in SCIM's own words, errors of the HTTP server included. */
export function registerScim(app: FastifyInstance, door: ScimDoor, addresses: Addresses): void {
  const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> =>
    send(reply, await door.scim.answer(toScimRequest(door, addresses, request)));
  app.register(async (scope) => {
    scope.setErrorHandler((error, _request, reply) => send(reply, refused(door, error)));
    scope.all('/scim/v2', { handler });
    scope.all('/scim/v2/*', { handler });
  });
}

/** Whether a request that never reached a route was meant for SCIM. */
export function isScimRequest({ raw }: FastifyRequest): boolean {
  return /^\/scim\/v2(?:[/?]|$)/.test(raw.url ?? '');
}

/** What Fastify refuses before any route: a path with broken percent-encoding. */
export function refuseScim(door: ScimDoor, reply: FastifyReply, error: unknown): FastifyReply {
  return send(reply, refused(door, error));
}

function toScimRequest({ services }: ScimDoor, addresses: Addresses, { raw, body }: FastifyRequest): ScimRequest {
  const header = (name: string): string | undefined => {
    const value = raw.headers[name];
    return Array.isArray(value) ? value.at(-1) : value;
  };
  const { sourceIp, secureTransport } = addresses.origin(raw.socket.remoteAddress ?? '', header);
  const host = header('host') ?? '';
  return {
    requestId: services.newId(),
    method: raw.method ?? 'GET',
    target: raw.url ?? '/',
    base: `${secureTransport ? 'https' : 'http'}://${/^[\w.:[\]-]+$/.test(host) ? host : 'localhost'}/scim/v2`,
    body: body instanceof Uint8Array ? body : noBody,
    sourceIp,
    header,
  };
}

/** What Fastify itself refuses: a body over the limit, one that ends too early. */
function refused({ services }: ScimDoor, thrown: unknown): ScimReply {
  const status = thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number' ? thrown.statusCode : 500;
  if (status === 413) return errorReply(status, 'The body is larger than 1 MiB. Split the request.');
  if (status < 500) return errorReply(status, 'The request is not well-formed HTTP.');
  const requestId = services.newId();
  services.fault(thrown, requestId);
  return errorReply(500, `An internal error occurred. Give the request id ${requestId} to your operator.`);
}

function send(reply: FastifyReply, { status, headers, body }: ScimReply): FastifyReply {
  void reply.code(status).headers(headers);
  return body === undefined ? reply.send() : reply.type(mediaType).send(JSON.stringify(body));
}
