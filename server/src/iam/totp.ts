import { createHmac } from 'node:crypto';

// Time-based one-time passwords as RFC 6238 has them: SHA-1, steps of thirty seconds, six digits, which is what every
// authenticator app takes.

const stepMs = 30_000;

/**
 * What authenticator apps read from a QR code. Source: the "Key Uri Format" of Google Authenticator, with the label that
 * IAM's API Reference gives (VirtualMFADevice, QRCodePNG).
 * @param accountName alias or number of the AWS account
 */
export function otpauthUri(seed: Uint8Array, { deviceName, accountName }: { deviceName: string; accountName: string }): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(`${deviceName}@${accountName}`)}`;
  return `otpauth://totp/${label}?secret=${toBase32(seed)}&issuer=${encodeURIComponent(issuer)}`;
}

const issuer = 'Carillon';

/** The number of the time step that an instant is in. */
export function stepAt(now: number): number {
  return Math.floor(now / stepMs);
}

/** The code of a step. */
export function codeOf(seed: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', seed).update(counter).digest();
  // RFC 4226, "Generating an HOTP value".
  const offset = mac.readUInt8(mac.length - 1) & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
}

/** The step near `step` whose code this is, the nearest first; undefined if there is none. @param reach steps both ways */
export function findStep(seed: Uint8Array, code: string, step: number, reach: number): number | undefined {
  for (let distance = 0; distance <= reach; distance += 1) {
    const found = [step - distance, step + distance].find((one) => codeOf(seed, one) === code);
    if (found !== undefined) return found;
  }
  return undefined;
}

const base32Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648, without padding: seeds have a length that needs none. */
export function toBase32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let buffered = 0;
  for (const byte of bytes) {
    buffered = (buffered << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += base32Alphabet.charAt((buffered >> (bits - 5)) & 31);
    buffered &= (1 << bits) - 1;
  }
  return text;
}
