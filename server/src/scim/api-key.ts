import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { ApiKey } from '../shapes/api-key.ts';
import { toTimestamp } from '../shapes/timestamp.ts';
import type { ApiKeyRow } from '../store/api-keys.ts';

/** By which leaked secrets are recognised. */
const recognisable = 'carillon_scim_';
const secretBytes = 32;
/** Enough to tell an account's keys apart, and far too little to guess from. */
const prefixLength = recognisable.length + 6;

/** A new secret, with what of it is shown later. */
export function newApiKeySecret(random: (bytes: number) => Uint8Array): { secret: string; prefix: string } {
  const secret = `${recognisable}${Buffer.from(random(secretBytes)).toString('base64url')}`;
  return { secret, prefix: secret.slice(0, prefixLength) };
}

/** What is stored of a secret and looked up by: SHA-256, hex. A slow hash would add nothing to 256 random bits. */
export function hashApiKeySecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** A key as the wire shows it. */
export function toApiKey(row: ApiKeyRow): z.input<typeof ApiKey> {
  return {
    ApiKeyId: row.id,
    AccountId: row.account_id,
    Prefix: row.prefix,
    Description: row.description ?? undefined,
    CreatedTimestamp: toTimestamp(row.created_at),
    CreatedBy: row.created_by,
    LastUsedAt: row.last_used_at === null ? undefined : toTimestamp(row.last_used_at),
    ExpiresAt: row.expires_at === null ? undefined : toTimestamp(row.expires_at),
  };
}
