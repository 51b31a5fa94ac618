import type { ResourcePattern } from './arn.ts';
import type { BoundLayers } from './bind.ts';
import type { Matcher } from './operators/index.ts';
import { createContextValue, type ContextValue, type Facets } from './operators/value.ts';

/**
 * The condition keys of a request. Names ignore case. A key with several values has a list; an absent key is left out, never
 * given as an empty string. Binary values are base64, times ISO 8601 or epoch seconds.
 */
export type Context = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One value, several values, or no such key. */
export type SlotValue = ContextValue | readonly ContextValue[] | undefined;

/** A condition key that the policies of a binding mention. */
export interface Slot {
  /** Its place in {@link BoundLayers.slots}, and that of its value in {@link BoundContext.values}. */
  readonly index: number;
  /** In lower case. */
  readonly key: string;
  readonly facets: Facets;
  readonly isMultivalued: boolean;
  readonly isUserDefined: boolean;
}

/**
 * A request context read for one {@link BoundLayers}: only the keys its policies mention, each in the readings its operators
 * need. Answers that depend on the context alone are kept in it, so it may serve several decisions of one request.
 */
export interface BoundContext {
  readonly bound: BoundLayers;
  /** By slot. */
  readonly values: readonly SlotValue[];
  /** By condition: 0 not asked yet, 1 does not hold, 2 holds. */
  readonly answers: Uint8Array;
  /** By condition with variables: its matcher with the variables replaced. */
  readonly matchers: (Matcher | undefined)[];
  /** By resource with variables: its pattern with the variables replaced, or 'none' if one has no value. */
  readonly resources: (ResourcePattern | 'none' | undefined)[];
}

/** Reads a request context for a binding. */
export function bindContext(bound: BoundLayers, context: Context): BoundContext {
  const values: SlotValue[] = bound.slots.map(() => undefined);
  for (const name of Object.keys(context)) {
    const slot = bound.slotsByKey.get(name) ?? bound.slotsByKey.get(name.toLowerCase());
    if (slot !== undefined) values[slot.index] = readValue(context[name], slot.facets);
  }
  return { bound, values, answers: new Uint8Array(bound.conditions.length), matchers: [], resources: [] };
}

/**
 * The value of a key as a variable sees it; undefined when the request has none. A key that takes several values cannot be a
 * variable, even when it has just one: that is null, and no default stands in for it.
 */
export function findVariable({ bound, values }: BoundContext, key: string): string | null | undefined {
  const slot = bound.slotsByKey.get(key);
  const value = slot && values[slot.index];
  if (slot === undefined || value === undefined) return undefined;
  return isList(value) || slot.isMultivalued ? null : value.text;
}

/** Tells several values from one. */
export function isList(value: SlotValue): value is readonly ContextValue[] {
  return Array.isArray(value);
}

/** An empty list is an absent key. A list of one is its value: whether the key takes several is known to its slot. */
function readValue(value: string | readonly string[] | undefined, facets: Facets): SlotValue {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return createContextValue(value, facets);
  const [first] = value;
  if (first === undefined) return undefined;
  return value.length === 1 ? createContextValue(first, facets) : value.map((item) => createContextValue(item, facets));
}
