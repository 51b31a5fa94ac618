import { z } from 'zod';
import type { Vault } from '../../store/vault.ts';

/** A sign-in that is under way at an identity provider; only the browser that began it holds it, and cannot read it. */
export type OpenIdAttempt = z.output<typeof Sealed>;

const Sealed = z.object({
  accountId: z.string(),
  /** Of the configuration that the sign-in was begun with. */
  revision: z.string(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** The address that was named, folded; '' = none was. */
  email: z.string(),
  /** Where the person wants to go afterwards: a path of this site. */
  next: z.string(),
  expiresAt: z.number(),
});

/** How long a person may take at the identity provider. */
export const attemptLifetimeMs = 10 * 60_000;
/** Longer ways back do not fit into a cookie beside the rest. */
const nextLengthMax = 1_000;
const purpose = 'openid-attempt';

/** The value of the cookie that remembers the attempt. */
export function sealAttempt(vault: Vault, attempt: OpenIdAttempt): string {
  const next = attempt.next.length > nextLengthMax ? '/me' : attempt.next;
  return vault.seal(JSON.stringify({ ...attempt, next }), purpose);
}

/** What the cookie remembers; undefined = nothing of ours, or nothing that still holds. */
export function openAttempt(vault: Vault, cookie: string | undefined, now: number): OpenIdAttempt | undefined {
  const text = cookie === undefined ? undefined : vault.tryOpen(cookie, purpose);
  const attempt = text === undefined ? undefined : Sealed.parse(JSON.parse(text));
  return attempt !== undefined && now < attempt.expiresAt ? attempt : undefined;
}
