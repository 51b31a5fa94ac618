import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { NotFoundException, WireError } from '../../errors.ts';
import { attachmentDisposition } from '../../objects/disposition.ts';
import { formCookie, setCookie } from '../../signin/cookies.ts';
import { formToken } from '../../signin/form-tokens.ts';
import { whoIs } from '../../signin/profile.ts';
import type { Visit } from '../../signin/way.ts';
import type { Addresses } from '../addresses.ts';
import { toVisit } from '../visit.ts';
import type { Answer, PageRequest, Portal, Route } from './answer.ts';
import { registerApi } from './api.ts';
import { attachmentRoutes } from './attachment-routes.ts';
import { conversationRoutes } from './conversation-routes.ts';
import { invitationRoutes } from './invitation-routes.ts';
import { document, troublePage } from './layout.ts';
import { linkRoutes } from './link-routes.ts';
import { meRoutes } from './me-routes.ts';
import { openIdRoutes } from './openid-routes.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { surveyRoutes } from './survey-routes.ts';
import { portalStyle } from './style.ts';
import { discardRest, readUpload, type UploadForm } from './upload.ts';
import { admitVisit, requireToken, storable, textOf } from './visit.ts';

/** No form of ours is larger, bytes. */
const formMax = 16 * 1024;
const fieldsMax = 20;

const routes: readonly Route[] = [
  ...signInRoutes,
  ...linkRoutes,
  ...invitationRoutes,
  ...openIdRoutes,
  ...meRoutes,
  ...attachmentRoutes,
  ...surveyRoutes,
];
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
      const visit = toVisit(portal.site, addresses, request);
      return send(reply, visit, trouble(portal, visit, error));
    });
    const styleHeaders = { ...security, 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' };
    scope.get('/portal.css', async (_request, reply) => reply.headers(styleHeaders).send(portalStyle));
    const add = (target: FastifyInstance, route: Route): void => {
      const { method, path, takesFile = false } = route;
      const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
        const visit = toVisit(portal.site, addresses, request);
        const answered = await answerOnce(portal, visit, request, route);
        if (takesFile) discardRest(request.raw);
        return send(reply, visit, answered);
      };
      target.route({ method, url: path, bodyLimit: formMax, config: { takesFile }, handler });
    };
    for (const route of routes) if (!route.takesFile) add(scope, route);
    scope.register(async (files) => {
      files.removeAllContentTypeParsers();
      // Left unread: the form's own parser reads it.
      files.addContentTypeParser('*', (_request, _payload, done) => done(null));
      for (const route of routes) if (route.takesFile) add(files, route);
    });
    registerApi(scope, portal, addresses, conversationRoutes);
    for (const prefix of prefixes) {
      scope.all(`${prefix}/*`, async () => {
        throw new NotFoundException('The address leads nowhere. If it came from a mail, see that it was copied completely.');
      });
    }
  });
}

async function answerOnce(portal: Portal, visit: Visit, request: FastifyRequest, route: Route): Promise<Answer> {
  try {
    admitVisit(portal, visit, request);
    const form = await readForm(portal, visit, request, route);
    const cookie = formCookie(visit, portal.site.random);
    const answered = await route.answer(portal, toPageRequest(portal, visit, request, form, cookie.value));
    const cookies = cookie.isNew ? [setCookie(visit, 'form', cookie.value), ...(answered.cookies ?? [])] : answered.cookies;
    return cookies ? { ...answered, cookies } : answered;
  } catch (error) {
    return trouble(portal, visit, error);
  }
}

/** Throws AccessDeniedException unless a page of ours in this browser has sent the form. */
async function readForm(portal: Portal, visit: Visit, request: FastifyRequest, { method, takesFile }: Route): Promise<UploadForm> {
  const { headers, body, raw } = request;
  if (method === 'GET') return { fields: new URLSearchParams(), file: undefined };
  if (takesFile) {
    const upload = await readUpload(raw);
    requireToken(portal, visit, request, upload.fields.get('form-token') ?? '');
    return upload;
  }
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  const form = new URLSearchParams(isForm && body instanceof Uint8Array ? Buffer.from(body).toString('utf8') : '');
  requireToken(portal, visit, request, form.size <= fieldsMax ? (form.get('form-token') ?? '') : '');
  return { fields: form, file: undefined };
}

function toPageRequest(portal: Portal, visit: Visit, { params, query }: FastifyRequest, form: UploadForm, cookie: string): PageRequest {
  return {
    visit,
    param: (name) => textOf(params, name),
    query: (name) => textOf(query, name),
    field: (name) => storable(form.fields.get(name) ?? ''),
    file: form.file,
    formToken: formToken(portal.site.database.vault, cookie),
    whoIs: () => whoIs(portal.site, visit),
  };
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

/** Whatever the file is, and whoever says what it is: no browser opens it as a page of ours. */
function downloadHeaders(fileName: string): Record<string, string> {
  return { 'content-disposition': attachmentDisposition(fileName), 'content-security-policy': "default-src 'none'; sandbox" };
}

function send(reply: FastifyReply, { requestId }: Visit, answer: Answer): FastifyReply {
  reply.headers({ ...security, 'cache-control': 'no-store', 'x-amzn-requestid': requestId });
  if (answer.cookies) reply.header('set-cookie', answer.cookies);
  if (answer.kind === 'download') {
    const { fileName, contentType, bytes, body } = answer;
    return reply.headers({ ...downloadHeaders(fileName), 'content-type': contentType, 'content-length': bytes }).send(body);
  }
  if (answer.kind === 'redirect') return reply.code(303).header('location', answer.location).send();
  return reply
    .code(answer.status)
    .headers({ ...answer.headers, 'content-type': 'text/html; charset=utf-8' })
    .send(document(answer).markup);
}
