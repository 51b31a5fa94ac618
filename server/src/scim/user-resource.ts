import { invariant } from '../errors.ts';
import { domainOfAddress } from '../domains/name.ts';
import { isMailAddress } from '../mail/address.ts';
import { toTimestamp } from '../shapes/timestamp.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { ProvisionedProfile } from '../store/provisioned-users.ts';
import type { ScimUserRow, ScimValue } from '../store/scim-users.ts';
import type { Attribute } from './attributes.ts';
import { userResource } from './attribute-path.ts';
import { isAttributes, isObject, isPrimary, readAttributes, type Attributes, type Complex, type Value } from './coerce.ts';
import { valuePath } from './conditions.ts';
import { etagOf } from './exchange.ts';
import { refusal } from './scim-error.ts';
import { enterpriseUrn, userUrn } from './urns.ts';

/** A user in the three forms it has: what is stored as a text, what filters find, and the user's own row. */
export interface UserForms {
  readonly resource: string;
  readonly userName: string;
  readonly externalId: string | null;
  readonly values: readonly ScimValue[];
  readonly profile: ProvisionedProfile;
  /** Addresses beside the primary one, folded, those of domains that are not claimed included. */
  readonly furtherEmails: readonly string[];
}

/** Throws ScimError (`invalidValue`) for attributes no user can have. */
export function toForms(id: string, attributes: Attributes, isActive: boolean): UserForms {
  const userName = attributes['userName'];
  if (typeof userName !== 'string' || userName.trim() === '') throw refusal('invalidValue', 'userName is required and must not be blank.');
  const emails = addressesOf(attributes);
  const contact = attributes['externalId'];
  const primaryEmail = emails[0] ?? (isMailAddress(userName) ? userName.toLowerCase() : placeholderAddress(id));
  return {
    resource: JSON.stringify(inSchemaOrder(attributes)),
    userName,
    externalId: typeof contact === 'string' ? contact : null,
    values: valuesOf(attributes),
    profile: { primaryEmail, displayName: displayNameOf(attributes), isActive },
    furtherEmails: [...new Set(emails)].filter((email) => email !== primaryEmail),
  };
}

/** Of a user without any address: a name that mail never reaches (RFC 2606) and nobody can claim. */
function placeholderAddress(id: string): string {
  return `${id}@no-address.invalid`;
}

/** The addresses, folded, the one to reach the user at first: the primary one, or else the first. */
function addressesOf(attributes: Attributes): string[] {
  const emails = attributes['emails'];
  const elements = Array.isArray(emails) ? emails : [];
  const wrong = elements.find(({ value }) => typeof value !== 'string' || !isMailAddress(value));
  if (wrong) throw refusal('invalidValue', `emails.value ${String(wrong['value'])} is no plain mail address such as ana@example.com.`);
  const sorted = elements.toSorted((a, b) => Number(isPrimary(b)) - Number(isPrimary(a)));
  return sorted.map(({ value }) => String(value).toLowerCase());
}

function displayNameOf(attributes: Attributes): string | null {
  const { displayName, name } = attributes;
  if (typeof displayName === 'string') return displayName;
  if (!isAttributes(name)) return null;
  const parts = [name['givenName'], name['familyName']].filter((part) => typeof part === 'string');
  return typeof name['formatted'] === 'string' ? name['formatted'] : parts.join(' ') || null;
}

/** The domain of an address, `''` if it has none that could be claimed. */
export function domainOf(email: string): string {
  return domainOfAddress(email) ?? '';
}

/** Equal resources are equal texts, in whatever order their attributes were sent. `active` and the common attributes have columns. */
function inSchemaOrder(attributes: Attributes): object {
  const extension = attributes[enterpriseUrn];
  return {
    ...ordered(attributes, [...userResource.attributes.values()]),
    ...(isAttributes(extension) && { [enterpriseUrn]: ordered(extension, [...userResource.extensionAttributes.values()]) }),
  };
}

function ordered(from: Attributes, schema: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(
    schema.flatMap((attribute) => {
      const value = from[attribute.name];
      return value === undefined || attribute.name === 'active' ? [] : [[attribute.name, orderValue(value, attribute)]];
    }),
  );
}

function orderValue(value: Value | Attributes, { subAttributes = [] }: Attribute): unknown {
  if (Array.isArray(value)) return value.map((element) => orderParts(element, subAttributes));
  return isAttributes(value) ? orderParts(value, subAttributes) : value;
}

function orderParts(element: Attributes | Complex, subAttributes: readonly Attribute[]): object {
  return Object.fromEntries(subAttributes.flatMap(({ name }) => (element[name] === undefined ? [] : [[name, element[name]]])));
}

/** Elements of one list that filters and sorting find. */
const foundElementsMax = 100;

function valuesOf(attributes: Attributes): ScimValue[] {
  const extension = attributes[enterpriseUrn];
  return [
    ...valuesUnder(attributes, [...userResource.attributes.values()], false),
    ...(isAttributes(extension) ? valuesUnder(extension, [...userResource.extensionAttributes.values()], true) : []),
  ];
}

function valuesUnder(from: Attributes, schema: readonly Attribute[], isExtension: boolean): ScimValue[] {
  return schema.flatMap((attribute): ScimValue[] => {
    const value = from[attribute.name];
    const isColumn = attribute.uniqueness === 'server' || attribute.name === 'active' || attribute.name === 'externalId';
    if (value === undefined || isColumn || attribute.filterable === false) return [];
    const path = { attribute, sub: undefined, isExtension };
    if (typeof value !== 'object') return [{ path: valuePath(path, undefined), element: 0, value: String(value) }];
    const elements: readonly (Complex | Attributes)[] = Array.isArray(value) ? value.slice(0, foundElementsMax) : [value];
    return elements.flatMap((element, index) =>
      (attribute.subAttributes ?? []).flatMap((sub) => {
        const part = element[sub.name];
        const isFound = (typeof part === 'string' || typeof part === 'boolean') && sub.filterable !== false;
        return isFound ? [{ path: valuePath(path, sub), element: index, value: String(part) }] : [];
      }),
    );
  });
}

/** What is stored of a user, ready to be changed; `active` is among the attributes. */
export function storedAttributes(row: ScimUserRow): Attributes {
  const attributes = readAttributes(userResource, parseStored(row.resource));
  attributes['active'] = row.source_active === 1;
  return attributes;
}

/** The attributes in their stored form. */
export function parseStored(resource: string): Record<string, unknown> {
  const stored: unknown = JSON.parse(resource);
  invariant(isObject(stored), 'Only objects are ever stored as resources.');
  return stored;
}

/** A user as it is shown. @param groups undefined = they are not wanted */
export function toUserResource(
  row: ScimUserRow,
  groups: readonly { id: string; name: string }[] | undefined,
  base: string,
): { version: number; location: string; body: Record<string, unknown> } {
  const { externalId, [enterpriseUrn]: extension, ...rest } = parseStored(row.resource);
  const location = `${base}/Users/${row.id}`;
  const body = {
    schemas: [userUrn, ...(extension === undefined ? [] : [enterpriseUrn])],
    id: row.id,
    ...(externalId !== undefined && { externalId }),
    ...rest,
    active: row.source_active === 1,
    ...(groups &&
      groups.length > 0 && {
        groups: groups.map(({ id, name }) => ({ value: id, $ref: `${base}/Groups/${id}`, display: name, type: 'direct' })),
      }),
    ...(extension !== undefined && { [enterpriseUrn]: extension }),
    meta: {
      resourceType: 'User',
      created: toTimestamp(row.created_at),
      lastModified: toTimestamp(row.updated_at),
      location,
      version: etagOf(row.version),
    },
  };
  return { version: row.version, location, body };
}

/** A new row of the user. @param now epoch milliseconds */
export function toScimUserRow(
  { id: accountId }: AccountRow,
  id: string,
  forms: UserForms,
  now: number,
): Omit<ScimUserRow, 'source_active'> {
  return {
    account_id: accountId,
    id,
    user_name_folded: forms.userName.toLowerCase(),
    external_id: forms.externalId,
    resource: forms.resource,
    version: 1,
    created_at: now,
    updated_at: now,
  };
}
