import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { exchange } from '../../net/exchange.ts';
import { OutgoingError } from '../../net/outgoing-error.ts';
import type { Outgoing } from '../../net/outgoing.ts';
import { findPinnedAuthority } from '../../net/pinned-authority.ts';

/** Whose keys are asked for. */
export interface Issuer {
  /** Without `https://`. */
  readonly url: string;
  readonly thumbprints: readonly string[];
}

/** The keys that identity providers sign with, read from the providers themselves and kept for a while. */
export interface KeySets {
  /** Throws OutgoingError, or KeySetError if what the provider answers is of no use. */
  get(issuer: Issuer, now: number): Promise<JSONWebKeySet>;
  /** The same, read anew unless that has just been done: for a token whose key is not among those kept. */
  refresh(issuer: Issuer, now: number): Promise<JSONWebKeySet>;
}

/** What a provider answers is not what OpenID Connect Discovery wants. */
export class KeySetError extends Error {
  override readonly name = 'KeySetError';
}

/** Keys are read anew after this long, so that a withdrawn one does not live on. */
const lifetimeMs = 60 * 60_000;
/** Tokens that name unknown keys, or a provider that fails, make us ask no more often than this. */
const refreshIntervalMs = 10_000;
/** Providers whose keys are kept. */
const keySetsMax = 1_000;
const timeoutMs = 5_000;
const documentBytesMax = 64 * 1024;
const keySetBytesMax = 256 * 1024;
const keysMax = 100;

interface Kept {
  readonly keys: Promise<JSONWebKeySet>;
  readonly readAt: number;
  failed: boolean;
}

export function createKeySets(outgoing: Outgoing): KeySets {
  const kept = new Map<string, Kept>();
  const ask = (issuer: Issuer, now: number, olderThanMs: number): Promise<JSONWebKeySet> => {
    // What a server is trusted by belongs to the key: one AWS account's thumbprints vouch for nothing in another.
    const name = JSON.stringify([issuer.url, issuer.thumbprints]);
    const known = kept.get(name);
    if (known && now - known.readAt < (known.failed ? refreshIntervalMs : olderThanMs)) return known.keys;
    if (!known && kept.size >= keySetsMax) kept.clear();
    const reading: Kept = { keys: readKeySet(outgoing, issuer), readAt: now, failed: false };
    kept.set(name, reading);
    // Whoever asked is told of the failure by the promise itself.
    reading.keys.catch(() => void (reading.failed = true));
    return reading.keys;
  };
  return {
    get: async (issuer, now) => ask(issuer, now, lifetimeMs),
    refresh: async (issuer, now) => ask(issuer, now, refreshIntervalMs),
  };
}

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.string().max(2048) });
const text = z.string().max(2_048);
/** The public parts of RSA and elliptic curve keys; what else a key has is not looked at. */
const optional = text.exactOptional();
const Key = z.object({
  kty: text,
  kid: optional,
  alg: optional,
  use: optional,
  n: optional,
  e: optional,
  crv: optional,
  x: optional,
  y: optional,
});
const KeySet = z.object({ keys: z.array(Key).max(keysMax) });

/** Source: OpenID Connect Discovery 1.0, section 4. */
async function readKeySet(outgoing: Outgoing, issuer: Issuer): Promise<JSONWebKeySet> {
  const base = `https://${issuer.url}`;
  const document = await readJson(outgoing, issuer, `${base.replace(/\/$/, '')}/.well-known/openid-configuration`, documentBytesMax);
  const discovery = Discovery.safeParse(document).data;
  // Section 4.3: otherwise one issuer could speak for another.
  if (discovery?.issuer !== base) throw new KeySetError(`The discovery document of ${base} is not that issuer's.`);
  const keySet = KeySet.safeParse(await readJson(outgoing, issuer, discovery.jwks_uri, keySetBytesMax)).data;
  if (!keySet) throw new KeySetError(`What ${discovery.jwks_uri} answers is no key set.`);
  return keySet;
}

async function readJson(outgoing: Outgoing, issuer: Issuer, url: string, bytesMax: number): Promise<unknown> {
  const { status, body } = await getTrusted(outgoing, issuer, { url, method: 'GET', timeoutMs, bytesMax });
  if (status !== 200) throw new KeySetError(`${url} answers ${status}.`);
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new KeySetError(`What ${url} answers is not JSON.`, { cause });
  }
}

/** Well-known authorities first; where they do not vouch for the server, the thumbprints may. */
async function getTrusted(outgoing: Outgoing, { thumbprints }: Issuer, request: Parameters<typeof exchange>[1]) {
  try {
    return await exchange(outgoing, request);
  } catch (error) {
    if (!(error instanceof OutgoingError) || error.reason !== 'untrusted' || thumbprints.length === 0) throw error;
    const { hostname, port } = new URL(request.url);
    const target = { host: hostname, port: port === '' ? 443 : Number(port), timeoutMs };
    const authority = await findPinnedAuthority(outgoing, target, thumbprints);
    if (authority === undefined) throw error;
    return exchange(outgoing, { ...request, authority });
  }
}
