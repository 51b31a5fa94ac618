import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { invariant } from '../errors.ts';

const algorithm = 'aes-256-gcm';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/** Seals the secrets the database holds: AES-256-GCM, the key outside the database. */
export interface Vault {
  /** Names the key, so that a database and a key that do not belong together are told apart. */
  readonly keyId: string;
  /** @param purpose binds the ciphertext to its place: what is sealed for one row does not open in another. */
  seal(plaintext: string, purpose: string): string;
  /** Throws InvariantError if the text was altered, moved, or sealed under a key that is not at hand. */
  open(sealed: string, purpose: string): string;
  /** Like `open`, for text that came from outside: undefined for whatever this vault did not seal for this purpose. */
  tryOpen(sealed: string, purpose: string): string | undefined;
  /** A key for another use, derived from the vault's: page tokens, signed links. 32 bytes. */
  derive(use: string): Uint8Array;
}

/** @param keys 32 bytes each, the current one first; the others only open what was sealed before a rotation. */
export function createVault(keys: readonly Uint8Array[]): Vault {
  const named = new Map(keys.map((key) => [createHash('sha256').update(key).digest('hex').slice(0, 8), key]));
  const [current] = named;
  invariant(current !== undefined && keys.every((key) => key.length === keyBytes), 'The configuration yields keys of 32 bytes.');
  const [keyId, currentKey] = current;
  const open = (sealed: string, purpose: string): string => {
    const dot = sealed.indexOf('.');
    const key = named.get(sealed.slice(0, dot));
    invariant(key, `A stored secret is sealed under key ${sealed.slice(0, dot)}, which this process was not given.`);
    const bytes = Buffer.from(sealed.slice(dot + 1), 'base64url');
    const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, nonceBytes)).setAAD(Buffer.from(purpose));
    decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8');
  };
  const derived = new Map<string, Uint8Array>();
  return {
    keyId,
    seal(plaintext, purpose) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, currentKey, nonce).setAAD(Buffer.from(purpose));
      const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
      return `${keyId}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    open,
    tryOpen(sealed, purpose) {
      try {
        return open(sealed, purpose);
      } catch {
        // Altered, of another purpose or key, or no sealed text at all: which of them is nobody's business.
        return undefined;
      }
    },
    derive(use) {
      const key = derived.get(use) ?? new Uint8Array(hkdfSync('sha256', currentKey, '', use, keyBytes));
      derived.set(use, key);
      return key;
    },
  };
}
