import type { Matcher } from './index.ts';
import type { ContextValue } from './value.ts';

/**
 * A matcher that tries the values of the policy in turn. Here and wherever a decision passes, an indexed loop: `some` would
 * leave a closure behind for each request, and `for … of` an iterator.
 */
export function someOf<T extends object | number | string>(
  wanted: readonly T[],
  accepts: (value: ContextValue, wanted: T) => boolean,
): Matcher {
  return (value) => {
    for (let index = 0; index < wanted.length; index += 1) {
      const item = wanted[index];
      if (item !== undefined && accepts(value, item)) return true;
    }
    return false;
  };
}
