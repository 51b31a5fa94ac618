import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Ingest, IngestReply } from '../meetings/ingest.ts';

const noBody = new Uint8Array();

interface IngestDoor {
  readonly ingest: Ingest;
  readonly services: { newId(): string; fault(error: unknown, requestId: string): void };
}

/** Takes in what registered sources report of meetings, at `/ingest/{kind}/{sourceId}`. */
export function registerIngest(app: FastifyInstance, { ingest, services }: IngestDoor): void {
  app.register(async (scope) => {
    scope.setErrorHandler((error, _request, reply) => send(reply, refused(services, error)));
    scope.post<{ Params: { kind: string; sourceId: string } }>('/ingest/:kind/:sourceId', async (request, reply) =>
      send(reply, await ingest({ ...request.params, ...toDelivery(request), requestId: services.newId() })),
    );
  });
}

function toDelivery({ raw, body }: FastifyRequest): { header(name: string): string | undefined; body: Uint8Array } {
  const header = (name: string): string | undefined => {
    const value = raw.headers[name];
    return Array.isArray(value) ? value.at(-1) : value;
  };
  return { header, body: body instanceof Uint8Array ? body : noBody };
}

/** What Fastify itself refuses: a body over the limit, one that ends too early. */
function refused({ newId, fault }: IngestDoor['services'], thrown: unknown): IngestReply {
  const status = thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number' ? thrown.statusCode : 500;
  const requestId = newId();
  if (status >= 500) fault(thrown, requestId);
  const message =
    status === 413
      ? 'The body is larger than 1 MiB. Send fewer events at once.'
      : status < 500
        ? 'The request is not well-formed HTTP.'
        : 'An internal error occurred.';
  return { status, headers: {}, body: { message, requestId } };
}

function send(reply: FastifyReply, { status, headers, body }: IngestReply): FastifyReply {
  return reply.code(status).headers(headers).type('application/json; charset=utf-8').send(JSON.stringify(body));
}
