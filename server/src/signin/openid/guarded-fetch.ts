import type { CustomFetch } from 'openid-client';
import { exchange } from '../../net/exchange.ts';
import type { Outgoing } from '../../net/outgoing.ts';

/** For one request to an identity provider, everything included. */
export const requestTimeoutMs = 5_000;
/** Of one answer: key sets of large providers have some 20 KB. */
const bytesMax = 256 * 1024;

const methods = ['GET', 'POST'] as const;

/** `fetch` for the OpenID client: every request passes the guard, follows no redirect and has its bounds. Throws OutgoingError. */
export function createGuardedFetch(outgoing: Outgoing): CustomFetch {
  return async (url, { method, headers, body }) => {
    const known = methods.find((name) => name === method);
    if (known === undefined) throw new TypeError(`The OpenID client makes no ${method} requests.`);
    const answer = await exchange(outgoing, {
      url,
      method: known,
      headers,
      ...(body !== undefined && body !== null && { body: await new Response(body).text() }),
      timeoutMs: requestTimeoutMs,
      bytesMax,
    });
    const type = answer.headers['content-type'];
    // Statuses without a body must not be given one, not even an empty one.
    return new Response(answer.body.length === 0 ? null : new Uint8Array(answer.body), {
      status: answer.status,
      headers: typeof type === 'string' ? { 'content-type': type } : {},
    });
  };
}
