import type { Attribute } from './attributes.ts';
import { findSubAttribute } from './attribute-path.ts';
import type { Complex } from './coerce.ts';
import type { Filter, Literal, Operator } from './filter.ts';
import { refusal } from './scim-error.ts';

/** Whether an element of a list is meant by what stands in the brackets. Throws ScimError (`invalidFilter`) for parts it cannot have. */
export function matches(attribute: Attribute, filter: Filter, element: Complex): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.filters.every((one) => matches(attribute, one, element));
    case 'or':
      return filter.filters.some((one) => matches(attribute, one, element));
    case 'not':
      return !matches(attribute, filter.filter, element);
    case 'present':
      return element[getPart(attribute, filter.path).name] !== undefined;
    case 'compare':
      return compare(element, getPart(attribute, filter.path), filter.operator, filter.value);
    case 'element':
      throw refusal('invalidFilter', 'Brackets do not stand within brackets.');
  }
}

/**
 * The parts that an element must have to be meant: of `type eq "work"`, `{ type: 'work' }`. undefined if the filter does
 * not say that. Identity providers expect an element that is not there to be made from it.
 */
export function impliedParts(attribute: Attribute, filter: Filter): [Attribute, Literal][] | undefined {
  if (filter.kind === 'and') {
    const parts = filter.filters.map((one) => impliedParts(attribute, one));
    return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
  }
  return filter.kind === 'compare' && filter.operator === 'eq' ? [[getPart(attribute, filter.path), filter.value]] : undefined;
}

function getPart(attribute: Attribute, name: string): Attribute {
  const sub = findSubAttribute(attribute, name);
  if (!sub) throw refusal('invalidFilter', `${attribute.name} has no part ${name}.`);
  return sub;
}

function compare(element: Complex, sub: Attribute, operator: Operator, value: Literal): boolean {
  const present = element[sub.name];
  if (operator === 'ne') return !compare(element, sub, 'eq', value);
  if (value === null) return operator === 'eq' && present === undefined;
  if (sub.type === 'boolean') return operator === 'eq' && String(present ?? false) === String(value).toLowerCase();
  if (present === undefined) return false;
  const [left, right] = sub.caseExact ? [String(present), String(value)] : [String(present).toLowerCase(), String(value).toLowerCase()];
  return comparisons[operator](left, right);
}

const comparisons: Readonly<Record<Exclude<Operator, 'ne'>, (left: string, right: string) => boolean>> = {
  eq: (left, right) => left === right,
  co: (left, right) => left.includes(right),
  sw: (left, right) => left.startsWith(right),
  ew: (left, right) => left.endsWith(right),
  gt: (left, right) => left > right,
  ge: (left, right) => left >= right,
  lt: (left, right) => left < right,
  le: (left, right) => left <= right,
};
