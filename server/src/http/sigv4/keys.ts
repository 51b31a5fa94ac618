import { createHmac } from 'node:crypto';
import { createGenerations } from '../../generations.ts';
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

/** @param max keys held at most; at least 2. */
export function createSigningKeyCache(max: number): SigningKeyCache {
  const entries = createGenerations<Entry>(max, () => 1);
  return {
    find(credential, secretAccessKey) {
      const entry = entries.find(credential);
      // A secret that changed under its id (a restored backup, a deterministic test) must not verify with the old key.
      return entry?.secretAccessKey === secretAccessKey ? entry.key : undefined;
    },
    keep: (credential, secretAccessKey, key) => entries.keep(credential, { secretAccessKey, key }),
    forget: (accessKeyId) => entries.forget((credential) => credential.startsWith(`${accessKeyId}/`)),
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
