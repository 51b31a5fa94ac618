import { findAttribute, findSubAttribute, type AttributePath, type ResourceSchema } from './attribute-path.ts';
import { isObject, requireSchema } from './coerce.ts';
import { parsePatchPath, type Filter } from './filter.ts';
import { refusal } from './scim-error.ts';
import { patchUrn } from './urns.ts';

/** One operation of a PATCH, read but not yet checked against a resource. */
export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path: string | undefined;
  readonly value: unknown;
}

/** Operations of one request. */
const operationsMax = 1000;
const pathLengthMax = 4096;

/** The operations of a PATCH body. Throws ScimError (`invalidSyntax`, `tooMany`). */
export function readOperations(body: Readonly<Record<string, unknown>>): PatchOperation[] {
  requireSchema(body, patchUrn);
  const list = member(body, 'operations');
  if (!Array.isArray(list) || list.length === 0)
    throw refusal('invalidSyntax', 'The body must have a list "Operations" with at least one operation.');
  if (list.length > operationsMax)
    throw refusal('tooMany', `A PATCH has at most ${operationsMax} operations; this one has ${list.length}.`);
  return list.map((item: unknown, index) => {
    if (!isObject(item)) throw refusal('invalidSyntax', `Operation ${index + 1} is no object.`);
    const given = member(item, 'op');
    const op = typeof given === 'string' ? given.toLowerCase() : '';
    if (op !== 'add' && op !== 'remove' && op !== 'replace') {
      throw refusal('invalidSyntax', `Operation ${index + 1} needs an "op" of add, remove or replace.`);
    }
    return { op, path: readPathText(member(item, 'path'), index), value: member(item, 'value') };
  });
}

function readPathText(path: unknown, index: number): string | undefined {
  if (path === undefined || path === null || path === '') return undefined;
  if (typeof path !== 'string' || path.length > pathLengthMax)
    throw refusal('invalidPath', `The path of operation ${index + 1} is no text of at most ${pathLengthMax} characters.`);
  return path.trim();
}

/** The id may be sent along, as Okta does with every change of a group, but not changed. Throws ScimError (`mutability`). */
export function refuseOtherId(body: unknown, id: string): void {
  const given = isObject(body) ? member(body, 'id') : undefined;
  if (given !== undefined && given !== null && given !== '' && given !== id)
    throw refusal('mutability', `The id is ${id} and cannot be changed.`);
}

/** A member by its name in any letter case. */
export function member(body: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.entries(body).find(([key]) => key.toLowerCase() === name)?.[1];
}

/** Where a path leads, and which elements of a list it means. Throws ScimError (`invalidPath`, `invalidFilter`, `mutability`). */
export function readPath(schema: ResourceSchema, path: string): AttributePath & { filter: Filter | undefined } {
  const parsed = parsePatchPath(path);
  if (/^(id|meta|schemas)($|\.)/i.test(parsed.attribute)) throw refusal('mutability', `${path} is Carillon's own and cannot be written.`);
  const found = findAttribute(schema, parsed.attribute);
  const sub = found && parsed.sub !== undefined ? findSubAttribute(found.attribute, parsed.sub) : found?.sub;
  if (!found || (parsed.sub !== undefined && (!sub || found.sub))) throw refusal('invalidPath', `There is no attribute ${path}.`);
  if (found.attribute.mutability === 'readOnly') throw refusal('mutability', `${path} follows from other things and cannot be written.`);
  return { ...found, sub, filter: parsed.filter };
}
