import { compilePattern, matchesPattern } from '../pattern.ts';
import { tokensText } from '../variables.ts';
import type { Matcher, Operator, PolicyValue } from './index.ts';
import { someOf } from './matcher.ts';

/** StringEquals, StringLike and their kin. Source: IAM User Guide, "String condition operators". */
export const stringOperators: readonly Operator[] = [
  { name: 'StringEquals', family: 'String', isNegated: false, facet: undefined, takesVariables: true, prepare: prepareEquals },
  { name: 'StringNotEquals', family: 'String', isNegated: true, facet: undefined, takesVariables: true, prepare: prepareEquals },
  { name: 'StringEqualsIgnoreCase', family: 'String', isNegated: false, facet: 'folded', takesVariables: true, prepare: prepareFolded },
  { name: 'StringNotEqualsIgnoreCase', family: 'String', isNegated: true, facet: 'folded', takesVariables: true, prepare: prepareFolded },
  { name: 'StringLike', family: 'String', isNegated: false, facet: undefined, takesVariables: true, prepare: prepareLike },
  { name: 'StringNotLike', family: 'String', isNegated: true, facet: undefined, takesVariables: true, prepare: prepareLike },
];

function prepareEquals(values: readonly PolicyValue[]): Matcher {
  const [first, ...more] = values.map(tokensText);
  if (more.length === 0) return (value) => value.text === first;
  const wanted = new Set([first, ...more]);
  return (value) => wanted.has(value.text);
}

function prepareFolded(values: readonly PolicyValue[]): Matcher {
  const wanted = new Set(values.map((value) => tokensText(value).toLowerCase()));
  return (value) => wanted.has(value.folded);
}

function prepareLike(values: readonly PolicyValue[]): Matcher {
  return someOf(values.map(compilePattern), ({ text }, pattern) => matchesPattern(pattern, text));
}
