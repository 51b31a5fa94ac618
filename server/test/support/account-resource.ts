import type { z } from 'zod';
import { GetAccountResource } from '../../src/operations/chime/GetAccountResource.ts';
import type { AccountResource } from '../../src/shapes/resource.ts';
import type { Person } from './world.ts';

export type Document = z.output<typeof AccountResource>;
/** Members to write into a document. */
export type Written = Partial<z.input<typeof AccountResource>>;

/** The account's document and its revision, as somebody gets it. */
export async function exportDocument(person: Person, AccountId: string): Promise<{ Resource: Document; Revision: string }> {
  return person.call(GetAccountResource, { AccountId });
}

/** The document with members that its type does not allow. */
export function changedDocument(document: Document, change: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...document, ...change };
}
