import { tokensText } from '../variables.ts';
import type { Matcher, Operator, PolicyValue } from './index.ts';
import { someOf } from './matcher.ts';

/** A decimal number. `value` is exact enough to compare when both sides are `isShort`; else the digits decide. */
export interface Decimal {
  readonly value: number;
  readonly isShort: boolean;
  readonly isNegative: boolean;
  /** Digits before the point, without leading zeros. */
  readonly whole: string;
  /** Digits after the point, without trailing zeros. */
  readonly fraction: string;
}

/** NumericEquals, NumericLessThan and their kin. Source: IAM User Guide, "Numeric condition operators". */
export const numericOperators: readonly Operator[] = [
  numeric('NumericEquals', (order) => order === 0),
  numeric('NumericNotEquals', (order) => order === 0, true),
  numeric('NumericLessThan', (order) => order < 0),
  numeric('NumericLessThanEquals', (order) => order <= 0),
  numeric('NumericGreaterThan', (order) => order > 0),
  numeric('NumericGreaterThanEquals', (order) => order >= 0),
];

/**
 * Reads "an integer or decimal value": an optional minus, digits, and optionally a point and digits. No exponent, no
 * hexadecimal, no space, no empty string; anything else is undefined and matches nothing (decision 0003).
 */
export function parseDecimal(text: string): Decimal | undefined {
  const parts = /^(-?)([0-9]+)(?:\.([0-9]+))?$/.exec(text);
  if (parts === null) return undefined;
  const whole = trimLeadingZeros(parts[2] ?? '');
  const fraction = trimTrailingZeros(parts[3] ?? '');
  const isZero = whole === '' && fraction === '';
  // Fifteen significant digits survive the trip to a double and back, so doubles order such numbers as their digits do.
  return { value: Number(text), isShort: whole.length + fraction.length <= 15, isNegative: parts[1] === '-' && !isZero, whole, fraction };
}

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`. Exact for any number of digits. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.isShort && b.isShort) return a.value - b.value;
  if (a.isNegative !== b.isNegative) return a.isNegative ? -1 : 1;
  const order = a.whole.length - b.whole.length || compareDigits(a.whole, b.whole) || compareDigits(a.fraction, b.fraction);
  return a.isNegative ? -order : order;
}

function numeric(name: string, accepts: (order: number) => boolean, isNegated = false): Operator {
  const prepare = (values: readonly PolicyValue[]): Matcher => {
    const wanted = values.map((value) => parseDecimal(tokensText(value))).filter((decimal) => decimal !== undefined);
    return someOf(wanted, ({ decimal }, other) => decimal !== undefined && accepts(compareDecimals(decimal, other)));
  };
  return { name, family: 'Numeric', isNegated, facet: 'decimal', takesVariables: false, prepare };
}

function trimLeadingZeros(digits: string): string {
  let start = 0;
  while (digits[start] === '0') start += 1;
  return digits.slice(start);
}

function trimTrailingZeros(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}

function compareDigits(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
