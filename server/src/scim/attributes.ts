import { enterpriseUrn, groupUrn, userUrn } from './urns.ts';

/** An attribute as RFC 7643, section 7, describes it; what is left out has the usual value. */
export interface Attribute {
  readonly name: string;
  readonly type: 'string' | 'boolean' | 'complex' | 'reference' | 'binary';
  readonly description: string;
  readonly multiValued?: true;
  readonly required?: true;
  readonly caseExact?: true;
  /** Absent = readWrite. */
  readonly mutability?: 'readOnly' | 'writeOnly' | 'immutable';
  /** Absent = default. */
  readonly returned?: 'never' | 'always';
  readonly uniqueness?: 'server';
  readonly canonicalValues?: readonly string[];
  readonly referenceTypes?: readonly string[];
  readonly subAttributes?: readonly Attribute[];
  /** Ours: filters may not name it, because nobody needs to and it would have to be indexed. */
  readonly filterable?: false;
  /** Ours: its values are left out of the log of exchanges. */
  readonly personal?: true;
}

/** One schema: the attributes under one URN. */
export interface Schema {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly Attribute[];
}

function text(name: string, description: string, more: Partial<Attribute> = {}): Attribute {
  return { name, type: 'string', description, ...more };
}

/** A list of values with a label, a type and one that is preferred, as RFC 7643, section 2.4, has them. */
function labelled(name: string, description: string, types: readonly string[], more: Partial<Attribute> = {}): Attribute {
  return {
    name,
    type: 'complex',
    multiValued: true,
    description,
    subAttributes: [
      text('value', 'The value itself.'),
      text('display', 'A name for people to read.'),
      text('type', 'What the value is for.', types.length > 0 ? { canonicalValues: types } : {}),
      { name: 'primary', type: 'boolean', description: 'Whether this is the preferred value; only one is.' },
    ],
    ...more,
  };
}

const name: Attribute = {
  name: 'name',
  type: 'complex',
  description: "The parts of the user's name.",
  personal: true,
  subAttributes: [
    text('formatted', 'The whole name as it is shown.'),
    text('familyName', 'The family name.'),
    text('givenName', 'The given name.'),
    text('middleName', 'The middle names.'),
    text('honorificPrefix', 'A title before the name.'),
    text('honorificSuffix', 'A suffix after the name.'),
  ],
};

const addresses: Attribute = {
  ...labelled('addresses', 'Postal addresses.', ['work', 'home', 'other'], { personal: true }),
  subAttributes: [
    text('formatted', 'The whole address as it is shown.'),
    text('streetAddress', 'Street and house number.'),
    text('locality', 'The city.'),
    text('region', 'The state or region.'),
    text('postalCode', 'The postal code.'),
    text('country', 'The country, as ISO 3166-1 alpha-2.'),
    text('type', 'What the address is for.', { canonicalValues: ['work', 'home', 'other'] }),
    { name: 'primary', type: 'boolean', description: 'Whether this is the preferred address; only one is.' },
  ],
};

const groupsOfUser: Attribute = {
  name: 'groups',
  type: 'complex',
  multiValued: true,
  description: 'The groups that the user belongs to.',
  mutability: 'readOnly',
  subAttributes: [
    text('value', 'The id of the group.', { mutability: 'readOnly', caseExact: true }),
    { name: '$ref', type: 'reference', description: 'The address of the group.', mutability: 'readOnly', referenceTypes: ['Group'] },
    text('display', 'The name of the group.', { mutability: 'readOnly', filterable: false }),
    text('type', 'Whether the membership is direct.', { mutability: 'readOnly', filterable: false, canonicalValues: ['direct'] }),
  ],
};

export const userSchema: Schema = {
  id: userUrn,
  name: 'User',
  description: 'A user of the account.',
  attributes: [
    text('userName', 'The name under which the identity provider knows the user.', { required: true, uniqueness: 'server' }),
    name,
    text('displayName', 'The name that others see.', { personal: true }),
    text('nickName', 'A casual name.', { personal: true }),
    { name: 'profileUrl', type: 'reference', description: 'A page about the user.', referenceTypes: ['external'], personal: true },
    text('title', 'The job title.'),
    text('userType', 'The relation to the organisation.'),
    text('preferredLanguage', 'The language the user prefers.'),
    text('locale', 'The language and region for dates and numbers.'),
    text('timezone', 'The time zone, as the Olson database names it.'),
    { name: 'active', type: 'boolean', description: 'false = the user is suspended and signed out everywhere.' },
    text('password', 'Accepted and thrown away: users sign in at the identity provider.', { mutability: 'writeOnly', returned: 'never' }),
    labelled('emails', 'Mail addresses. The primary one, or else the first, is how Chime knows the user.', ['work', 'home', 'other']),
    labelled('phoneNumbers', 'Telephone numbers.', ['work', 'home', 'mobile', 'fax', 'pager', 'other'], { personal: true }),
    labelled('ims', 'Addresses for instant messages.', [], { filterable: false, personal: true }),
    labelled('photos', 'Addresses of pictures.', ['photo', 'thumbnail'], { filterable: false, personal: true }),
    addresses,
    groupsOfUser,
    labelled('entitlements', 'What the user is entitled to; kept, without effect.', []),
    labelled('roles', 'The roles of the user; kept, without effect.', []),
    labelled('x509Certificates', 'Certificates of the user; kept, without effect.', [], { filterable: false, personal: true }),
  ],
};

export const enterpriseSchema: Schema = {
  id: enterpriseUrn,
  name: 'EnterpriseUser',
  description: 'What an organisation knows of its user.',
  attributes: [
    text('employeeNumber', 'The number of the employee.'),
    text('costCenter', 'The cost centre.'),
    text('organization', 'The organisation.'),
    text('division', 'The division.'),
    text('department', 'The department.'),
    {
      name: 'manager',
      type: 'complex',
      description: "The user's manager.",
      subAttributes: [
        text('value', 'The id of the manager.', { caseExact: true }),
        { name: '$ref', type: 'reference', description: 'The address of the manager.', referenceTypes: ['User'] },
        text('displayName', 'The name of the manager.', { mutability: 'readOnly', filterable: false }),
      ],
    },
  ],
};

export const groupSchema: Schema = {
  id: groupUrn,
  name: 'Group',
  description: 'A group of users, to which AddOrUpdateGroups can give a license.',
  attributes: [
    text('displayName', 'The name of the group.', { required: true, uniqueness: 'server' }),
    {
      name: 'members',
      type: 'complex',
      multiValued: true,
      description: 'The users of the group. Groups are no members: identity providers send nested ones flat.',
      subAttributes: [
        text('value', 'The id of the user.', { mutability: 'immutable', caseExact: true }),
        { name: '$ref', type: 'reference', description: 'The address of the user.', mutability: 'immutable', referenceTypes: ['User'] },
        text('type', 'What the member is.', { mutability: 'immutable', canonicalValues: ['User'], filterable: false }),
        text('display', 'The name of the user.', { mutability: 'readOnly', filterable: false }),
      ],
    },
  ],
};

/** What both resource types have beside their schema's attributes (RFC 7643, section 3.1). */
export const externalId: Attribute = text('externalId', 'The id that the identity provider gave.', { caseExact: true });
