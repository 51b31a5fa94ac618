import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import type { Vault } from './vault.ts';

// A session token holds all there is about temporary credentials, sealed: nothing is stored for them. What their owner
// may do is looked up for each request, so that a change of the user or the role counts at once.

const Claims = z.object({
  /** `ASIA…`. */
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  awsAccountId: z.string(),
  /** `AIDA…` or `AROA…`; '' = the account's root. */
  ownerId: z.string(),
  /** Of a role session. */
  sessionName: z.string().optional(),
  issuedAt: z.number(),
  expiresAt: z.number(),
  /** Session policies: an inline one, and the ARNs of managed ones. */
  policy: z.string().optional(),
  policyArns: z.array(z.string()),
  tags: z.record(z.string(), z.string()),
  transitiveTags: z.record(z.string(), z.string()),
  /** The device that was shown, and the user it was enabled for. */
  mfa: z.object({ serialNumber: z.string(), userId: z.string(), at: z.number() }).optional(),
  sourceIdentity: z.string().optional(),
  federatedProvider: z.string().optional(),
  federatedConditions: z.record(z.string(), z.union([z.string(), z.array(z.string()).readonly()])).optional(),
});

/** What a session token says. */
export type SessionClaims = z.output<typeof Claims>;

const purpose = 'session-token';
/** Far more than the claims of the largest session that AssumeRole makes. */
const claimsMax = 128 * 1024;

export function sealSession(vault: Vault, claims: SessionClaims): string {
  return vault.seal(deflateRawSync(JSON.stringify(claims)).toString('base64'), purpose);
}

/** undefined = not one of this installation's session tokens. */
export function openSession(vault: Vault, token: string): SessionClaims | undefined {
  const text = vault.tryOpen(token, purpose);
  if (text === undefined) return undefined;
  return Claims.parse(JSON.parse(inflateRawSync(Buffer.from(text, 'base64'), { maxOutputLength: claimsMax }).toString()));
}

/** Bytes that session policies and tags may take in a token. */
const packedMax = 4096;

/** How much of the space for session policies and tags these take, in percent; more than 100 is too much. */
export function packedSize(parts: Pick<SessionClaims, 'policy' | 'policyArns' | 'tags'>): number {
  return Math.ceil((deflateRawSync(JSON.stringify(parts)).length * 100) / packedMax);
}
