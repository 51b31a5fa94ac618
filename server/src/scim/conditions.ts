import type { Comparison, Condition, ScimColumn } from '../store/scim-conditions.ts';
import type { Attribute } from './attributes.ts';
import { findAttribute, findSubAttribute, type AttributePath, type ResourceSchema } from './attribute-path.ts';
import type { Filter, Literal } from './filter.ts';
import { refusal, ScimError } from './scim-error.ts';

type Compare = Extract<Filter, { kind: 'compare' }>;

/** Everything: what a listing without a filter asks for. */
export const everything: Condition = { kind: 'constant', value: true };

/** The filter with its names looked up. Throws ScimError (`invalidFilter`, `sensitive`) for what cannot be asked. */
export function toCondition(schema: ResourceSchema, filter: Filter): Condition {
  switch (filter.kind) {
    case 'and':
      return { kind: 'all', conditions: filter.filters.map((one) => toCondition(schema, one)) };
    case 'or':
      return { kind: 'any', conditions: filter.filters.map((one) => toCondition(schema, one)) };
    case 'not':
      return { kind: 'not', condition: toCondition(schema, filter.filter) };
    case 'present':
      return present(schema, filter.path);
    case 'compare':
      return comparison(schema, filter);
    case 'element':
      return elements(schema, filter.path, filter.filter);
  }
}

/** Columns of both resource types, by the name that filters use. */
const commonColumns = new Map<string, ScimColumn>([
  ['id', 'id'],
  ['externalid', 'externalId'],
  ['meta.created', 'created'],
  ['meta.lastmodified', 'lastModified'],
]);

/** The column that holds an attribute, if it has one of its own. */
export function columnOf(schema: ResourceSchema, name: string): ScimColumn | undefined {
  const folded = name.toLowerCase();
  const common = commonColumns.get(folded.replace(`${schema.core.id.toLowerCase()}:`, ''));
  if (common) return common;
  const found = findAttribute(schema, name);
  if (!found || found.sub || found.isExtension) return undefined;
  if (found.attribute.uniqueness === 'server') return 'name';
  return found.attribute.name === 'active' ? 'active' : undefined;
}

/** Whatever is there is no less than the empty text. */
const hasExternalId: Condition = { kind: 'column', column: 'externalId', comparison: 'ge', value: '' };

function present(schema: ResourceSchema, name: string): Condition {
  const column = columnOf(schema, name);
  if (column === 'externalId') return hasExternalId;
  if (column) return everything;
  const path = getFilterable(schema, name);
  if (isMembership(path)) return { kind: 'hasMembership' };
  return { kind: 'present', paths: path.sub ? [valuePath(path, path.sub)] : pathsOf(path) };
}

function comparison(schema: ResourceSchema, filter: Compare): Condition {
  const column = columnOf(schema, filter.path);
  if (column) return columnComparison(column, filter);
  const path = getFilterable(schema, filter.path);
  if (isMembership(path)) return membership(path, filter);
  const sub = path.attribute.type === 'complex' ? (path.sub ?? findSubAttribute(path.attribute, 'value')) : undefined;
  if (path.attribute.type === 'complex' && !sub) {
    throw refusal(
      'invalidFilter',
      `${path.attribute.name} has parts; name one of them, such as ${filter.path}.${path.attribute.subAttributes?.[0]?.name}.`,
    );
  }
  return valueComparison(valuePath(path, sub), sub ?? path.attribute, filter);
}

function columnComparison(column: ScimColumn, { operator, value, path }: Compare): Condition {
  if (value === null) {
    const absent: Condition = column === 'externalId' ? { kind: 'not', condition: hasExternalId } : { kind: 'constant', value: false };
    if (operator === 'eq') return absent;
    if (operator === 'ne') return { kind: 'not', condition: absent };
    throw refusal('invalidFilter', `${path} ${operator} null compares nothing.`);
  }
  if (column === 'active') return activeComparison(operator, value);
  if (column === 'created' || column === 'lastModified') return instantComparison(column, operator, value, path);
  const text = asText(path, value);
  return { kind: 'column', column, comparison: operator, value: column === 'name' ? text.toLowerCase() : text };
}

/** Entra writes booleans in quotes. */
function activeComparison(operator: Comparison, value: Exclude<Literal, null>): Condition {
  return { kind: 'column', column: 'active', comparison: equality('active', operator), value: asBoolean('active', value) ? 1 : 0 };
}

function instantComparison(column: ScimColumn, operator: Comparison, value: Exclude<Literal, null>, path: string): Condition {
  const isInstant = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/i.test(value);
  const instant = isInstant ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(instant)) throw refusal('invalidFilter', `${path} is compared with a time such as "2026-01-31T12:00:00Z".`);
  if (operator === 'co' || operator === 'sw' || operator === 'ew')
    throw refusal('invalidFilter', `Times are not compared with ${operator}.`);
  return { kind: 'column', column, comparison: operator, value: instant };
}

function valueComparison(path: string, attribute: Attribute, { operator, value }: Compare): Condition {
  if (operator === 'ne')
    return { kind: 'not', condition: valueComparison(path, attribute, { kind: 'compare', path, operator: 'eq', value }) };
  if (value === null) {
    if (operator !== 'eq') throw refusal('invalidFilter', `${attribute.name} ${operator} null compares nothing.`);
    return { kind: 'not', condition: { kind: 'present', paths: [path] } };
  }
  if (attribute.type === 'boolean') {
    const isTrue: Condition = { kind: 'value', path, comparison: equality(attribute.name, operator), value: 'true', exact: true };
    return asBoolean(attribute.name, value) ? isTrue : { kind: 'not', condition: isTrue };
  }
  return { kind: 'value', path, comparison: operator, value: asText(attribute.name, value), exact: attribute.caseExact === true };
}

function elements(schema: ResourceSchema, name: string, filter: Filter): Condition {
  const path = getFilterable(schema, name);
  if (path.sub || !path.attribute.multiValued)
    throw refusal('invalidFilter', `${name} is no list, so there is nothing to choose from in brackets.`);
  const condition = withinElement(path, filter);
  return isMembership(path) ? condition : { kind: 'element', paths: pathsOf(path), condition };
}

function withinElement(path: AttributePath, filter: Filter): Condition {
  switch (filter.kind) {
    case 'and':
      return { kind: 'all', conditions: filter.filters.map((one) => withinElement(path, one)) };
    case 'or':
      return { kind: 'any', conditions: filter.filters.map((one) => withinElement(path, one)) };
    case 'not':
      return { kind: 'not', condition: withinElement(path, filter.filter) };
    case 'element':
      throw refusal('invalidFilter', 'Brackets do not stand within brackets.');
    case 'present':
    case 'compare': {
      const sub = findSubAttribute(path.attribute, filter.path);
      if (!sub || sub.filterable === false) throw notFilterable(`${path.attribute.name}.${filter.path}`);
      if (isMembership(path)) return filter.kind === 'present' ? { kind: 'hasMembership' } : membership({ ...path, sub }, filter);
      return filter.kind === 'present'
        ? { kind: 'present', paths: [valuePath(path, sub)] }
        : valueComparison(valuePath(path, sub), sub, filter);
    }
  }
}

/** `groups` of a user and `members` of a group are rows of their own. */
function isMembership({ attribute }: AttributePath): boolean {
  return attribute.name === 'groups' || attribute.name === 'members';
}

function membership({ attribute, sub }: AttributePath, { operator, value, path }: Compare): Condition {
  if ((sub && sub.name !== 'value') || typeof value !== 'string')
    throw refusal('invalidFilter', `${attribute.name} are compared by their ids: ${attribute.name}.value eq "…".`);
  const belongs: Condition = { kind: 'membership', id: value };
  return equality(path, operator) === 'eq' ? belongs : { kind: 'not', condition: belongs };
}

function getFilterable(schema: ResourceSchema, name: string): AttributePath {
  const path = findAttribute(schema, name);
  if (!path) throw notFilterable(name);
  if (path.attribute.returned === 'never') {
    throw new ScimError(403, `${path.attribute.name} cannot be asked for.`, { scimType: 'sensitive' });
  }
  if (path.attribute.filterable === false || path.sub?.filterable === false) throw notFilterable(name);
  return path;
}

function notFilterable(name: string): ScimError {
  return refusal('invalidFilter', `The attribute ${name} is not filterable.`);
}

/** The key of a value in the store. */
export function valuePath({ attribute, isExtension }: AttributePath, sub: Attribute | undefined): string {
  const name = sub ? `${attribute.name}.${sub.name}` : attribute.name;
  return `${isExtension ? 'enterprise:' : ''}${name}`.toLowerCase();
}

/** The keys of all values of an attribute. */
function pathsOf(path: AttributePath): string[] {
  const { subAttributes } = path.attribute;
  return subAttributes ? subAttributes.map((sub) => valuePath(path, sub)) : [valuePath(path, undefined)];
}

function equality(name: string, operator: Comparison): 'eq' | 'ne' {
  if (operator === 'eq' || operator === 'ne') return operator;
  throw refusal('invalidFilter', `${name} is compared with eq or ne only.`);
}

function asBoolean(name: string, value: Exclude<Literal, null>): boolean {
  const word = String(value).toLowerCase();
  if (word === 'true' || word === 'false') return word === 'true';
  throw refusal('invalidFilter', `${name} is compared with true or false.`);
}

function asText(name: string, value: Exclude<Literal, null>): string {
  if (typeof value === 'string') return value;
  throw refusal('invalidFilter', `${name} is compared with a text, which stands in double quotes.`);
}
