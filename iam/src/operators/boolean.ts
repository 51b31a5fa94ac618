import { tokensText } from '../variables.ts';
import type { Matcher, Operator, PolicyValue } from './index.ts';

/** Bool. Source: IAM User Guide, "Boolean condition operators". Case is ignored (decision 0003); other words match nothing. */
export const booleanOperators: readonly Operator[] = [
  { name: 'Bool', family: 'Bool', isNegated: false, facet: 'folded', takesVariables: false, prepare: prepareBool },
];

/** Reads `true` or `false` in any case. */
export function parseBoolean(text: string): boolean | undefined {
  const folded = text.toLowerCase();
  return folded === 'true' ? true : folded === 'false' ? false : undefined;
}

function prepareBool(values: readonly PolicyValue[]): Matcher {
  const wanted = new Set(values.map((value) => parseBoolean(tokensText(value))).filter((value) => value !== undefined));
  return ({ folded }) => (folded === 'true' && wanted.has(true)) || (folded === 'false' && wanted.has(false));
}
