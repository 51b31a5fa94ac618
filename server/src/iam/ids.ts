/** Strong random bytes, as handlers have them from their context. */
type Random = (bytes: number) => Uint8Array;

const idAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new id of a user (`AIDA`), a role (`AROA`), a group (`AGPA`) or a managed policy (`ANPA`): the prefix and 85 random bits. */
export function newEntityId(prefix: 'AIDA' | 'AROA' | 'AGPA' | 'ANPA', random: Random): string {
  return prefix + idText(random(17));
}

/** A new access key id: `AKIA`, or `ASIA` for temporary credentials, and 80 random bits. */
export function newAccessKeyId(random: Random, prefix: 'AKIA' | 'ASIA' = 'AKIA'): string {
  return `${prefix}${idText(random(16))}`;
}

/** A new secret access key: 240 random bits as 40 characters. */
export function newSecretAccessKey(random: Random): string {
  return Buffer.from(random(30)).toString('base64');
}

/** A new AWS account id: twelve digits, the first not 0. */
export function newAwsAccountId(random: Random): string {
  const number = BigInt(`0x${Buffer.from(random(16)).toString('hex')}`);
  return String(100_000_000_000n + (number % 900_000_000_000n));
}

function idText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => idAlphabet.charAt(byte % idAlphabet.length)).join('');
}
