import { afterAll, expect, test } from 'vitest';
import { listen } from '../support/listening.ts';
import { createProvider, E, errorOf, G, get, L, listOf, U } from '../support/scim.ts';
import { createWorld } from '../support/world.ts';

const world = await createWorld();
const listening = await listen(world);
const okta = await createProvider(world, listening);
afterAll(async () => {
  await listening.close();
  await world.close();
});

test('B1 the configuration says what the server can do', async () => {
  const { status, json } = await okta.get('/ServiceProviderConfig');
  expect(status).toBe(200);
  expect(json).toMatchObject({
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: 200 },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    authenticationSchemes: [{ type: 'oauthbearertoken' }],
  });
});

test('B2 nothing is told without a key', async () => {
  for (const path of ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas'])
    expect(await okta.get(path, { authorization: '' })).toMatchObject(errorOf(401));
});

test('B3 there are users, with an extension, and groups', async () => {
  const { json } = await okta.get('/ResourceTypes');
  expect(json).toMatchObject({
    schemas: [L],
    totalResults: 2,
    startIndex: 1,
    itemsPerPage: 2,
    Resources: [
      { name: 'User', endpoint: '/Users', schema: U, schemaExtensions: [{ schema: E, required: false }] },
      { name: 'Group', endpoint: '/Groups', schema: G },
    ],
  });
});

test('B4 one resource type is found by its name', async () => {
  expect(await okta.get('/ResourceTypes/User')).toMatchObject({ status: 200, json: { id: 'User' } });
  expect(await okta.get('/ResourceTypes/Nope')).toMatchObject(errorOf(404));
});

test('B5 the schemas are a list without nulls, with characteristics in camel case', async () => {
  const { json, text } = await okta.get('/Schemas');
  expect(json).toMatchObject({ schemas: [L] });
  expect(listOf(json, 'Resources').map((schema) => get(schema, 'id'))).toEqual([U, E, G]);
  expect(text).not.toContain('null');
  expect(text).toContain('"mutability":"readWrite"');
});

test('B6 one schema is found by its URN', async () => {
  const { json } = await okta.get(`/Schemas/${U}`);
  const userName = listOf(json, 'attributes').find((attribute) => get(attribute, 'name') === 'userName');
  expect(userName).toMatchObject({ caseExact: false, uniqueness: 'server', required: true });
});

test('B7 an unknown schema is 404', async () => expect(await okta.get('/Schemas/urn:unknown')).toMatchObject(errorOf(404)));

test('B8 the documents cannot be filtered', async () => {
  for (const path of ['/Schemas', '/ResourceTypes', '/ServiceProviderConfig'])
    expect(await okta.get(`${path}?filter=${encodeURIComponent('id eq "x"')}`)).toMatchObject(errorOf(403));
});

test('B9 every attribute that the usual mappings of Okta and Entra write is in a schema', async () => {
  const { json } = await okta.get('/Schemas');
  const known = new Set(
    listOf(json, 'Resources').flatMap((schema) =>
      listOf(schema, 'attributes').flatMap((attribute) => {
        const name = `${get(schema, 'id') === E ? `${E}:` : ''}${String(get(attribute, 'name'))}`;
        return [name, ...listOf(attribute, 'subAttributes').map((sub) => `${name}.${String(get(sub, 'name'))}`)];
      }),
    ),
  );
  const written = [
    'userName',
    'active',
    'displayName',
    'title',
    'preferredLanguage',
    'locale',
    'nickName',
    'userType',
    'timezone',
    'profileUrl',
    'password',
    'name.givenName',
    'name.familyName',
    'name.formatted',
    'name.middleName',
    'name.honorificPrefix',
    'name.honorificSuffix',
    'emails.type',
    'emails.value',
    'emails.primary',
    'phoneNumbers.type',
    'phoneNumbers.value',
    'addresses.type',
    'addresses.formatted',
    'addresses.streetAddress',
    'addresses.locality',
    'addresses.region',
    'addresses.postalCode',
    'addresses.country',
    'roles.value',
    'members.value',
    ...['employeeNumber', 'department', 'manager', 'manager.value', 'costCenter', 'organization', 'division'].map((name) => `${E}:${name}`),
  ];
  expect(written.filter((name) => !known.has(name))).toEqual([]);
});

test('B10 the documents cannot be written', async () => {
  for (const path of ['/Schemas', '/ResourceTypes', '/ServiceProviderConfig'])
    expect(await okta.post(path, {})).toMatchObject({ ...errorOf(405), headers: { allow: 'GET' } });
});
