import type { Sourced } from '../document.ts';

/**
 * The values of a list that another value covers already; of two equal ones, the later. `matches(pattern, value)` is asked
 * with the wildcards of `value` as plain characters, which is right as long as no `?` has to stand for a `*`.
 */
export function findCovered(values: readonly Sourced[], matches: (pattern: string, value: string) => boolean): Sourced[] {
  return values.filter((value, index) =>
    values.some((other, otherIndex) => {
      if (other.value === value.value) return otherIndex < index;
      if (other.value.includes('?') && /[*?]/.test(value.value)) return false;
      return matches(other.value, value.value);
    }),
  );
}
