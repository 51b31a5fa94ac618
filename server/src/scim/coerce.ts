import type { Attribute } from './attributes.ts';
import { findAttribute, findSubAttribute, isUrn, type ResourceSchema } from './attribute-path.ts';
import { refusal } from './scim-error.ts';

/** A value as it is stored: what is unset is absent, never null. Objects have no prototype. */
export type Value = string | boolean | Complex | Complex[];
export interface Complex {
  [name: string]: string | boolean;
}

/** The attributes of a resource under their canonical names; those of the extension under its URN. */
export interface Attributes {
  [name: string]: Value | Attributes;
}

/** Characters of one value. */
const textMax = 4096;
/** Elements of one list. */
const elementsMax = 1000;

/** An object that nothing can be smuggled into through a prototype. */
export function bareAttributes(): Attributes {
  // What is created has no type of its own.
  return Object.create(null) as Attributes;
}

/** Likewise, with these parts; later ones win. */
export function bareComplex(...parts: readonly (object | string | boolean | undefined)[]): Complex {
  // What is created has no type of its own.
  return Object.assign(Object.create(null) as Complex, ...parts) as Complex;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * What a body says of a resource, as lenient as identity providers need it: names in any letter case, under the schema's
 * URN or dotted, booleans and numbers as texts, one value instead of a list, null and "" for what is unset. What no schema
 * knows and what clients may not write is left out. Throws ScimError (`invalidValue`, `invalidSyntax`).
 */
export function readAttributes(schema: ResourceSchema, body: Readonly<Record<string, unknown>>): Attributes {
  const result = bareAttributes();
  const seen = new Set<string>();
  const once = (name: string): void => {
    if (seen.has(name)) throw refusal('invalidSyntax', `The attribute ${name} is given twice; names differ not only in letter case.`);
    seen.add(name);
  };
  for (const [key, value] of flatten(schema, body)) {
    const path = findAttribute(schema, key);
    if (!path || path.attribute.mutability === 'readOnly' || path.attribute.mutability === 'writeOnly') continue;
    const { attribute, sub, isExtension } = path;
    once(`${isExtension ? 'extension ' : ''}${attribute.name}${sub ? `.${sub.name}` : ''}`);
    if (sub) setSub(parentOf(schema, result, isExtension), attribute, sub, value);
    else setValue(parentOf(schema, result, isExtension), attribute, coerce(attribute, value));
  }
  const { extension } = schema;
  if (extension && Object.keys(result[extension.id] ?? {}).length === 0) delete result[extension.id];
  return result;
}

/** Attributes that stand in an object under a URN, as if they stood beside it under their whole names. */
function flatten(schema: ResourceSchema, body: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(body).flatMap(([key, value]): [string, unknown][] => {
    const urn = [schema.core, schema.extension].find((one) => isUrn(one, key));
    if (!urn) return [[key, value]];
    return isObject(value) ? Object.entries(value).map(([name, inner]): [string, unknown] => [`${urn.id}:${name}`, inner]) : [];
  });
}

/** Where the attributes of the core schema, or those of the extension, stand. */
export function parentOf({ extension }: ResourceSchema, resource: Attributes, isExtension: boolean): Attributes {
  if (!isExtension || !extension) return resource;
  const present = resource[extension.id];
  if (isAttributes(present)) return present;
  const made = bareAttributes();
  resource[extension.id] = made;
  return made;
}

export function isAttributes(value: Value | Attributes | undefined): value is Attributes {
  return typeof value === 'object' && !Array.isArray(value);
}

/** Sets the attribute, or unsets it. */
export function setValue(parent: Attributes, attribute: Attribute, value: Value | undefined): void {
  if (value === undefined) delete parent[attribute.name];
  else parent[attribute.name] = value;
}

/** Sets a part of an attribute that is one object; of a list, it makes the list of that one element. */
function setSub(parent: Attributes, attribute: Attribute, sub: Attribute, value: unknown): void {
  const part = bareComplex();
  const coerced = coerceSimple(sub, value, `${attribute.name}.${sub.name}`);
  if (coerced === undefined) return;
  part[sub.name] = coerced;
  if (attribute.multiValued) setValue(parent, attribute, [part]);
  else setValue(parent, attribute, bareComplex(parent[attribute.name], part));
}

/** The value as it is stored; undefined = unset. Throws ScimError (`invalidValue`). */
export function coerce(attribute: Attribute, value: unknown): Value | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  if (attribute.multiValued) return coerceList(attribute, value);
  if (attribute.type === 'complex') return coerceComplex(attribute, value);
  return coerceSimple(attribute, value, attribute.name);
}

/** The elements of a list; undefined = it is empty. At most one of them is primary. */
export function coerceList(attribute: Attribute, value: unknown): Complex[] | undefined {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  if (items.length > elementsMax) throw refusal('tooMany', `${attribute.name} has more than ${elementsMax} values.`);
  const elements = items.map((item) => coerceComplex(attribute, item)).filter((element) => element !== undefined);
  if (elements.filter(isPrimary).length > 1) throw refusal('invalidValue', `Only one of ${attribute.name} can be primary.`);
  return elements.length === 0 ? undefined : elements;
}

export function isPrimary(element: Complex): boolean {
  return element['primary'] === true;
}

/** One object, or one element of a list; undefined = nothing of it is set. A text stands for its `value`. */
export function coerceComplex(attribute: Attribute, value: unknown): Complex | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  const hasValue = findSubAttribute(attribute, 'value') !== undefined;
  if (typeof value === 'string' && hasValue) return coerceComplex(attribute, { value });
  if (!isObject(value)) throw refusal('invalidValue', `${attribute.name} must be an object with parts such as ${partsOf(attribute)}.`);
  const result = bareComplex();
  for (const [key, part] of Object.entries(value)) {
    const sub = findSubAttribute(attribute, key);
    if (!sub || sub.mutability === 'readOnly') continue;
    const coerced = coerceSimple(sub, part, `${attribute.name}.${sub.name}`);
    if (coerced === undefined) continue;
    if (sub.name in result) throw refusal('invalidSyntax', `${attribute.name}.${sub.name} is given twice.`);
    result[sub.name] = coerced;
  }
  // An element of which only the label is left, as identity providers send for a person who has no such address.
  if (hasValue && result['value'] === undefined) return undefined;
  return Object.keys(result).length === 0 ? undefined : result;
}

function partsOf({ subAttributes = [] }: Attribute): string {
  return subAttributes
    .slice(0, 3)
    .map(({ name }) => name)
    .join(', ');
}

/** A text or a boolean; undefined = unset. @param label how the attribute is named to whoever sent it */
export function coerceSimple(attribute: Attribute, value: unknown, label: string): string | boolean | undefined {
  if (value === null || value === undefined || value === '') return undefined;
  if (attribute.type === 'boolean') {
    const word = typeof value === 'boolean' || typeof value === 'string' ? String(value).toLowerCase() : '';
    if (word === 'true' || word === 'false') return word === 'true';
    throw refusal('invalidValue', `${label} must be true or false.`);
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') throw refusal('invalidValue', `${label} must be a text.`);
  if (value.length > textMax) throw refusal('invalidValue', `${label} is longer than ${textMax} characters.`);
  return value;
}

/** Whether the body names this schema, as RFC 7644 wants it of every request with a body. Throws ScimError (`invalidSyntax`). */
export function requireSchema(body: Readonly<Record<string, unknown>>, urn: string): void {
  const schemas = Object.entries(body).find(([key]) => key.toLowerCase() === 'schemas')?.[1];
  const names: unknown[] = Array.isArray(schemas) ? schemas : [];
  if (names.some((name) => typeof name === 'string' && name.toLowerCase() === urn.toLowerCase())) return;
  throw refusal('invalidSyntax', `The body must name the schema ${urn} in "schemas".`);
}
