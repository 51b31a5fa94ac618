import { tokensText } from '../variables.ts';
import { parseBoolean } from './boolean.ts';
import type { Operator, PolicyValue } from './index.ts';

/**
 * Null looks at the presence of a key, not at its value, so conditions ask {@link wantsNull} instead of a matcher.
 * Source: IAM User Guide, "Condition operator to check existence of condition keys".
 */
export const nullOperators: readonly Operator[] = [
  { name: 'Null', family: 'Null', isNegated: false, facet: undefined, takesVariables: false, prepare: () => () => false },
];

/** Whether a null key satisfies the condition, and whether one that is there does. */
export interface WantsNull {
  readonly null: boolean;
  readonly present: boolean;
}

/** Which answers to "is the key null?" satisfy the condition: the values are alternatives, as everywhere. */
export function wantsNull(values: readonly PolicyValue[]): WantsNull {
  const wanted = new Set(values.map((value) => parseBoolean(tokensText(value))));
  return { null: wanted.has(true), present: wanted.has(false) };
}
