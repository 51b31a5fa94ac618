import { hash } from 'node:crypto';

const tokenBytes = 32;

/** 256 random bits as they stand in a link or a cookie: 43 characters. */
export function newToken(random: (bytes: number) => Uint8Array): string {
  return Buffer.from(random(tokenBytes)).toString('base64url');
}

/** What is stored of a token: SHA-256, hex. A token has too many bits to be guessed from it. */
export function hashToken(token: string): string {
  return hash('sha256', token);
}
