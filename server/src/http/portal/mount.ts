import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AccessDeniedException, NotFoundException, WireError } from '../../errors.ts';
import { formCookie, readCookies, findCookie, setCookie } from '../../signin/cookies.ts';
import { formToken, isFormToken } from '../../signin/form-tokens.ts';
import { whoIs } from '../../signin/profile.ts';
import type { Visit } from '../../signin/way.ts';
import type { Addresses } from '../addresses.ts';
import type { Answer, PageRequest, Portal, Route } from './answer.ts';
import { invitationRoutes } from './invitation-routes.ts';
import { document, troublePage } from './layout.ts';
import { linkRoutes } from './link-routes.ts';
import { meRoutes } from './me-routes.ts';
import { openIdRoutes } from './openid-routes.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { surveyRoutes } from './survey-routes.ts';
import { portalStyle } from './style.ts';

/** No form of ours is larger, bytes. */
const formMax = 16 * 1024;
const fieldsMax = 20;

const routes: readonly Route[] = [...signInRoutes, ...linkRoutes, ...invitationRoutes, ...openIdRoutes, ...meRoutes, ...surveyRoutes];
/** What is under these and no page is a page that is not there, in people's words. */
const prefixes = ['/signin', '/register', '/password', '/invitations', '/auth', '/me', '/survey'];

const security = {
  'content-security-policy': "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  // Links of ours hold tokens; other sites are told nothing of where somebody came from.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
} as const;

/** Adds the pages for people: sign-in, registration, invitations, the profile. */
export function registerPortal(app: FastifyInstance, portal: Portal, addresses: Addresses): void {
  app.register(async (scope) => {
    scope.setErrorHandler((error, request, reply) => {
      const visit = toVisit(portal, addresses, request);
      return send(reply, visit, trouble(portal, visit, error));
    });
    const styleHeaders = { ...security, 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' };
    scope.get('/portal.css', async (_request, reply) => reply.headers(styleHeaders).send(portalStyle));
    for (const { method, path, answer } of routes) {
      const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
        const visit = toVisit(portal, addresses, request);
        return send(reply, visit, await answerOnce(portal, visit, request, answer));
      };
      scope.route({ method, url: path, bodyLimit: formMax, handler });
    }
    for (const prefix of prefixes) {
      scope.all(`${prefix}/*`, async () => {
        throw new NotFoundException('The address leads nowhere. If it came from a mail, see that it was copied completely.');
      });
    }
  });
}

async function answerOnce(portal: Portal, visit: Visit, request: FastifyRequest, answer: Route['answer']): Promise<Answer> {
  try {
    portal.throttle.admit({ arn: visit.sourceIp }, visit.now);
    refusePlainHttp(portal, visit, request);
    const form = request.method === 'POST' ? readForm(portal, visit, request) : new URLSearchParams();
    const cookie = formCookie(visit, portal.site.random);
    const answered = await answer(portal, toPageRequest(portal, visit, request, form, cookie.value));
    const cookies = cookie.isNew ? [setCookie(visit, 'form', cookie.value), ...(answered.cookies ?? [])] : answered.cookies;
    return cookies ? { ...answered, cookies } : answered;
  } catch (error) {
    return trouble(portal, visit, error);
  }
}

function toVisit({ site }: Portal, addresses: Addresses, request: FastifyRequest): Visit {
  const header = (name: string): string | undefined => {
    const value = request.raw.headers[name];
    return Array.isArray(value) ? value.at(-1) : value;
  };
  const { sourceIp, secureTransport } = addresses.origin(request.raw.socket.remoteAddress ?? '', header);
  const publicUrl = new URL(site.publicUrl());
  return {
    requestId: site.newId(),
    now: site.now(),
    sourceIp,
    userAgent: header('user-agent') ?? '',
    // A proxy that ends TLS need not say so, if it is the one at our public address.
    secure: secureTransport || (publicUrl.protocol === 'https:' && header('host')?.toLowerCase() === publicUrl.host),
    cookies: readCookies(header('cookie')),
  };
}

/** On this machine itself nobody listens in between. */
const loopback = /^(?:localhost|[\w-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

function refusePlainHttp({ site }: Portal, { secure }: Visit, { headers }: FastifyRequest): void {
  if (secure || loopback.test(headers.host ?? '')) return;
  const url = site.publicUrl();
  throw new AccessDeniedException(
    url.startsWith('https:')
      ? `Nobody signs in over an open line. Open ${url} instead.`
      : 'Nobody signs in over an open line. Whoever runs this server puts a proxy with TLS in front of it and sets CARILLON_PUBLIC_URL to its https address.',
  );
}

/** Throws AccessDeniedException unless a page of ours in this browser has sent the form. */
function readForm({ site }: Portal, visit: Visit, { headers, body }: FastifyRequest): URLSearchParams {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  const form = new URLSearchParams(isForm && body instanceof Uint8Array ? Buffer.from(body).toString('utf8') : '');
  const isOurs = isFormToken(site.database.vault, findCookie(visit, 'form'), form.get('form-token') ?? '');
  if (isOurs && headers['sec-fetch-site'] !== 'cross-site' && form.size <= fieldsMax) return form;
  throw new AccessDeniedException(
    'The form has expired, or your browser keeps no cookies. Go back, load the page again, and send it once more.',
  );
}

function toPageRequest(
  portal: Portal,
  visit: Visit,
  { params, query }: FastifyRequest,
  form: URLSearchParams,
  cookie: string,
): PageRequest {
  return {
    visit,
    param: (name) => member(params, name),
    query: (name) => member(query, name),
    // PostgreSQL keeps neither U+0000 nor half a character.
    field: (name) => (form.get(name) ?? '').replaceAll('\0', '').toWellFormed(),
    formToken: formToken(portal.site.database.vault, cookie),
    whoIs: () => whoIs(portal.site, visit),
  };
}

function member(object: unknown, name: string): string {
  const value: unknown = typeof object === 'object' && object !== null ? Reflect.get(object, name) : undefined;
  return typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : '';
}

/** What went wrong, as a page. A fault of this program goes to the log under the id that the page shows. */
function trouble({ site }: Portal, { requestId }: Visit, error: unknown): Answer {
  if (error instanceof WireError) {
    const headers = error.retryAfterSeconds === undefined ? {} : { 'retry-after': String(error.retryAfterSeconds) };
    return troublePage({ status: error.status, message: error.message, requestId, headers });
  }
  const status = error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  if (status < 500) return troublePage({ status, message: 'Your browser has sent what this page does not take.', requestId });
  site.fault(error, requestId);
  return troublePage({
    status: 500,
    message: 'Nothing was changed. Try again; if it happens again, give the request id to whoever runs this server.',
    requestId,
  });
}

function send(reply: FastifyReply, { requestId }: Visit, answer: Answer): FastifyReply {
  reply.headers({ ...security, 'cache-control': 'no-store', 'x-amzn-requestid': requestId });
  if (answer.cookies) reply.header('set-cookie', answer.cookies);
  if (answer.kind === 'redirect') return reply.code(303).header('location', answer.location).send();
  return reply
    .code(answer.status)
    .headers({ ...answer.headers, 'content-type': 'text/html; charset=utf-8' })
    .send(document(answer).markup);
}
