import type { Entry } from 'ldapts';

// An attribute of one value is a text, one of many an array, one without any an empty array; bytes are buffers.

/** The attribute's first value. */
export function textOf(entry: Entry, attribute: string): string | undefined {
  return textsOf(entry, attribute)[0];
}

/** All of the attribute's values that are not empty. */
export function textsOf(entry: Entry, attribute: string): string[] {
  return [entry[attribute] ?? []].flat().flatMap((value) => (typeof value === 'string' && value !== '' ? [value] : []));
}

/** The attribute's first value, if it is a whole number. */
export function numberOf(entry: Entry, attribute: string): number | undefined {
  const text = textOf(entry, attribute);
  const number = text !== undefined && /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
  return number;
}

export function bytesOf(entry: Entry, attribute: string): Buffer | undefined {
  const value = [entry[attribute] ?? []].flat()[0];
  return Buffer.isBuffer(value) ? value : undefined;
}

/** The entry's objectGUID as 32 hexadecimal digits, in the order of its bytes. */
export function guidOf(entry: Entry): string | undefined {
  const bytes = bytesOf(entry, 'objectGUID');
  return bytes?.length === 16 ? bytes.toString('hex') : undefined;
}

/** A security identifier's last part, which names an entry within its domain, and the domain's part before it. */
export function splitSid(sid: Buffer): { domain: Buffer; relativeId: number } | undefined {
  return sid.length < 12 ? undefined : { domain: sid.subarray(0, -4), relativeId: sid.readUInt32LE(sid.length - 4) };
}

/** The identifier of another entry of the same domain. */
export function sidOf(domain: Buffer, relativeId: number): Buffer {
  const sid = Buffer.concat([domain, Buffer.alloc(4)]);
  sid.writeUInt32LE(relativeId, domain.length);
  return sid;
}
