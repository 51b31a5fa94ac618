import type { FastifyRequest } from 'fastify';
import { AccessDeniedException } from '../errors.ts';
import { readCookies } from '../signin/cookies.ts';
import type { Site, Visit } from '../signin/way.ts';
import type { Addresses } from './addresses.ts';

/** What the pages for people and the console's door know of a request. */
export function toVisit(site: Pick<Site, 'publicUrl' | 'newId' | 'now'>, addresses: Addresses, request: FastifyRequest): Visit {
  const header = (name: string): string | undefined => {
    const value = request.raw.headers[name];
    return Array.isArray(value) ? value.at(-1) : value;
  };
  const { sourceIp, secureTransport } = addresses.origin(request.raw.socket.remoteAddress ?? '', header);
  return {
    requestId: site.newId(),
    now: site.now(),
    sourceIp,
    userAgent: header('user-agent') ?? '',
    secure: isSecure(site.publicUrl(), secureTransport, header('host')),
    cookies: readCookies(header('cookie')),
  };
}

/** Whether the browser talks over TLS. A proxy that ends TLS need not say so, if it is the one at our public address. */
export function isSecure(publicUrl: string, secureTransport: boolean, host: string | undefined): boolean {
  const url = new URL(publicUrl);
  return secureTransport || (url.protocol === 'https:' && host?.toLowerCase() === url.host);
}

/** On this machine itself nobody listens in between. */
const loopback = /^(?:localhost|[\w-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/** Throws AccessDeniedException on a line that others can listen to. */
export function refusePlainHttp(site: Pick<Site, 'publicUrl'>, { secure }: Visit, { headers }: FastifyRequest): void {
  if (secure || loopback.test(headers.host ?? '')) return;
  const url = site.publicUrl();
  throw new AccessDeniedException(
    url.startsWith('https:')
      ? `Nobody signs in over an open line. Open ${url} instead.`
      : 'Nobody signs in over an open line. Whoever runs this server puts a proxy with TLS in front of it and sets CARILLON_PUBLIC_URL to its https address.',
  );
}
