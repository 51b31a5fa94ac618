import type { Condition, ConditionValue } from '../document.ts';
import { decodeBase64 } from '../operators/binary.ts';
import { parseBoolean } from '../operators/boolean.ts';
import { parseInstant } from '../operators/date.ts';
import type { Operator } from '../operators/index.ts';
import { formatRange, hasHostBits, parseRange } from '../operators/ip.ts';
import { parseDecimal } from '../operators/numeric.ts';
import { parseTemplate } from '../variables.ts';
import type { LintScope } from './policy.ts';
import { lintVariables } from './variables.ts';

/** The values of a condition: those its operator cannot read, and those that say the same twice. */
export function lintConditionValues({ values, key, span }: Condition, operator: Operator, scope: LintScope): void {
  const { report } = scope;
  for (const value of values) {
    if (operator.takesVariables) lintVariables(value, scope);
    else if (value.value.includes('${')) report('INVALID_VARIABLE_FOR_OPERATOR', value.span);
    else lintValue(value, operator, scope);
    if (operator.name.includes('Equals') && operator.family === 'String' && hasWildcards(value.value)) {
      report('WILDCARD_WITHOUT_LIKE_OPERATOR', value.span);
    }
  }
  if (values.length < 2) return;
  if (new Set(values.map(({ type }) => type)).size > 1) report('INVALID_CONDITION_DATA_TYPE', span);
  if (operator.family === 'Bool') report('INVALID_CONDITION_MULTIPLE_BOOLEAN', span, key.value);
  const bound = /^Numeric(Less|Greater)/.exec(operator.name)?.[1];
  if (bound !== undefined) report('REDUNDANT_CONDITION_VALUE_NUM', span, operator.name, bound === 'Less' ? 'greatest' : 'least', key.value);
}

function lintValue({ value, span }: ConditionValue, { name, family }: Operator, { report }: LintScope): void {
  switch (family) {
    case 'Bool':
    case 'Null':
      if (parseBoolean(value) === undefined) report('TYPE_MISMATCH_BOOLEAN', span, name);
      return;
    case 'Numeric':
      if (parseDecimal(value) === undefined) report('TYPE_MISMATCH_NUMBER', span, name);
      return;
    case 'Binary':
      if (decodeBase64(value) === undefined) report('TYPE_MISMATCH_STRING', span, name);
      return;
    case 'Date':
      if (parseInstant(value) === undefined) report('TYPE_MISMATCH_DATE', span);
      // An epoch, or a time without a zone: neither says plainly which moment is meant.
      else if (!value.includes('-') || /T[0-9:.]+$/.test(value)) report('INVALID_DATE_VALUE', span, value);
      return;
    case 'IPAddress': {
      const range = parseRange(value);
      if (range === undefined) report('TYPE_MISMATCH_IP_RANGE', span, name);
      else if (hasHostBits(range)) report('IMPROVE_IP_RANGE', span, formatRange(range));
      return;
    }
    case 'String':
    case 'ARN':
  }
}

/** Whether `*` or `?` stands in the value outside variables. */
function hasWildcards(value: string): boolean {
  return parseTemplate(value, true).tokens.some((token) => typeof token === 'symbol');
}
