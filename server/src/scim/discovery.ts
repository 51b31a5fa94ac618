import { enterpriseSchema, groupSchema, userSchema, type Attribute, type Schema } from './attributes.ts';
import { filterBytesMax } from './filter.ts';
import { listResponse, pageSizeMax } from './listing.ts';
import { ScimError } from './scim-error.ts';
import { providerUrn, resourceTypeUrn, schemaUrn } from './urns.ts';

/** What this server can do (RFC 7643, section 5). @param base address of `/scim/v2` */
export function serviceProviderConfig(base: string): object {
  return {
    schemas: [providerUrn],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: pageSizeMax },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'API key',
        description: `A key made with CreateApiKey, as a bearer token. Filters have at most ${filterBytesMax} bytes.`,
        specUri: 'https://www.rfc-editor.org/rfc/rfc6750',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
  };
}

const resourceTypes = [
  { name: 'User', endpoint: '/Users', schema: userSchema, schemaExtensions: [{ schema: enterpriseSchema.id, required: false }] },
  { name: 'Group', endpoint: '/Groups', schema: groupSchema, schemaExtensions: [] },
] as const;

export function listResourceTypes(base: string): object {
  const all = resourceTypes.map((type) => toResourceType(type, base));
  return listResponse(all, all.length, 1);
}

/** Throws ScimError (404). */
export function getResourceType(name: string, base: string): object {
  const type = resourceTypes.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (!type) throw new ScimError(404, `There is no resource type ${name}.`);
  return toResourceType(type, base);
}

function toResourceType({ name, endpoint, schema, schemaExtensions }: (typeof resourceTypes)[number], base: string): object {
  return {
    schemas: [resourceTypeUrn],
    id: name,
    name,
    endpoint,
    description: schema.description,
    schema: schema.id,
    schemaExtensions,
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${name}` },
  };
}

const schemas = [userSchema, enterpriseSchema, groupSchema];

export function listSchemas(base: string): object {
  return listResponse(
    schemas.map((schema) => toSchema(schema, base)),
    schemas.length,
    1,
  );
}

/** Throws ScimError (404). */
export function getSchema(urn: string, base: string): object {
  const schema = schemas.find(({ id }) => id.toLowerCase() === urn.toLowerCase());
  if (!schema) throw new ScimError(404, `There is no schema ${urn}.`);
  return toSchema(schema, base);
}

function toSchema({ id, name, description, attributes }: Schema, base: string): object {
  return {
    schemas: [schemaUrn],
    id,
    name,
    description,
    attributes: attributes.map(toAttribute),
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${id}` },
  };
}

/** With every characteristic written out: clients differ in what they take for granted. */
function toAttribute(attribute: Attribute): object {
  const { name, type, description, canonicalValues, referenceTypes, subAttributes } = attribute;
  return {
    name,
    type,
    multiValued: attribute.multiValued ?? false,
    description,
    required: attribute.required ?? false,
    ...(type !== 'complex' && type !== 'boolean' && { caseExact: attribute.caseExact ?? type !== 'string' }),
    mutability: attribute.mutability ?? 'readWrite',
    returned: attribute.returned ?? 'default',
    ...(type !== 'complex' && type !== 'boolean' && { uniqueness: attribute.uniqueness ?? 'none' }),
    ...(canonicalValues && { canonicalValues }),
    ...(referenceTypes && { referenceTypes }),
    ...(subAttributes && { subAttributes: subAttributes.map(toAttribute) }),
  };
}
