const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** Random small letters and digits, as ids of organisations, roots and units have them. */
export function newOrganizationText(random: (bytes: number) => Uint8Array, length: number): string {
  return Array.from(random(length), (byte) => alphabet.charAt(byte % alphabet.length)).join('');
}
