import { findKey, type CatalogueKey, type KeyType } from '../catalogue.ts';
import type { Condition, Statement } from '../document.ts';
import type { Operator, OperatorFamily } from '../operators/index.ts';
import { lintConditionValues } from './condition-values.ts';
import type { LintScope } from './policy.ts';

/** Conditions: keys that do not exist, operators that do not suit their keys, and values that no operator can read. */
export function lintConditions(statement: Statement, scope: LintScope): void {
  const { conditions, conditionSpan } = statement;
  if (conditionSpan !== undefined && conditions.length === 0) scope.report('EMPTY_OBJECT_CONDITION', conditionSpan);
  const seen = new Set<string>();
  for (const condition of conditions) {
    const folded = JSON.stringify([condition.operator.source, condition.key.value.toLowerCase()]);
    if (seen.has(folded)) scope.report('DUPLICATE_KEYS_WITH_DIFFERENT_CASE', condition.key.span, condition.key.value);
    seen.add(folded);
    lintKey(condition, scope);
    const { operator } = condition.operator;
    if (operator === undefined) continue;
    lintQualifier(condition, statement, scope);
    lintConditionValues(condition, operator, scope);
  }
}

function lintKey({ key, operator: name, values }: Condition, { catalogue, kind, report }: LintScope): void {
  const folded = key.value.toLowerCase();
  const known = findKey(key.value, catalogue);
  if (known !== undefined) {
    if (name.operator !== undefined) lintType(known, name.operator, key, report);
    const wrong = serviceKeys.has(folded) ? values.find(({ value }) => !/[*?$]|\.amazonaws\.com(?:\.cn)?$/.test(value)) : undefined;
    if (wrong !== undefined) report('INVALID_SERVICE_PRINCIPAL_FORMAT', wrong.span, wrong.value, 'service-name.amazonaws.com');
    return;
  }
  const service = folded.slice(0, folded.indexOf(':'));
  const family = folded.replace(/\/?$/, '/');
  if (findKey(`${family}x`, catalogue) !== undefined)
    report('MISSING_TAG_KEY_IN_CONDITION', key.span, key.value, key.value.replace(/\/$/, ''));
  else if (folded === 'aws:arn') report('DEPRECATED_GLOBAL_CONDITION_KEY', key.span, key.value);
  else if (service === 'aws') report('INVALID_GLOBAL_CONDITION_KEY', key.span, key.value);
  else if (catalogue?.actions.some((action) => action.service === service) === true) {
    report('INVALID_SERVICE_CONDITION_KEY', key.span, key.value, service);
  } else if (kind !== 'trust' && catalogue !== undefined && catalogue.services?.includes(service) !== true) {
    // A trust policy also looks at claims, whose prefix is the address of the identity provider.
    report('INVALID_SERVICE', key.span, service);
  }
}

/** Keys whose values are services. */
const serviceKeys: ReadonlySet<string> = new Set([
  'aws:calledvia',
  'aws:calledviafirst',
  'aws:calledvialast',
  'aws:principalservicename',
  'aws:principalservicenameslist',
]);

function lintType(known: CatalogueKey, operator: Operator, key: Condition['key'], report: LintScope['report']): void {
  if (suitableFamilies[known.type].includes(operator.family) || operator.family === 'Null') return;
  report('TYPE_MISMATCH', key.span, known.type === 'Epoch' ? 'Date' : known.type, operator.name, key.value);
}

/** The families of operators that can read a key of each type. An ARN is also a string. */
const suitableFamilies: Readonly<Record<KeyType, readonly OperatorFamily[]>> = {
  String: ['String'],
  Numeric: ['Numeric'],
  Date: ['Date'],
  Epoch: ['Date', 'Numeric'],
  Bool: ['Bool'],
  Binary: ['Binary'],
  IPAddress: ['IPAddress'],
  ARN: ['ARN', 'String'],
};

function lintQualifier({ key, operator: name, values, span }: Condition, { effect }: Statement, { catalogue, report }: LintScope): void {
  const isNull = name.operator?.family === 'Null';
  const known = findKey(key.value, catalogue);
  if (isNull && name.qualifier !== undefined) report('NULL_WITH_QUALIFIER', name.span);
  if (!isNull && known?.isMultivalued === true && name.qualifier === undefined) report('MISSING_QUALIFIER', key.span, key.value);
  if (!isNull && known?.isMultivalued === false && name.qualifier === 'ForAllValues' && effect === 'Allow') {
    report('FORALLVALUES_WITH_SINGLE_VALUED_KEY', key.span, key.value);
  }
  if (values.length > 0) return;
  if (name.qualifier === 'ForAllValues') report('EMPTY_ARRAY_CONDITION_FORALLVALUES', span, key.value);
  else if (name.qualifier === 'ForAnyValue') report('EMPTY_ARRAY_CONDITION_FORANYVALUE', span, key.value);
  else report(name.ifExists ? 'EMPTY_ARRAY_CONDITION_IFEXISTS' : 'EMPTY_ARRAY_CONDITION', span, key.value);
}
