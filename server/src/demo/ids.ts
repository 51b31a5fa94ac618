import type { Chance } from './chance.ts';

/** Bytes of a seeded draw, for what must only look random: ids, PINs, tokens that open nothing. */
export function seededBytes(chance: Chance, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, () => chance.below(256));
}

/** A UUIDv7 of the given instant (epoch milliseconds): the same one for the same draw, in the order of the instants. */
export function seededId(chance: Chance, time: number): string {
  const bytes = Buffer.from(seededBytes(chance, 16));
  bytes.writeUIntBE(time, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
