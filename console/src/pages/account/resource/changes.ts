import { isObject } from './check.ts';

/** What differs between two documents, one sentence each, in the order of the document. */
export function listChanges(before: unknown, after: unknown, path = ''): readonly string[] {
  if (isSame(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) => listChanges(before[name], after[name], path === '' ? name : `${path} › ${name}`));
  }
  if (Array.isArray(before) && Array.isArray(after)) return listEntries(before, after, path);
  if (before === undefined) return [`${path}: ${show(after)}, which was not there`];
  if (after === undefined) return [`${path}: taken out; it was ${show(before)}`];
  return [`${path}: ${show(before)} → ${show(after)}`];
}

function listEntries(before: readonly unknown[], after: readonly unknown[], path: string): string[] {
  const removed = before.filter((item) => !has(after, item)).map((item) => `${path}: without ${show(item)}`);
  const added = after.filter((item) => !has(before, item)).map((item) => `${path}: with ${show(item)}`);
  return removed.length + added.length === 0 ? [`${path}: another order`] : [...removed, ...added];
}

function has(list: readonly unknown[], item: unknown): boolean {
  return list.some((one) => isSame(one, item));
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Members of an object have no order, entries of a list have. */
export function isSame(one: unknown, other: unknown): boolean {
  if (isObject(one) && isObject(other)) {
    const names = Object.keys(one);
    return (
      names.length === Object.keys(other).length && names.every((name) => Object.hasOwn(other, name) && isSame(one[name], other[name]))
    );
  }
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  return one === other;
}

/** Two edits of one document put together. */
export interface Merged {
  readonly document: unknown;
  /** What both have changed, each in another way; mine is in the document. */
  readonly clashes: readonly string[];
}

/** My edit and theirs of the same document: where only one of us has changed something, that change counts. */
export function merge(base: unknown, mine: unknown, theirs: unknown, path = ''): Merged {
  if (isSame(mine, theirs) || isSame(base, theirs)) return { document: mine, clashes: [] };
  if (isSame(base, mine)) return { document: theirs, clashes: [] };
  if (isObject(base) && isObject(mine) && isObject(theirs)) {
    const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
    const members = names.map((name) => ({
      name,
      ...merge(base[name], mine[name], theirs[name], path === '' ? name : `${path} › ${name}`),
    }));
    const kept = members.filter(({ document }) => document !== undefined);
    return {
      document: Object.fromEntries(kept.map(({ name, document }) => [name, document])),
      clashes: members.flatMap(({ clashes }) => clashes),
    };
  }
  if (Array.isArray(base) && Array.isArray(mine) && Array.isArray(theirs)) return mergeLists(base, mine, theirs, path);
  return { document: mine, clashes: [path] };
}

/** Entries are compared whole, but groups by their names: a group of two licenses is none. */
function mergeLists(base: readonly unknown[], mine: readonly unknown[], theirs: readonly unknown[], path: string): Merged {
  const pick = (list: readonly unknown[], key: string): unknown => list.find((item) => keyOf(item) === key);
  const keys = [...new Set([...theirs, ...mine].map(keyOf))];
  const entries = keys.map((key) => merge(pick(base, key), pick(mine, key), pick(theirs, key), `${path} › ${key}`));
  const kept = entries.filter(({ document }) => document !== undefined);
  return { document: kept.map(({ document }) => document), clashes: entries.flatMap(({ clashes }) => clashes) };
}

function keyOf(item: unknown): string {
  return isObject(item) && typeof item.GroupName === 'string' ? item.GroupName : show(item);
}
