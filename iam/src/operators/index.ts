import type { PatternToken } from '../tokens.ts';
import { arnOperators } from './arn.ts';
import { binaryOperators } from './binary.ts';
import { booleanOperators } from './boolean.ts';
import { dateOperators } from './date.ts';
import { ipOperators } from './ip.ts';
import { nullOperators } from './null.ts';
import { numericOperators } from './numeric.ts';
import { stringOperators } from './string.ts';
import type { ContextValue, Facet } from './value.ts';

/** The families of operators, named as the types of the keys they are for. */
export type OperatorFamily = 'String' | 'Numeric' | 'Date' | 'Bool' | 'Binary' | 'IPAddress' | 'ARN' | 'Null';

/** A value of a policy after its variables were replaced. Operators without wildcards take `*` and `?` as characters. */
export type PolicyValue = readonly PatternToken[];

/** Whether one value of the request matches one of the values of the policy. */
export type Matcher = (value: ContextValue) => boolean;

/** A condition operator. A negated operator is true where its matcher is false. */
export interface Operator {
  readonly name: string;
  readonly family: OperatorFamily;
  readonly isNegated: boolean;
  /** The reading of a request value that the matcher looks at, or undefined when the text is enough. */
  readonly facet: Facet | undefined;
  readonly takesVariables: boolean;
  readonly prepare: (values: readonly PolicyValue[]) => Matcher;
}

/** The set qualifiers, for keys with several values. */
export type Qualifier = 'ForAllValues' | 'ForAnyValue';

/** The parts of a name such as `ForAllValues:StringLikeIfExists`. */
export interface OperatorName {
  /** As written in the policy. */
  readonly source: string;
  readonly qualifier: Qualifier | undefined;
  /** Undefined for an operator that does not exist. */
  readonly operator: Operator | undefined;
  readonly ifExists: boolean;
}

/** Reads an operator name; names ignore case (decision 0003). */
export function parseOperatorName(source: string): OperatorName {
  const colon = source.indexOf(':');
  const prefix = source.slice(0, colon + 1).toLowerCase();
  const qualifier = prefix === 'forallvalues:' ? 'ForAllValues' : prefix === 'foranyvalue:' ? 'ForAnyValue' : undefined;
  const name = (qualifier === undefined ? source : source.slice(colon + 1)).toLowerCase();
  const ifExists = name.endsWith(ifExistsSuffix);
  const operator = operators.get(ifExists ? name.slice(0, -ifExistsSuffix.length) : name);
  return { source, qualifier, operator, ifExists };
}

/** Every operator. Source: IAM User Guide, "IAM JSON policy elements: Condition operators". */
export const operatorList: readonly Operator[] = [
  ...stringOperators,
  ...numericOperators,
  ...dateOperators,
  ...booleanOperators,
  ...binaryOperators,
  ...ipOperators,
  ...arnOperators,
  ...nullOperators,
];

const ifExistsSuffix = 'ifexists';

const operators: ReadonlyMap<string, Operator> = new Map(operatorList.map((operator) => [operator.name.toLowerCase(), operator]));
