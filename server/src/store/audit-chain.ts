import { hash as digest } from 'node:crypto';
import { createDesk } from '../desk.ts';

/** The text of an event. One that waited for others comes in UTF-8, as it is hashed and stored; it is good until the transaction ends. */
export type EventText = string | Uint8Array;

/** The hash that the first event of an AWS account is chained to. */
export const firstHash: string = '0'.repeat(64);

/** Where an event stands behind what it is chained to: most of them are of a kilobyte. */
const desk = createDesk(16_384);

/** The hash of an event in its place: SHA-256 over the previous hash, the sequence number and the event, in hex. */
export function chainHash(previous: string, sequence: number, event: EventText): string {
  const before = `${previous}\n${sequence}\n`;
  if (typeof event === 'string') return digest('sha256', before + event);
  const target = desk(before.length + event.length);
  target.write(before, 'latin1');
  target.set(event, before.length);
  return digest('sha256', target);
}
