import { timingSafeEqual } from 'node:crypto';

/** Whether two texts are the same, in a time that says nothing about where they differ: for what a caller must not guess bit by bit. */
export function equalTexts(one: string, other: string): boolean {
  const bytes = Buffer.from(one);
  const otherBytes = Buffer.from(other);
  return bytes.length === otherBytes.length && timingSafeEqual(bytes, otherBytes);
}
