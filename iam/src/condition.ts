import type { BoundCondition } from './bind.ts';
import { findVariable, isList, type BoundContext, type Slot, type SlotValue } from './context.ts';
import type { Matcher } from './operators/index.ts';
import type { ContextValue } from './operators/value.ts';
import { resolveTemplate } from './variables.ts';

/** Whether a condition holds; asked at most once per context. `isAllow` matters only where the operator does not exist. */
export function conditionHolds(condition: BoundCondition, context: BoundContext, isAllow: boolean): boolean {
  // An operator nobody knows: an Allow must not apply because of it, and a Deny must not fall away.
  if (condition.compiled.name.operator === undefined) return !isAllow;
  const answer = context.answers[condition.index];
  if (answer !== undefined && answer !== unasked) return answer === yes;
  const holds = askCondition(condition, context);
  context.answers[condition.index] = holds ? yes : no;
  return holds;
}

const unasked = 0;
const no = 1;
const yes = 2;

/**
 * The rules for keys that are absent, null or have several values, in one place.
 * Source: IAM User Guide, "Condition operators" and "Single-valued vs. multivalued context keys"; decision 0003.
 */
function askCondition(condition: BoundCondition, context: BoundContext): boolean {
  const { compiled, slot } = condition;
  const { qualifier, ifExists } = compiled.name;
  const { wantsNull } = compiled;
  const value = context.values[slot.index];
  if (wantsNull !== undefined) {
    if (qualifier !== undefined) return qualifier === 'ForAllValues';
    return isNull(value, slot) ? wantsNull.null : wantsNull.present;
  }
  if (qualifier !== undefined) return askSet(condition, context, value);
  if (value === undefined) return ifExists || compiled.name.operator?.isNegated === true;
  if (ifExists && isNull(value, slot)) return true;
  // Arity belongs to the key, not to the number of values sent: without a qualifier nothing can be said of a set.
  if (slot.isMultivalued || isList(value)) return false;
  return accepts(condition, context)(value) !== compiled.name.operator?.isNegated;
}

/** A set that is absent, or has nothing but empty strings in it, satisfies "all" and never "any". */
function askSet(condition: BoundCondition, context: BoundContext, value: SlotValue): boolean {
  const { operator, qualifier } = condition.compiled.name;
  const isAll = qualifier === 'ForAllValues';
  if (value === undefined || isEmpty(value)) return isAll;
  const matches = accepts(condition, context);
  const isNegated = operator?.isNegated === true;
  if (!isList(value)) return matches(value) !== isNegated;
  for (let index = 0; index < value.length; index += 1) {
    const item = value[index];
    if (item !== undefined && (matches(item) !== isNegated) !== isAll) return !isAll;
  }
  return isAll;
}

/**
 * Whether a key counts as null: it is absent; or it is empty, where the user chose the key ("it is possible to include an empty
 * string. In this case, the value in the request context is null") or the key takes several values.
 */
function isNull(value: SlotValue, { isUserDefined, isMultivalued }: Slot): boolean {
  return value === undefined || ((isUserDefined || isMultivalued) && isEmpty(value));
}

function isEmpty(value: ContextValue | readonly ContextValue[]): boolean {
  if (!isList(value)) return value.text === '';
  for (let index = 0; index < value.length; index += 1) {
    if (value[index]?.text !== '') return false;
  }
  return true;
}

/** The matcher of a condition; one with variables is made for the context. */
function accepts(condition: BoundCondition, context: BoundContext): Matcher {
  return condition.compiled.matcher ?? context.matchers[condition.index] ?? resolveMatcher(condition, context);
}

/** By itself, because its closure would cost `accepts` an allocation even where it is not needed. */
function resolveMatcher({ compiled, index }: BoundCondition, context: BoundContext): Matcher {
  const values = compiled.values.map((value) => resolveTemplate(value, (key) => findVariable(context, key)));
  // A value that does not resolve matches nothing.
  const matcher = compiled.name.operator?.prepare(values.filter((value) => value !== undefined)) ?? (() => false);
  context.matchers[index] = matcher;
  return matcher;
}
