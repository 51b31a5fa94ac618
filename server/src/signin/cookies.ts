import { dayMs } from '../shapes/timestamp.ts';
import { newToken } from '../store/link-tokens.ts';
import type { Visit } from './way.ts';

/** `session` says who is signed in, `form` ties forms to the browser they were shown in, `device` who has signed in here before, `oidc` who is on the way to an identity provider, `console` which IAM user is signed in to the console. */
type CookieKind = 'session' | 'form' | 'device' | 'oidc' | 'console';

const year = 365 * dayMs;
/** Cookies of one request that are looked at. */
const cookiesMax = 50;

/** Over TLS the prefix binds the cookie to this very host: no other host of the domain can set or overwrite it. */
function nameOf(kind: CookieKind, secure: boolean): string {
  return `${secure ? '__Host-' : ''}carillon-${kind}`;
}

/** The cookie's value; undefined if the browser sent none. */
export function findCookie({ cookies, secure }: Pick<Visit, 'cookies' | 'secure'>, kind: CookieKind): string | undefined {
  return cookies.get(nameOf(kind, secure));
}

/** A Set-Cookie value. @param maxAgeMs how long the browser keeps it; 0 = no longer */
export function setCookie({ secure }: Visit, kind: CookieKind, value: string, maxAgeMs = year): string {
  const attributes = `Path=/; Max-Age=${Math.floor(maxAgeMs / 1000)}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return `${nameOf(kind, secure)}=${value}; ${attributes}`;
}

/** The cookies of a Cookie header by name; of two of one name the first counts, as browsers send the more specific one first. */
export function readCookies(header: string | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const pair of (header ?? '').split(';').slice(0, cookiesMax)) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    if (at > 0 && !found.has(name)) found.set(name, pair.slice(at + 1).trim());
  }
  return found;
}

/** The browser's form cookie, or a new one for it. */
export function formCookie(visit: Visit, random: (bytes: number) => Uint8Array): { value: string; isNew: boolean } {
  const known = findCookie(visit, 'form');
  return known !== undefined && /^[\w-]{43}$/.test(known) ? { value: known, isNew: false } : { value: newToken(random), isNew: true };
}
