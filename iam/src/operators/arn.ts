import { compileArnPattern, matchesArn } from '../arn.ts';
import type { Matcher, Operator, PolicyValue } from './index.ts';
import { someOf } from './matcher.ts';

/** ArnEquals is ArnLike, and ArnNotEquals is ArnNotLike. Source: IAM User Guide, "ARN condition operators". */
export const arnOperators: readonly Operator[] = [
  { name: 'ArnEquals', family: 'ARN', isNegated: false, facet: 'colons', takesVariables: true, prepare: prepareArn },
  { name: 'ArnLike', family: 'ARN', isNegated: false, facet: 'colons', takesVariables: true, prepare: prepareArn },
  { name: 'ArnNotEquals', family: 'ARN', isNegated: true, facet: 'colons', takesVariables: true, prepare: prepareArn },
  { name: 'ArnNotLike', family: 'ARN', isNegated: true, facet: 'colons', takesVariables: true, prepare: prepareArn },
];

function prepareArn(values: readonly PolicyValue[]): Matcher {
  const patterns = values.map(compileArnPattern).filter((pattern) => pattern !== undefined);
  return someOf(patterns, ({ text, colons }, pattern) => matchesArn(pattern, text, colons));
}
