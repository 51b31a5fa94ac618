import type { Attribute } from './attributes.ts';
import { findAttribute, findSubAttribute, isUrn, type AttributePath, type ResourceSchema } from './attribute-path.ts';
import {
  bareAttributes,
  bareComplex,
  coerce,
  coerceComplex,
  coerceList,
  coerceSimple,
  isAttributes,
  isObject,
  isPrimary,
  parentOf,
  setValue,
  type Attributes,
  type Complex,
} from './coerce.ts';
import type { Filter } from './filter.ts';
import { impliedParts, matches } from './match.ts';
import { readPath, type PatchOperation } from './patch-operations.ts';
import { refusal } from './scim-error.ts';

/**
 * The resource after the operations, all of them or none: the one that is given stays as it is. Throws ScimError with
 * what is wrong with the first operation that cannot be carried out.
 */
export function applyPatch(schema: ResourceSchema, resource: Attributes, operations: readonly PatchOperation[]): Attributes {
  const result = clone(resource);
  for (const operation of operations) {
    if (operation.path === undefined) applyWhole(schema, result, operation);
    else applyAt(schema, result, operation, operation.path);
  }
  for (const { extension } of [schema]) {
    const present = extension && result[extension.id];
    if (extension && isAttributes(present) && Object.keys(present).length === 0) delete result[extension.id];
  }
  return result;
}

function clone(resource: Attributes): Attributes {
  const copy = bareAttributes();
  for (const [name, value] of Object.entries(resource)) {
    if (Array.isArray(value)) copy[name] = value.map((element) => bareComplex(element));
    else copy[name] = isAttributes(value) ? clone(value) : value;
  }
  return copy;
}

/** Without a path, the value holds attributes by name; identity providers also use whole paths as names. */
function applyWhole(schema: ResourceSchema, result: Attributes, { op, value }: PatchOperation): void {
  if (op === 'remove') throw refusal('noTarget', 'A remove operation needs a path that says what to remove.');
  if (!isObject(value)) throw refusal('invalidValue', `A ${op} operation without a path needs an object of attributes as its value.`);
  for (const [key, inner] of Object.entries(value)) {
    if (isUrn(schema.core, key) || isUrn(schema.extension, key)) {
      for (const [name, one] of Object.entries(isObject(inner) ? inner : {}))
        applyNamed(schema, result, { op, path: `${key}:${name}`, value: one });
    } else applyNamed(schema, result, { op, path: key, value: inner });
  }
}

/** What no schema knows is passed over: identity providers send their own attributes along. */
function applyNamed(schema: ResourceSchema, result: Attributes, operation: PatchOperation & { path: string }): void {
  if (/(^|[.:])(__proto__|constructor|prototype)($|[.[])/i.test(operation.path)) {
    throw refusal('invalidPath', `${operation.path} is no attribute.`);
  }
  if (/^(id|meta|schemas)$/i.test(operation.path)) return;
  const root = findAttribute(schema, operation.path.replace(/\[.*$/s, ''));
  if (root && root.attribute.mutability !== 'readOnly') applyAt(schema, result, operation, operation.path);
}

function applyAt(schema: ResourceSchema, result: Attributes, operation: PatchOperation, path: string): void {
  if (isUrn(schema.extension, path) || isUrn(schema.core, path)) return applyToSchema(schema, result, operation, path);
  const target = readPath(schema, path);
  const { attribute, isExtension } = target;
  if (attribute.mutability === 'writeOnly') return;
  const parent = parentOf(schema, result, isExtension);
  if (attribute.multiValued) applyToList(parent, target, operation);
  else if (target.filter) throw refusal('invalidPath', `${attribute.name} is no list, so there is nothing to choose from in brackets.`);
  else if (target.sub) applyToPart(parent, target, operation);
  else applyToValue(parent, attribute, operation);
}

/** The whole of a schema's attributes as the path: Entra removes the extension like this. */
function applyToSchema(schema: ResourceSchema, result: Attributes, operation: PatchOperation, path: string): void {
  if (operation.op !== 'remove') return applyWhole(schema, result, { ...operation, value: { [path]: operation.value }, path: undefined });
  if (!schema.extension || !isUrn(schema.extension, path))
    throw refusal('mutability', 'The attributes of the core schema are removed one by one.');
  delete result[schema.extension.id];
}

function applyToValue(parent: Attributes, attribute: Attribute, { op, value }: PatchOperation): void {
  if (op === 'remove') return setValue(parent, attribute, undefined);
  const coerced = coerce(attribute, value);
  const present = parent[attribute.name];
  const merges = op === 'add' && attribute.type === 'complex' && coerced !== undefined;
  setValue(parent, attribute, merges ? bareComplex(present, coerced) : coerced);
}

function applyToPart(parent: Attributes, { attribute, sub }: AttributePath, { op, value }: PatchOperation): void {
  if (!sub) return;
  const whole = bareComplex(parent[attribute.name]);
  setPart(attribute, whole, sub, op === 'remove' ? undefined : value);
  setValue(parent, attribute, Object.keys(whole).length === 0 ? undefined : whole);
}

function setPart(attribute: Attribute, element: Complex, sub: Attribute, value: unknown): void {
  const coerced = coerceSimple(sub, value, `${attribute.name}.${sub.name}`);
  if (coerced === undefined) delete element[sub.name];
  else element[sub.name] = coerced;
}

interface ListTarget extends AttributePath {
  readonly filter: Filter | undefined;
}

function applyToList(parent: Attributes, target: ListTarget, operation: PatchOperation): void {
  const { attribute, filter, sub } = target;
  const present = parent[attribute.name];
  const elements: Complex[] = Array.isArray(present) ? [...present] : [];
  const changed = filter || sub ? changeChosen(target, elements, operation) : changeAll(attribute, elements, operation);
  setValue(parent, attribute, changed.length === 0 ? undefined : demoteOthers(elements, changed));
}

function changeAll(attribute: Attribute, elements: readonly Complex[], { op, value }: PatchOperation): Complex[] {
  const given = coerceList(attribute, value) ?? [];
  if (op === 'replace') return given;
  if (op === 'add') return given.reduce<Complex[]>(mergeElement, [...elements]);
  // A list of values says which of them to remove; no value at all means every one.
  if (value === undefined || value === null) return [];
  return elements.filter((element) => !given.some((one) => isSameValue(one, element)));
}

/** Adding what is there already changes nothing, and what is there under the same label and value is completed. */
function mergeElement(elements: Complex[], given: Complex): Complex[] {
  const index = elements.findIndex((element) => isSameValue(element, given) && fold(element['type']) === fold(given['type']));
  if (index === -1) return [...elements, given];
  return elements.with(index, bareComplex(elements[index], given));
}

function isSameValue(left: Complex, right: Complex): boolean {
  if (left['value'] !== undefined || right['value'] !== undefined) return fold(left['value']) === fold(right['value']);
  return Object.keys(left).length === Object.keys(right).length && Object.entries(left).every(([name, part]) => right[name] === part);
}

function fold(value: string | boolean | undefined): string {
  return String(value ?? '').toLowerCase();
}

function changeChosen({ attribute, filter, sub }: ListTarget, elements: readonly Complex[], operation: PatchOperation): Complex[] {
  const { op, value } = operation;
  const isChosen = (element: Complex): boolean => filter === undefined || matches(attribute, filter, element);
  const chosen = elements.filter(isChosen);
  if (op === 'remove' && !sub) return elements.filter((element) => !isChosen(element));
  if (chosen.length > 0)
    return elements.flatMap((element) => (isChosen(element) ? changeElement(attribute, element, sub, operation) : [element]));
  if (op === 'remove' || value === null || value === '') {
    if (filter) checkParts(attribute, filter);
    return [...elements];
  }
  const made = makeElement(attribute, filter, sub, value);
  return made ? [...elements, made] : [...elements];
}

function changeElement(attribute: Attribute, element: Complex, sub: Attribute | undefined, { op, value }: PatchOperation): Complex[] {
  if (!sub) {
    const given = coerceComplex(attribute, value);
    if (op === 'add') return [bareComplex(element, given)];
    return given ? [given] : [];
  }
  const copy = bareComplex(element);
  setPart(attribute, copy, sub, op === 'remove' ? undefined : value);
  const isEmpty = findSubAttribute(attribute, 'value') ? copy['value'] === undefined : Object.keys(copy).length === 0;
  return isEmpty ? [] : [copy];
}

/** The element that the filter describes, since none is there. RFC 7644 would refuse; Entra counts on it. */
function makeElement(attribute: Attribute, filter: Filter | undefined, sub: Attribute | undefined, value: unknown): Complex | undefined {
  const implied = filter ? impliedParts(attribute, filter) : [];
  if (!implied) throw refusal('noTarget', `No value of ${attribute.name} is the one in brackets.`);
  const parts = Object.fromEntries(implied.map(([part, literal]) => [part.name, literal]));
  return coerceComplex(attribute, sub ? { ...parts, [sub.name]: value } : isObject(value) ? { ...parts, ...value } : { ...parts, value });
}

function checkParts(attribute: Attribute, filter: Filter): void {
  matches(attribute, filter, bareComplex());
}

/** Whoever becomes primary takes it from who was. */
function demoteOthers(before: readonly Complex[], after: Complex[]): Complex[] {
  if (after.filter(isPrimary).length < 2) return after;
  const isNew = (element: Complex): boolean => !before.some((one) => isPrimary(one) && isSameValue(one, element));
  const keeper = after.find((element) => isPrimary(element) && isNew(element)) ?? after.find(isPrimary);
  return after.map((element) => (isPrimary(element) && element !== keeper ? bareComplex(element, { primary: false }) : element));
}
