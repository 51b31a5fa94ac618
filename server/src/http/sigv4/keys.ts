import { createHmac } from 'node:crypto';
import type { HmacKey } from './hmac.ts';

/** Where a signing key is valid: one day, one region, one service. */
export interface SigningScope {
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/**
 * Signing keys already derived, at most `max` of them. Deriving one costs four HMACs. Verdicts are never kept.
 */
export interface SigningKeyCache {
  /** The key of a credential (`keyid/date/region/service/aws4_request`) if it was derived from this very secret. */
  find(credential: string, secretAccessKey: string): HmacKey | undefined;
  /** Only keys that have verified a signature belong here, so that nobody without a secret can push others out. */
  keep(credential: string, secretAccessKey: string, key: HmacKey): void;
  /** Drops every key of an access key that was disabled or deleted. */
  forget(accessKeyId: string): void;
}

/**
 * Evicts by generations: a full young generation becomes the old one, and the former old one goes. What is used in
 * the meantime moves back to the young one. That is close to least-recently-used, without bookkeeping at each use.
 * @param max keys held at most; at least 2.
 */
export function createSigningKeyCache(max: number): SigningKeyCache {
  const generationMax = Math.max(1, Math.floor(max / 2));
  let young = new Map<string, Entry>();
  let old = new Map<string, Entry>();
  const add = (credential: string, entry: Entry): void => {
    if (young.size >= generationMax && !young.has(credential)) {
      old = young;
      young = new Map();
    }
    young.set(credential, entry);
  };
  return {
    find(credential, secretAccessKey) {
      let entry = young.get(credential);
      if (!entry) {
        entry = old.get(credential);
        if (!entry) return undefined;
        old.delete(credential);
        add(credential, entry);
      }
      // A secret that changed under its id (a restored backup, a deterministic test) must not verify with the old key.
      return entry.secretAccessKey === secretAccessKey ? entry.key : undefined;
    },
    keep: (credential, secretAccessKey, key) => add(credential, { secretAccessKey, key }),
    forget(accessKeyId) {
      for (const generation of [young, old]) {
        for (const credential of generation.keys()) {
          if (credential.startsWith(`${accessKeyId}/`)) generation.delete(credential);
        }
      }
    },
  };
}

interface Entry {
  readonly secretAccessKey: string;
  readonly key: HmacKey;
}

/** Derives a signing key ("Derive a signing key for AWS Signature Version 4", IAM User Guide). */
export function deriveSigningKey(secretAccessKey: string, { date, region, service }: SigningScope): Buffer {
  const dateKey = createHmac('sha256', `AWS4${secretAccessKey}`).update(date).digest();
  const regionKey = createHmac('sha256', dateKey).update(region).digest();
  const serviceKey = createHmac('sha256', regionKey).update(service).digest();
  return createHmac('sha256', serviceKey).update('aws4_request').digest();
}
