/** Values by key, bounded by the sum of their sizes. */
export interface Generations<Value> {
  find(key: string): Value | undefined;
  /** In place of what the key had. What takes more than half of the room is not kept. */
  keep(key: string, value: Value): void;
  /** Drops those whose key is chosen. */
  forget(isChosen: (key: string) => boolean): void;
  clear(): void;
}

/**
 * Evicts by generations: when the young ones fill half of the room they become the old ones, and the former old ones go. What is
 * used in the meantime moves back to the young ones. That is close to least-recently-used, without bookkeeping at each use.
 * @param room the sizes of all values together are never more
 */
export function createGenerations<Value>(room: number, sizeOf: (key: string, value: Value) => number): Generations<Value> {
  const roomOfOne = room / 2;
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();
  let filled = 0;
  const drop = (key: string): void => {
    const value = young.get(key);
    if (value !== undefined) filled -= sizeOf(key, value);
    young.delete(key);
    old.delete(key);
  };
  const keep = (key: string, value: Value): void => {
    drop(key);
    const size = sizeOf(key, value);
    if (size > roomOfOne) return;
    if (filled + size > roomOfOne) {
      old = young;
      young = new Map();
      filled = 0;
    }
    young.set(key, value);
    filled += size;
  };
  return {
    find(key) {
      const value = young.get(key);
      if (value !== undefined) return value;
      const found = old.get(key);
      if (found !== undefined) keep(key, found);
      return found;
    },
    keep,
    forget(isChosen) {
      for (const key of [...young.keys(), ...old.keys()]) if (isChosen(key)) drop(key);
    },
    clear() {
      young.clear();
      old.clear();
      filled = 0;
    },
  };
}
