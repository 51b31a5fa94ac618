import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { BadRequestException, UnauthorizedClientException, WireError } from '../../errors.ts';
import { formCookie, setCookie } from '../../signin/cookies.ts';
import { formToken } from '../../signin/form-tokens.ts';
import { whoIs } from '../../signin/profile.ts';
import type { Visit } from '../../signin/way.ts';
import type { SignedIn } from '../../store/sessions.ts';
import type { Addresses } from '../addresses.ts';
import type { Portal } from './answer.ts';
import { discardRest } from './upload.ts';
import { admitVisit, requireToken, textOf, toVisit } from './visit.ts';

/** No input of ours is larger, bytes. */
const inputMax = 256 * 1024;
/** Where a client proves that a page of ours in this browser has given it the token of `GET /me/session`. */
export const tokenHeader = 'x-carillon-form-token';

/** A call by a program in the person's browser. Writes have shown their token already. */
export interface ApiRequest {
  readonly visit: Visit;
  readonly signedIn: SignedIn;
  /** For writes: see `tokenHeader`. */
  readonly formToken: string;
  /** The named parts of the path. */
  param(name: string): string;
  /** A parameter of the address; '' = absent. */
  query(name: string): string;
  /** The input, checked. Throws BadRequestException. */
  input<Schema extends z.ZodType>(schema: Schema): z.output<Schema>;
  /** The body of a route that takes files, unread. */
  readonly raw: IncomingMessage;
  /** Whether the session still holds. */
  stillSignedIn(): Promise<boolean>;
}

interface ApiAnswer {
  readonly status: 200 | 201 | 204;
  readonly body?: object;
}

/** What a program may ask for, and how it is answered: JSON, with the names that Amazon's SDK has for the same things. */
export interface ApiRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** The body is a file and not JSON. */
  readonly takesFile?: boolean;
  answer(portal: Portal, request: ApiRequest): Promise<ApiAnswer>;
}

/** Adds the calls. Whoever is not signed in is told so, in JSON, and sent nowhere. */
export function registerApi(app: FastifyInstance, portal: Portal, addresses: Addresses, routes: readonly ApiRoute[]): void {
  app.register(async (scope) => {
    scope.setErrorHandler((error, request, reply) => refuse(reply, portal, toVisit(portal, addresses, request), error));
    for (const route of routes) if (!route.takesFile) addRoute(scope, portal, addresses, route);
    scope.register(async (files) => {
      files.removeAllContentTypeParsers();
      files.addContentTypeParser('*', (_request, _payload, done) => done(null));
      for (const route of routes) if (route.takesFile) addRoute(files, portal, addresses, route);
    });
  });
}

function addRoute(app: FastifyInstance, portal: Portal, addresses: Addresses, { method, path, answer, takesFile = false }: ApiRoute): void {
  const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const visit = toVisit(portal, addresses, request);
    try {
      return await answerCall(portal, visit, request, reply, answer);
    } catch (error) {
      if (takesFile) discardRest(request.raw);
      return refuse(reply, portal, visit, error);
    }
  };
  app.route({ method, url: path, bodyLimit: inputMax, config: { takesFile }, handler });
}

async function answerCall(
  portal: Portal,
  visit: Visit,
  request: FastifyRequest,
  reply: FastifyReply,
  answer: ApiRoute['answer'],
): Promise<FastifyReply> {
  admitVisit(portal, visit, request);
  const signedIn = await whoIs(portal.site, visit);
  if (!signedIn) throw new UnauthorizedClientException('You are not signed in. Sign in at /signin first.');
  const token = request.headers[tokenHeader];
  if (request.method !== 'GET') requireToken(portal, visit, request, typeof token === 'string' ? token : '');
  const cookie = formCookie(visit, portal.site.random);
  const { status, body } = await answer(portal, {
    visit,
    signedIn,
    formToken: formToken(portal.site.database.vault, cookie.value),
    param: (name) => textOf(request.params, name),
    query: (name) => textOf(request.query, name),
    input: (schema) => readInput(schema, request.body),
    raw: request.raw,
    stillSignedIn: async () => (await whoIs(portal.site, { ...visit, now: portal.site.now() })) !== undefined,
  });
  void reply.code(status).headers(headersOf(visit));
  if (cookie.isNew) void reply.header('set-cookie', setCookie(visit, 'form', cookie.value));
  return body === undefined ? reply.send() : reply.send(JSON.stringify(body));
}

function headersOf({ requestId }: Visit): Record<string, string> {
  return {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-amzn-requestid': requestId,
  };
}

function readInput<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const result = schema.safeParse(parseJson(body instanceof Uint8Array ? Buffer.from(body).toString('utf8') : ''));
  if (result.success) return result.data;
  throw new BadRequestException(z.prettifyError(result.error));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BadRequestException('The body is no JSON.', { cause });
  }
}

/** What went wrong, in the form of the Chime API's errors. A fault of this program goes to the log under the id of the request. */
function refuse(reply: FastifyReply, { site }: Portal, visit: Visit, error: unknown): FastifyReply {
  const status = error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  const refusal =
    error instanceof WireError
      ? { status: error.status, code: error.code, message: error.message, after: error.retryAfterSeconds }
      : status < 500
        ? { status, code: 'BadRequestException', message: 'The request is not well-formed, or too large.', after: undefined }
        : { status: 500, code: 'ServiceFailureException', message: 'Nothing was changed. Try again.', after: undefined };
  if (refusal.status === 500) site.fault(error, visit.requestId);
  if (refusal.after !== undefined) void reply.header('retry-after', String(refusal.after));
  return reply
    .code(refusal.status)
    .headers({ ...headersOf(visit), 'x-amzn-errortype': refusal.code })
    .send(JSON.stringify({ Code: refusal.code, Message: refusal.message }));
}
