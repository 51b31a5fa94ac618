import { findAttribute, isUrn, type ResourceSchema } from './attribute-path.ts';
import { isObject } from './coerce.ts';
import { refusal } from './scim-error.ts';

/** Which attributes a request wants to see (RFC 7644, section 3.9). */
export interface Projection {
  /** Whether an attribute is shown, wholly or in part. `name` is canonical; what is not shown need not be read. */
  shows(name: string): boolean;
  apply(resource: Readonly<Record<string, unknown>>): Record<string, unknown>;
}

/** Names in one request. */
const namesMax = 200;

/** What is shown whatever is asked for. */
const always = new Set(['schemas', 'id']);

/**
 * @param attributes only these, and what is always shown @param excluded all but these
 * Throws ScimError (`invalidValue`) if both are given.
 */
export function createProjection(
  schema: ResourceSchema,
  attributes: readonly string[] | undefined,
  excluded: readonly string[] | undefined,
): Projection {
  if (attributes && excluded) throw refusal('invalidValue', 'Give attributes or excludedAttributes, not both.');
  const names = attributes ?? excluded ?? [];
  if (names.length > namesMax) throw refusal('tooMany', `A request names at most ${namesMax} attributes.`);
  const tree = toTree(schema, names);
  if (attributes) {
    return { shows: (name) => always.has(name) || tree.has(name), apply: (resource) => pick(resource, tree) };
  }
  return { shows: (name) => tree.get(name) !== 'whole', apply: (resource) => (tree.size === 0 ? { ...resource } : omit(resource, tree)) };
}

/** Attribute → all of it, or the parts that are meant. */
type Tree = Map<string, 'whole' | Tree>;

function toTree(schema: ResourceSchema, names: readonly string[]): Tree {
  const tree: Tree = new Map();
  for (const name of names) {
    const keys = keysOf(schema, name.trim());
    if (keys) add(tree, keys);
  }
  return tree;
}

/** Where the attribute stands in a resource; undefined for one that no schema knows. */
function keysOf(schema: ResourceSchema, name: string): readonly string[] | undefined {
  if (schema.extension && isUrn(schema.extension, name)) return [schema.extension.id];
  const common = /^(id|schemas|meta)(?:\.(\w+))?$/i.exec(name);
  if (common) return [common[1]?.toLowerCase() ?? '', ...(common[2] === undefined ? [] : [common[2]])];
  const path = findAttribute(schema, name);
  if (!path) return undefined;
  const own = [path.attribute.name, ...(path.sub ? [path.sub.name] : [])];
  return path.isExtension && schema.extension ? [schema.extension.id, ...own] : own;
}

function add(tree: Tree, [key = '', ...rest]: readonly string[]): void {
  const present = tree.get(key);
  if (present === 'whole') return;
  if (rest.length === 0) {
    tree.set(key, 'whole');
    return;
  }
  const below: Tree = present ?? new Map();
  tree.set(key, below);
  add(below, rest);
}

function pick(resource: Readonly<Record<string, unknown>>, tree: Tree): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(resource)) {
    const wanted = always.has(name) ? 'whole' : tree.get(name);
    if (wanted === 'whole') result[name] = value;
    else if (wanted) result[name] = within(value, (part) => pickParts(part, wanted));
  }
  return result;
}

function pickParts(part: Readonly<Record<string, unknown>>, tree: Tree): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(part).flatMap(([name, value]) => {
      const wanted = tree.get(name);
      if (wanted === undefined) return [];
      return [[name, wanted === 'whole' ? value : within(value, (inner) => pickParts(inner, wanted))]];
    }),
  );
}

function omit(resource: Readonly<Record<string, unknown>>, tree: Tree): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(resource)) {
    const unwanted = always.has(name) ? undefined : tree.get(name);
    if (unwanted === undefined) result[name] = value;
    else if (unwanted !== 'whole') result[name] = within(value, (part) => omit(part, unwanted));
  }
  return result;
}

/** An object's parts, or those of each object of a list. */
function within(value: unknown, change: (part: Readonly<Record<string, unknown>>) => Record<string, unknown>): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => (isObject(item) ? change(item) : item));
  return isObject(value) ? change(value) : value;
}
