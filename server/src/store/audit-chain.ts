import { hash as digest } from 'node:crypto';

/** The text of an event. One that waited for others comes in UTF-8, as it is hashed and stored; it is good until the transaction ends. */
export type EventText = string | Uint8Array;

/** The hash that the first event of an AWS account is chained to. */
export const firstHash: string = '0'.repeat(64);

/** Where an event stands behind what it is chained to: new memory for each would cost as much as to hash it. Longer ones get their own. */
const desk = Buffer.alloc(16_384);

/** The hash of an event in its place: SHA-256 over the previous hash, the sequence number and the event, in hex. */
export function chainHash(previous: string, sequence: number, event: EventText): string {
  const before = `${previous}\n${sequence}\n`;
  if (typeof event === 'string') return digest('sha256', before + event);
  const length = before.length + event.length;
  const target = length <= desk.length ? desk : Buffer.alloc(length);
  target.write(before, 'latin1');
  target.set(event, before.length);
  return digest('sha256', target.subarray(0, length));
}
