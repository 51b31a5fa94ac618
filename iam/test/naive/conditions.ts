import { isEmpty, isMultivalued, isNull, valuesOf, type Context } from './context.ts';
import { globMatches, type Step } from './glob.ts';
import { bytesOf, instantOf, numberOf, rangeOf } from './values.ts';
import { readPattern } from './variables.ts';

/** Whether a request value is what one policy value asks for; undefined variables make it false. */
type Comparison = (policyValue: string, requestValue: string, variables: Context | undefined) => boolean;

interface Operator {
  readonly negated: boolean;
  readonly matches: Comparison;
}

/** One line of a condition block. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/**
 * Whether a condition holds, or undefined when it uses an operator that does not exist.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function conditionHolds(condition: Condition, context: Context, hasVariables: boolean): boolean | undefined {
  const { base, qualifier, ifExists } = partsOf(condition.operator);
  const present = valuesOf(context, condition.key);
  const absent = isNull(context, condition.key);
  if (base === 'null' && !ifExists) return nullHolds(condition, absent, qualifier);
  const operator = operators.get(base);
  if (operator === undefined) return undefined;
  const satisfies = (requestValue: string): boolean => {
    const matched = condition.values.some((value) => operator.matches(value, requestValue, hasVariables ? context : undefined));
    return matched !== operator.negated;
  };
  if (qualifier === 'forallvalues') return present === undefined || isEmpty(present) || present.every(satisfies);
  if (qualifier === 'foranyvalue') return present !== undefined && !isEmpty(present) && present.some(satisfies);
  // IfExists is "absent, or the operator", and absent is what Null says it is.
  if (ifExists && absent) return true;
  if (present === undefined) return operator.negated;
  // "Multivalued context keys require a condition set operator."
  return !isMultivalued(condition.key) && present.length === 1 && present.every(satisfies);
}

/**
 * `ForAllValues:Null` is always true and `ForAnyValue:Null` always false.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
function nullHolds(condition: Condition, absent: boolean, qualifier: string): boolean {
  if (qualifier !== '') return qualifier === 'forallvalues';
  return condition.values.some((value) => value.toLowerCase() === String(absent));
}

/** `ForAnyValue:StringLikeIfExists` in its three parts, in lower case: AWS reads operator names in any case. */
function partsOf(name: string): { base: string; qualifier: string; ifExists: boolean } {
  const lower = name.toLowerCase();
  const colon = lower.indexOf(':');
  const qualifier = colon < 0 ? '' : lower.slice(0, colon);
  const rest = lower.slice(colon + 1);
  const ifExists = rest.endsWith('ifexists');
  const known = ['', 'forallvalues', 'foranyvalue'].includes(qualifier);
  return { base: known ? (ifExists ? rest.slice(0, -'ifexists'.length) : rest) : '', qualifier, ifExists };
}

/** Only string and ARN operators have variables. */
const text =
  (compare: (expected: string, actual: string) => boolean): Comparison =>
  (policyValue, requestValue, variables) => {
    const expected = readPattern(policyValue, { wildcards: false, variables });
    return expected !== undefined && compare(spell(expected), requestValue);
  };

const stringEquals = text((expected, actual) => expected === actual);
const stringEqualsIgnoreCase = text((expected, actual) => expected.toLowerCase() === actual.toLowerCase());

const stringLike: Comparison = (policyValue, requestValue, variables) => {
  const pattern = readPattern(policyValue, { wildcards: true, variables });
  return pattern !== undefined && globMatches(pattern, requestValue);
};

const spell = (steps: readonly Step[]): string => steps.map((step) => (typeof step === 'string' ? '' : step.character)).join('');

/** Six components, each matched by itself; the sixth is all that remains. Nothing but asterisks is every value. */
const arnLike: Comparison = (policyValue, requestValue, variables) => {
  const pattern = readPattern(policyValue, { wildcards: true, variables });
  if (pattern === undefined) return false;
  if (policyValue !== '' && Array.from(policyValue).every((character) => character === '*')) return true;
  const expected = components(pattern, (step) => typeof step !== 'string' && step.character === ':');
  const actual = components(Array.from(requestValue), (character) => character === ':').map((part) => part.join(''));
  if (expected.length !== 6 || actual.length !== 6) return false;
  return expected.every((part, index) => globMatches(part, actual[index] ?? ''));
};

function components<T>(all: readonly T[], isColon: (item: T) => boolean): T[][] {
  const parts: T[][] = [[]];
  for (const item of all) {
    if (isColon(item) && parts.length < 6) parts.push([]);
    else parts.at(-1)?.push(item);
  }
  return parts;
}

/** Both sides read as the operator's type; a side that cannot be read matches nothing. */
const typed =
  <T>(read: (written: string) => T | undefined, compare: (actual: T, expected: T) => boolean): Comparison =>
  (policyValue, requestValue) => {
    const actual = read(requestValue);
    const expected = read(policyValue);
    return actual !== undefined && expected !== undefined && compare(actual, expected);
  };

const equals = <T>(actual: T, expected: T): boolean => actual === expected;
const less = (actual: bigint | number, expected: bigint | number): boolean => actual < expected;
const lessOrEquals = (actual: bigint | number, expected: bigint | number): boolean => actual <= expected;
const greater = (actual: bigint | number, expected: bigint | number): boolean => actual > expected;
const greaterOrEquals = (actual: bigint | number, expected: bigint | number): boolean => actual >= expected;

const booleanOf = (written: string): string | undefined => ['true', 'false'].find((value) => value === written.toLowerCase());

/** Both are strings of bits, so an address lies in a range when it begins with the range's bits. */
const ipAddress: Comparison = (policyValue, requestValue) => {
  const range = rangeOf(policyValue);
  const address = requestValue.includes('/') ? undefined : rangeOf(requestValue);
  return range !== undefined && address !== undefined && address.startsWith(range);
};

const operators = new Map<string, Operator>(
  [
    ['StringEquals', 'StringNotEquals', stringEquals] as const,
    ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', stringEqualsIgnoreCase] as const,
    ['StringLike', 'StringNotLike', stringLike] as const,
    ['NumericEquals', 'NumericNotEquals', typed(numberOf, equals)] as const,
    ['NumericLessThan', '', typed(numberOf, less)] as const,
    ['NumericLessThanEquals', '', typed(numberOf, lessOrEquals)] as const,
    ['NumericGreaterThan', '', typed(numberOf, greater)] as const,
    ['NumericGreaterThanEquals', '', typed(numberOf, greaterOrEquals)] as const,
    ['DateEquals', 'DateNotEquals', typed(instantOf, equals)] as const,
    ['DateLessThan', '', typed(instantOf, less)] as const,
    ['DateLessThanEquals', '', typed(instantOf, lessOrEquals)] as const,
    ['DateGreaterThan', '', typed(instantOf, greater)] as const,
    ['DateGreaterThanEquals', '', typed(instantOf, greaterOrEquals)] as const,
    ['Bool', '', typed(booleanOf, equals)] as const,
    ['BinaryEquals', '', typed(bytesOf, equals)] as const,
    ['IpAddress', 'NotIpAddress', ipAddress] as const,
    ['ArnEquals', 'ArnNotEquals', arnLike] as const,
    ['ArnLike', 'ArnNotLike', arnLike] as const,
  ].flatMap(([positive, negative, matches]): [string, Operator][] => [
    [positive.toLowerCase(), { negated: false, matches }],
    ...(negative === '' ? [] : [[negative.toLowerCase(), { negated: true, matches }] satisfies [string, Operator]]),
  ]),
);
