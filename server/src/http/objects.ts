import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { attachmentDisposition } from '../objects/disposition.ts';
import type { Links, LinkTarget } from '../objects/links.ts';
import type { ObjectHead, Objects } from '../objects/object-store.ts';
import { ObjectStoreError } from '../objects/object-store-error.ts';

/** What serving links takes. */
export interface LinkServer {
  readonly objects: Objects;
  readonly links: Links;
  now(): number;
}

/** Whatever an object is, browsers save it and never run or show it, and tell nobody where it came from. */
const security = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'cache-control': 'private, no-store',
} as const;

/** Serves the links that Carillon itself signs: whole, in part, or as a head. The link is the permission; there is no other. */
export function registerObjects(app: FastifyInstance, server: LinkServer): void {
  app.route<{ Params: { '*': string } }>({
    method: ['GET', 'HEAD'],
    // A wildcard, because a token is longer than the router takes a parameter to be. The name behind it is for people to see.
    url: '/objects/*',
    handler: async (request, reply) => serve(server, request, reply.headers(security), request.params['*'].split('/')[0] ?? ''),
  });
}

async function serve(
  { objects, links, now }: LinkServer,
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
): Promise<FastifyReply> {
  const target = links.read(token);
  if (!target) return refuse(reply, 404, 'This link leads nowhere. If it came from a list or a mail, see that it was copied completely.');
  if (target.expiresAt <= now()) return refuse(reply, 403, 'This link has expired. Ask for a new one where you got it.');
  try {
    const head = await objects.bucket(target.bucketName).head(target.key);
    if (!head) return refuse(reply, 404, 'What this link led to is no longer there.');
    return await answer(objects, target, head, request, reply);
  } catch (error) {
    if (!(error instanceof ObjectStoreError)) throw error;
    if (error.kind === 'no-such-object' || error.kind === 'no-such-bucket')
      return refuse(reply, 404, 'What this link led to is no longer there.');
    return refuse(reply.header('retry-after', '5'), 503, 'The file cannot be read now. Try again later.');
  }
}

async function answer(
  objects: Objects,
  { bucketName, key, fileName }: LinkTarget,
  head: ObjectHead,
  { method, headers }: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { contentLength, contentType, modifiedAt } = head;
  const etag = `"${contentLength.toString(36)}-${modifiedAt.toString(36)}"`;
  const isUnchanged = headers['if-range'] === undefined || headers['if-range'] === etag;
  const range = isUnchanged ? readRange(headers.range, contentLength) : undefined;
  reply.headers({ 'accept-ranges': 'bytes', etag, 'last-modified': new Date(modifiedAt).toUTCString() });
  if (range === 'unsatisfiable') {
    return refuse(reply.header('content-range', `bytes */${contentLength}`), 416, `The file has only ${contentLength} bytes.`);
  }
  reply.headers({
    'content-type': contentType,
    'content-disposition': attachmentDisposition(fileName),
    'content-length': range ? range.end - range.start + 1 : contentLength,
    ...(range && { 'content-range': `bytes ${range.start}-${range.end}/${contentLength}` }),
  });
  reply.code(range ? 206 : 200);
  if (method === 'HEAD' || contentLength === 0) return reply.send();
  return reply.send((await objects.bucket(bucketName).get(key, range)).body);
}

/** One range, as browsers and download managers ask for it; of several at once, or in another unit, all of the file is the answer. Source: RFC 9110, section 14. */
function readRange(header: string | undefined, length: number): { start: number; end: number } | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, length - Number(last)) : Number(first);
  const end = first === '' || last === '' ? length - 1 : Math.min(Number(last), length - 1);
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  return start > end ? 'unsatisfiable' : { start, end };
}

function refuse(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).header('content-type', 'text/plain; charset=utf-8').send(`${message}\n`);
}
