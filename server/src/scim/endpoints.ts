import { groupResource, userResource, type ResourceSchema } from './attribute-path.ts';
import { getResourceType, getSchema, listResourceTypes, listSchemas, serviceProviderConfig } from './discovery.ts';
import type { Preconditions, ScimRead, ScimReply, ScimWrite } from './exchange.ts';
import { createGroup, deleteGroup, getGroup, listGroups, patchGroup, replaceGroup } from './groups.ts';
import { parametersOfSearch, readListing, readProjection, type ListingParameters } from './listing.ts';
import { ScimError } from './scim-error.ts';
import { createUser, deleteUser, getUser, listUsers, patchUser, replaceUser } from './users.ts';

/** A request whose path and method are known to lead somewhere. */
export interface Asked {
  /** What stands in the path behind the collection; '' if nothing does. */
  readonly id: string;
  readonly parameters: ListingParameters;
  readonly preconditions: Preconditions;
  /** The parsed body, of a request that has one. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** What one method does at one path. */
export type Endpoint = ReadEndpoint | WriteEndpoint;

export interface ReadEndpoint {
  readonly kind: 'read';
  readonly takesBody: boolean;
  answer(read: ScimRead, asked: Asked): Promise<ScimReply> | ScimReply;
}

export interface WriteEndpoint {
  readonly kind: 'write';
  readonly takesBody: boolean;
  /** Name of the audit event of an attempt that fails. */
  readonly event: string;
  answer(write: ScimWrite, asked: Asked): Promise<ScimReply>;
}

/** The methods of a path. */
type Methods = Readonly<Record<string, Endpoint>>;

interface Found {
  readonly methods: Methods;
  readonly id: string;
}

/** @param segments of the path behind `/scim/v2`, decoded. Throws ScimError (404, 501). */
export function findMethods([first = '', second, ...more]: readonly string[]): Found {
  const unsupported = first === 'Me' || first === 'Bulk' || first === '.search';
  if (unsupported) throw new ScimError(501, `/${first} is not supported; /ServiceProviderConfig says what is.`);
  const place = places.get(first);
  const methods = second === undefined ? place?.collection : second === '.search' && place?.search ? place.search : place?.item;
  if (!methods || more.length > 0)
    throw new ScimError(404, 'There is nothing at this address. /ResourceTypes names the endpoints there are.');
  return { methods, id: second ?? '' };
}

/** What a first segment of a path leads to. */
interface Place {
  readonly collection: Methods;
  readonly search?: Methods;
  readonly item?: Methods;
}

function read(answer: ReadEndpoint['answer'], takesBody = false): Endpoint {
  return { kind: 'read', takesBody, answer };
}

function write(event: string, answer: WriteEndpoint['answer'], takesBody = true): Endpoint {
  return { kind: 'write', takesBody, event, answer };
}

/** A document about the server itself; it cannot be filtered (RFC 7644, section 4). */
function document(make: (base: string, id: string) => object): Methods {
  return {
    GET: read(({ base }, { id, parameters }) => {
      if (parameters.filter !== undefined) throw new ScimError(403, 'Filters are not supported here: the whole list is short.');
      return { status: 200, headers: {}, body: make(base, id) };
    }),
  };
}

const projectionOf = (schema: ResourceSchema, { parameters }: Asked) => readProjection(schema, parameters);

const users: Place = {
  collection: {
    GET: read((context, { parameters }) => listUsers(context, readListing(userResource, parameters))),
    POST: write('ScimCreateUser', (context, asked) => createUser(context, asked.body, projectionOf(userResource, asked))),
  },
  search: { POST: read((context, { body }) => listUsers(context, readListing(userResource, parametersOfSearch(body))), true) },
  item: {
    GET: read((context, asked) => getUser(context, asked.id, projectionOf(userResource, asked), asked.preconditions)),
    PUT: write('ScimReplaceUser', (context, asked) =>
      replaceUser(context, asked.id, asked.body, projectionOf(userResource, asked), asked.preconditions),
    ),
    PATCH: write('ScimPatchUser', (context, asked) =>
      patchUser(context, asked.id, asked.body, projectionOf(userResource, asked), asked.preconditions),
    ),
    DELETE: write('ScimDeleteUser', (context, { id, preconditions }) => deleteUser(context, id, preconditions), false),
  },
};

const groups: Place = {
  collection: {
    GET: read((context, { parameters }) => listGroups(context, readListing(groupResource, parameters))),
    POST: write('ScimCreateGroup', (context, asked) => createGroup(context, asked.body, projectionOf(groupResource, asked))),
  },
  search: { POST: read((context, { body }) => listGroups(context, readListing(groupResource, parametersOfSearch(body))), true) },
  item: {
    GET: read((context, asked) => getGroup(context, asked.id, projectionOf(groupResource, asked), asked.preconditions)),
    PUT: write('ScimReplaceGroup', (context, asked) =>
      replaceGroup(context, asked.id, asked.body, projectionOf(groupResource, asked), asked.preconditions),
    ),
    PATCH: write('ScimPatchGroup', (context, asked) => {
      const { attributes, excludedAttributes } = asked.parameters;
      const projection = attributes || excludedAttributes ? projectionOf(groupResource, asked) : undefined;
      return patchGroup(context, asked.id, asked.body, projection, asked.preconditions);
    }),
    DELETE: write('ScimDeleteGroup', (context, { id, preconditions }) => deleteGroup(context, id, preconditions), false),
  },
};

const places: ReadonlyMap<string, Place> = new Map([
  ['Users', users],
  ['Groups', groups],
  ['ServiceProviderConfig', { collection: document(serviceProviderConfig) }],
  ['ResourceTypes', { collection: document(listResourceTypes), item: document((base, id) => getResourceType(id, base)) }],
  ['Schemas', { collection: document(listSchemas), item: document((base, id) => getSchema(id, base)) }],
]);
