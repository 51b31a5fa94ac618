import type { Condition } from '../store/scim-conditions.ts';
import type { ScimOrder } from '../store/scim-users.ts';
import { findAttribute, findSubAttribute, type ResourceSchema } from './attribute-path.ts';
import { requireSchema } from './coerce.ts';
import { columnOf, everything, toCondition, valuePath } from './conditions.ts';
import { parseFilter } from './filter.ts';
import { member } from './patch-operations.ts';
import { createProjection, type Projection } from './projection.ts';
import { refusal } from './scim-error.ts';
import { listUrn, searchUrn } from './urns.ts';

/** Resources in one answer; told to clients as `filter.maxResults`. */
export const pageSizeMax = 200;
const pageSizeDefault = 100;

/** What a listing asks for. */
export interface Listing {
  readonly condition: Condition;
  readonly order: ScimOrder | undefined;
  /** Counted from 1. */
  readonly startIndex: number;
  readonly count: number;
  readonly projection: Projection;
}

/** The parameters of a query string, or of the body of a search. */
export interface ListingParameters {
  readonly filter?: string | undefined;
  readonly startIndex?: string | undefined;
  readonly count?: string | undefined;
  readonly sortBy?: string | undefined;
  readonly sortOrder?: string | undefined;
  readonly attributes?: readonly string[] | undefined;
  readonly excludedAttributes?: readonly string[] | undefined;
}

/** Throws ScimError (`invalidFilter`, `invalidValue`). */
export function readListing(schema: ResourceSchema, parameters: ListingParameters): Listing {
  const { filter, startIndex, count } = parameters;
  return {
    condition: filter === undefined ? everything : toCondition(schema, parseFilter(filter)),
    order: readOrder(schema, parameters),
    startIndex: Math.max(1, readInteger('startIndex', startIndex, 1)),
    count: Math.min(pageSizeMax, Math.max(0, readInteger('count', count, pageSizeDefault))),
    projection: readProjection(schema, parameters),
  };
}

export function readProjection(schema: ResourceSchema, { attributes, excludedAttributes }: ListingParameters): Projection {
  return createProjection(schema, attributes, excludedAttributes);
}

/** The parameters of a query string. A name that comes twice counts once. */
export function parametersOfQuery(query: URLSearchParams): ListingParameters {
  const names = (name: string): string[] | undefined => {
    const list = query
      .get(name)
      ?.split(',')
      .filter((one) => one.trim() !== '');
    return list === undefined || list.length === 0 ? undefined : list;
  };
  return {
    filter: query.get('filter') ?? undefined,
    startIndex: query.get('startIndex') ?? undefined,
    count: query.get('count') ?? undefined,
    sortBy: query.get('sortBy') ?? undefined,
    sortOrder: query.get('sortOrder') ?? undefined,
    attributes: names('attributes'),
    excludedAttributes: names('excludedAttributes'),
  };
}

/** The parameters of a search request's body (RFC 7644, section 3.4.3). Throws ScimError (`invalidSyntax`, `invalidValue`). */
export function parametersOfSearch(body: Readonly<Record<string, unknown>>): ListingParameters {
  requireSchema(body, searchUrn);
  const text = (name: string): string | undefined => {
    const value = member(body, name.toLowerCase());
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    throw refusal('invalidValue', `${name} must be a text or a number.`);
  };
  const names = (name: string): string[] | undefined => {
    const value = member(body, name.toLowerCase());
    if (value === undefined || value === null) return undefined;
    const list: unknown[] = Array.isArray(value) ? value : [value];
    return list.map((one) => {
      if (typeof one === 'string') return one;
      throw refusal('invalidValue', `${name} must be a list of texts.`);
    });
  };
  return {
    filter: text('filter'),
    startIndex: text('startIndex'),
    count: text('count'),
    sortBy: text('sortBy'),
    sortOrder: text('sortOrder'),
    attributes: names('attributes'),
    excludedAttributes: names('excludedAttributes'),
  };
}

function readInteger(name: string, text: string | undefined, absent: number): number {
  if (text === undefined) return absent;
  if (/^[+-]?\d{1,9}$/.test(text)) return Number(text);
  throw refusal('invalidValue', `${name} must be a whole number.`);
}

/** What cannot be sorted by is passed over: RFC 7644 leaves that to the server. */
function readOrder(schema: ResourceSchema, { sortBy, sortOrder }: ListingParameters): ScimOrder | undefined {
  if (sortBy === undefined) return undefined;
  const descending = sortOrder?.toLowerCase() === 'descending';
  const column = columnOf(schema, sortBy);
  if (column) return { by: { column }, descending };
  const path = findAttribute(schema, sortBy);
  if (!path || path.attribute.filterable === false || path.attribute.returned === 'never') return undefined;
  if (path.attribute.name === 'groups' || path.attribute.name === 'members') return undefined;
  const sub = path.sub ?? (path.attribute.type === 'complex' ? findSubAttribute(path.attribute, 'value') : undefined);
  if (path.attribute.type === 'complex' && !sub) return undefined;
  return { by: { path: valuePath(path, sub) }, descending };
}

/** The answer to a listing. */
export function listResponse(resources: readonly object[], total: number, startIndex: number): object {
  return { schemas: [listUrn], totalResults: total, startIndex, itemsPerPage: resources.length, Resources: resources };
}
