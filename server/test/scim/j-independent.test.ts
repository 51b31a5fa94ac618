import scimmy from 'scimmy';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listen } from '../support/listening.ts';
import { aliceOf, createProvider, E, get, listOf, objectOf, P, U, type ScimAnswer } from '../support/scim.ts';
import { createWorld } from '../support/world.ts';

// SCIMMY is an implementation of SCIM that nobody here wrote. Its schemas judge our answers, its filters and patches are
// asked the same as our server. Where it is known to fail the standard, we do not ask it.

const world = await createWorld();
const listening = await listen(world);
const idp = await createProvider(world, listening);
let users: Record<string, unknown>[] = [];
beforeAll(async () => {
  await idp.post('/Users', aliceOf(idp));
  for (const [index, name] of ['bob', 'carol', 'dave'].entries()) {
    world.clock.advance(1000);
    await idp.addUser(idp.mail(name), {
      title: index === 0 ? undefined : `Title ${index}`,
      name: { givenName: name, familyName: 'Doe' },
      emails: [
        { value: idp.mail(name), type: index === 1 ? 'home' : 'work', primary: index !== 2 },
        { value: `${name}@home.test`, type: 'other' },
      ],
    });
  }
  users = listOf((await idp.get('/Users')).json, 'Resources').map(objectOf);
});
type Operations = NonNullable<ConstructorParameters<typeof scimmy.Messages.PatchOp>[0]>['Operations'];

afterAll(async () => {
  await listening.close();
  await world.close();
});

test('J5 every answer conforms to the schemas of another implementation', async () => {
  scimmy.Schemas.User.definition.extend(scimmy.Schemas.EnterpriseUser.definition, false);
  const group = await idp.addGroup('Group', [String(get(users[0], 'id'))]);
  const answers: ScimAnswer[] = [
    await idp.get(`/Users/${String(get(users[0], 'id'))}`),
    await idp.get(`/Users/${String(get(users[3], 'id'))}`),
  ];
  for (const { json } of answers) {
    // Read-only attributes are checked too on the way out; what the schemas do not know would be missing.
    const coerced: unknown = JSON.parse(JSON.stringify(new scimmy.Schemas.User(objectOf(json), 'out')));
    for (const name of ['id', 'userName', 'name', 'active', 'emails', 'displayName', 'title'])
      expect(get(coerced, name), name).toEqual(get(json, name));
  }
  const { json } = await idp.get(`/Groups/${group}`);
  const coerced: unknown = JSON.parse(JSON.stringify(new scimmy.Schemas.Group(objectOf(json), 'out')));
  for (const name of ['id', 'displayName']) expect(get(coerced, name)).toEqual(get(json, name));
});

test('J6 the filters of another implementation choose the same users', async () => {
  const filters = [
    'title pr',
    'not (title pr)',
    'userName sw "b"',
    'name.givenName eq "carol"',
    'name.familyName co "o"',
    'displayName pr',
    'title gt "Title 1"',
    'title ew "2" or name.givenName eq "bob"',
    'active eq true and title pr',
    '(title eq "Title 1" or title eq "Title 2") and userName co "ca"',
    'emails[type eq "home"]',
    'emails[type eq "work" and primary eq true]',
    'emails[type eq "work" and value co "@home.test"]',
    'emails.type eq "home"',
    'externalId eq "ext-1"',
    'externalId eq "EXT-1"',
    'title ne "Title 1" and title pr',
  ];
  for (const filter of filters) {
    const theirs = new scimmy.Types.Filter(filter).match(users).map((user) => get(user, 'id'));
    const ours = listOf((await idp.find('Users', filter)).json, 'Resources').map((user) => get(user, 'id'));
    expect(ours, filter).toEqual(theirs);
  }
});

test('J6 the patches of another implementation make the same of a user', async () => {
  scimmy.Schemas.User.definition.extend(scimmy.Schemas.EnterpriseUser.definition, false);
  const id = String(get(users[0], 'id'));
  const sequences: Operations[] = [
    [{ op: 'replace', path: 'title', value: 'New' }],
    [
      { op: 'add', path: 'name', value: { middleName: 'M' } },
      { op: 'remove', path: 'title' },
    ],
    [{ op: 'replace', path: 'emails[type eq "work"].value', value: idp.mail('patched') }],
    [
      { op: 'add', path: 'phoneNumbers', value: [{ type: 'work', value: '1' }] },
      { op: 'add', value: { nickName: 'N', locale: 'de' } },
    ],
    [{ op: 'remove', path: 'emails[type eq "home"]' }],
    [{ op: 'replace', value: { displayName: 'D', active: false } }],
  ];
  for (const operations of sequences) {
    const before = objectOf((await idp.get(`/Users/${id}`)).json);
    const patch = new scimmy.Messages.PatchOp({ schemas: [P], Operations: operations });
    const theirs: unknown = JSON.parse(
      JSON.stringify((await patch.apply(new scimmy.Schemas.User(before, 'both'), async (patched) => patched)) ?? before),
    );
    const ours = await idp.patch(`/Users/${id}`, operations);
    for (const name of ['title', 'name', 'displayName', 'nickName', 'locale', 'active', 'emails', 'phoneNumbers'])
      expect(get(ours.json, name), `${name} after ${JSON.stringify(operations)}`).toEqual(get(theirs, name));
  }
  expect(get(users[0], 'schemas')).toEqual([U, E]);
});
