import { createHash, timingSafeEqual } from 'node:crypto';
import type { MeetingEvent } from '../event.ts';

/** A request of a source, as it came. */
export interface Delivery {
  header(name: string): string | undefined;
  readonly body: Uint8Array;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** What a source was registered with. */
export interface Credentials {
  /** Name of the API key that LiveKit signs with; other kinds have none. */
  readonly key: string | undefined;
  readonly secret: string;
}

/** One kind of source: who may deliver, and what it means. */
export interface SourceFormat {
  /** Throws IngestError (401) unless whoever has the secret sent exactly this, and lately. */
  verify(delivery: Delivery, credentials: Credentials): Promise<void>;
  /**
   * What the delivery says, in the order it came. Takes over only what is named: whatever else is in it, tokens and SDP
   * above all, is dropped here. Throws IngestError (400) for what is no delivery of this kind.
   */
  translate(body: unknown, now: number): readonly MeetingEvent[];
}

/** What a source that reuses rooms says; in its events, `conferenceId` is the room. */
export type RoomReport =
  | {
      readonly event: MeetingEvent;
      /** Through which the person of the event sends. */
      readonly handle?: string;
    }
  | {
      readonly handle: string;
      /** Epoch milliseconds. */
      readonly time: number;
      /** Something that is sent through the handle. `silentSince` = nothing of it arrives any more. */
      readonly medium: { readonly id: string; readonly kind: string; readonly silentSince?: number };
    };

/** A kind of source whose rooms outlive their meetings. */
export interface RoomFormat extends Pick<SourceFormat, 'verify'> {
  /** As `SourceFormat.translate`. */
  translateRooms(body: unknown): readonly RoomReport[];
}

/** What a source is told whose delivery is not taken. Nothing of it was stored. */
export class IngestError extends Error {
  override readonly name = 'IngestError';
  readonly status: 400 | 401;
  constructor(status: 400 | 401, message: string) {
    super(message);
    this.status = status;
  }
}

/** Longest id or name of an event. */
const nameMax = 256;

/** A name to show, cut to what is kept; undefined for none. */
export function toName(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const name = text.replaceAll('\0', '').slice(0, nameMax).trim();
  return name === '' ? undefined : name;
}

/** An id of the source's; one that is longer than is kept becomes a hash of it, so that two never become one. */
export function toId(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'string' || value === '') return undefined;
  return value.length > nameMax || value.includes('\0') ? hashOf(value) : value;
}

/** Made up for an event that has no id of its own: the same event delivered twice has the same one. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url');
}

const address = /^[^\s@\0]{1,64}@[^\s@\0]{1,253}\.[^\s@\0]+$/;

/** The text, if it is a mail address. */
export function toEmail(text: unknown): string | undefined {
  return typeof text === 'string' && text.length <= 320 && address.test(text) ? text.toLowerCase() : undefined;
}

/** Whom an id of the source's means: an address, or something that is matched as a user's id or an alias. */
export function toPerson(id: unknown, name?: unknown, email?: unknown): Pick<MeetingEvent, 'userId' | 'email' | 'displayName'> {
  const userId = toId(id);
  const known = toEmail(email) ?? toEmail(id);
  const displayName = toName(name);
  return {
    ...(userId !== undefined && { userId }),
    ...(known !== undefined && { email: known }),
    ...(displayName !== undefined && { displayName }),
  };
}

/** Compares in a time that says nothing about where the two differ. */
export function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(digest(given), digest(wanted));
}

function digest(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}

/** The password of an Authorization header of the Basic scheme; undefined for another header. */
export function basicPassword(header: string | undefined): string | undefined {
  const encoded = /^basic +([\w+/=-]+) *$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon === -1 ? undefined : text.slice(colon + 1);
}

/** The token of an Authorization header of the Bearer scheme; undefined for another header. */
export function bearerToken(header: string | undefined): string | undefined {
  return /^bearer +(\S+) *$/i.exec(header ?? '')?.[1];
}
