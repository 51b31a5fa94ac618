import type { Output } from '../../../api/calls.ts';
import { checkDocument } from './check.ts';
import { findPlace, readJson, type Place } from './json-places.ts';
import { resourceSchema } from './schema.ts';

/** The account's document with its revision. */
export type Current = Output<'chime:GetAccountResource'>;
export type Document = Current['Resource'];

/** Something about the text, with its place in it. */
export interface Remark {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly place: Place;
}

/** The document as the editor and files have it. */
export function print(document: unknown): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** What a text says: a document, or what keeps it from being one. */
export type ReadText = { readonly document: Document } | { readonly remarks: readonly Remark[] };

export function readText(text: string): ReadText {
  const read = readJson(text);
  if ('fault' in read) return { remarks: [{ severity: 'error', message: read.fault.message, place: read.fault }] };
  if (isDocument(read.value)) return { document: read.value };
  const faults = checkDocument(resourceSchema, read.value);
  return { remarks: faults.map(({ path, message }) => ({ severity: 'error', message, place: findPlace(text, path) })) };
}

/** The schema is derived from the very declaration that the type comes from. */
function isDocument(value: unknown): value is Document {
  return checkDocument(resourceSchema, value).length === 0;
}
