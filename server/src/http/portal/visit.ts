import type { FastifyRequest } from 'fastify';
import { AccessDeniedException } from '../../errors.ts';
import { findCookie } from '../../signin/cookies.ts';
import { isFormToken } from '../../signin/form-tokens.ts';
import type { Visit } from '../../signin/way.ts';
import { refusePlainHttp } from '../visit.ts';
import type { Portal } from './answer.ts';

/** Lets the request in, unless its source has asked for too many pages or talks over an open line. Throws ThrottledClientException, AccessDeniedException. */
export function admitVisit(portal: Portal, visit: Visit, request: FastifyRequest): void {
  portal.throttle.admit({ arn: visit.sourceIp }, visit.now);
  refusePlainHttp(portal.site, visit, request);
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
