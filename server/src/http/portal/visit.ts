import type { FastifyRequest } from 'fastify';
import { AccessDeniedException } from '../../errors.ts';
import { findCookie, readCookies } from '../../signin/cookies.ts';
import { isFormToken } from '../../signin/form-tokens.ts';
import type { Visit } from '../../signin/way.ts';
import type { Addresses } from '../addresses.ts';
import type { Portal } from './answer.ts';

/** Who asks, from where, and over what. */
export function toVisit({ site }: Portal, addresses: Addresses, request: FastifyRequest): Visit {
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

/** Lets the request in, unless its source has asked for too many pages or talks over an open line. Throws ThrottledClientException, AccessDeniedException. */
export function admitVisit(portal: Portal, visit: Visit, request: FastifyRequest): void {
  portal.throttle.admit({ arn: visit.sourceIp }, visit.now);
  refusePlainHttp(portal, visit, request);
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

/** Throws AccessDeniedException unless a page of ours in this browser has given the token. */
export function requireToken({ site }: Portal, visit: Visit, { headers }: FastifyRequest, token: string): void {
  const isOurs = isFormToken(site.database.vault, findCookie(visit, 'form'), token);
  if (isOurs && headers['sec-fetch-site'] !== 'cross-site') return;
  throw new AccessDeniedException(
    'The form has expired, or your browser keeps no cookies. Go back, load the page again, and send it once more.',
  );
}

/** A named text in the path or the query of a request, in what every database keeps; '' = absent. */
export function textOf(object: unknown, name: string): string {
  const value: unknown = typeof object === 'object' && object !== null ? Reflect.get(object, name) : undefined;
  return typeof value === 'string' ? storable(value) : '';
}

/** PostgreSQL keeps neither U+0000 nor half a character. */
export function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
