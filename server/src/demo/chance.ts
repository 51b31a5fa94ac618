/** The same draws for the same seed. */
export interface Chance {
  /** 0 … below - 1. */
  below(below: number): number;
  /** True once in `times`. */
  oneIn(times: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  /** At most `most` of the items, in some order. */
  some<Item>(items: readonly Item[], most: number): Item[];
}

/** mulberry32, a small generator of good enough quality. */
export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const below = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
  const pick = <Item>(items: readonly Item[]): Item => {
    const index = below(items.length);
    // An item may be undefined: only whether there is one counts.
    for (const item of items.slice(index, index + 1)) return item;
    throw new RangeError('There is nothing to pick from.');
  };
  return {
    below,
    pick,
    oneIn: (times) => below(times) === 0,
    some: (items, most) => Array.from({ length: below(most + 1) }, () => pick(items)),
  };
}
