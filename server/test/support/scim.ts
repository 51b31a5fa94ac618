import { randomUUIDv7 } from 'node:crypto';
import { AddOrUpdateGroups } from '../../src/operations/chime/AddOrUpdateGroups.ts';
import { CreateApiKey } from '../../src/operations/chime/CreateApiKey.ts';
import type { AccountRow } from '../../src/store/accounts.ts';
import type { UserRow } from '../../src/store/users.ts';
import type { Listening } from './listening.ts';
import { changeUser, findUserRow, present } from './members.ts';
import { claimDomain, createEnterprise } from './people.ts';
import type { Person, World } from './world.ts';

export const U = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const G = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const E = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const P = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const L = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
export const ERR = 'urn:ietf:params:scim:api:messages:2.0:Error';
export const SEARCH = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

export interface ScimAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The parsed body; undefined if there is none. */
  readonly json: unknown;
}

type Headers = Readonly<Record<string, string>>;

/** An identity provider with a key of its own for one account. */
export interface Provider {
  readonly accountId: string;
  readonly apiKeyId: string;
  readonly secret: string;
  /** A domain that the account has claimed. */
  readonly domain: string;
  /** `alice` → an address of that domain. */
  mail(name: string): string;
  get(path: string, headers?: Headers): Promise<ScimAnswer>;
  /** A listing with this filter. */
  find(collection: 'Users' | 'Groups', filter: string, more?: string): Promise<ScimAnswer>;
  post(path: string, body: unknown, headers?: Headers): Promise<ScimAnswer>;
  put(path: string, body: unknown, headers?: Headers): Promise<ScimAnswer>;
  /** A PATCH with these operations. */
  patch(path: string, operations: readonly unknown[], headers?: Headers): Promise<ScimAnswer>;
  delete(path: string, headers?: Headers): Promise<ScimAnswer>;
  /** Any request, with exactly this body. */
  send(method: string, path: string, body?: string, headers?: Headers): Promise<ScimAnswer>;
  /** Creates a user and answers its id. */
  addUser(userName: string, more?: object): Promise<string>;
  /** Creates a group with these members and answers its id. */
  addGroup(displayName: string, members?: readonly string[]): Promise<string>;
  /** The members of a group this moment, sorted. */
  members(groupId: string): Promise<string[]>;
  /** Gives the group's members a license. */
  give(groupName: string, license: 'Basic' | 'Pro'): Promise<void>;
  /** The user's row in Carillon. */
  row(id: string): Promise<UserRow>;
  /** The user has signed in for the first time. */
  register(id: string): Promise<void>;
}

/** @param owner administers the account */
export async function createProvider(
  world: World,
  listening: Listening,
  { type = 'EnterpriseOIDC', owner = world.ana }: { type?: AccountRow['type']; owner?: Person } = {},
): Promise<Provider> {
  const name = `org-${randomUUIDv7().slice(-12)}`;
  const accountId = await createEnterprise(world, owner, name, type);
  const domain = `${name}.example`;
  await claimDomain(world, accountId, domain);
  const { ApiKey, Secret } = await owner.call(CreateApiKey, { AccountId: accountId });
  return connectProvider(world, listening, { owner, accountId, apiKeyId: ApiKey.ApiKeyId, secret: Secret, domain });
}

interface Connection {
  readonly owner: Person;
  readonly accountId: string;
  readonly apiKeyId: string;
  readonly secret: string;
  readonly domain: string;
}

/** The same identity provider, or another one of the account, with the key it was given. */
export function connectProvider(world: World, listening: Listening, connection: Connection): Provider {
  const { owner, accountId, apiKeyId, secret, domain } = connection;
  const send: Provider['send'] = async (method, path, body = '', headers = {}) => {
    const all = { host: listening.host, authorization: `Bearer ${secret}`, ...headers };
    const rawHeaders = Object.entries(all).flat();
    const reply = await listening.send({ method, target: `/scim/v2${path}`, rawHeaders, body: Buffer.from(body) });
    return { status: reply.status, headers: reply.headers, text: reply.body, json: reply.body === '' ? undefined : JSON.parse(reply.body) };
  };
  const withBody =
    (method: string) =>
    (path: string, body: unknown, headers: Headers = {}): Promise<ScimAnswer> =>
      send(method, path, JSON.stringify(body), { 'content-type': 'application/scim+json', ...headers });
  const provider: Provider = {
    accountId,
    apiKeyId,
    secret,
    domain,
    send,
    mail: (name) => `${name}@${domain}`,
    get: (path, headers) => send('GET', path, '', headers),
    find: (collection, filter, more = '') => send('GET', `/${collection}?filter=${encodeURIComponent(filter)}${more}`),
    post: withBody('POST'),
    put: withBody('PUT'),
    patch: (path, operations, headers) => withBody('PATCH')(path, { schemas: [P], Operations: operations }, headers),
    delete: (path, headers) => send('DELETE', path, '', headers),
    addUser: async (userName, more = {}) => idOf(await provider.post('/Users', { schemas: [U], userName, ...more })),
    addGroup: async (displayName, members = []) =>
      idOf(await provider.post('/Groups', { schemas: [G], displayName, members: members.map((value) => ({ value })) })),
    async members(groupId) {
      const { json } = await provider.get(`/Groups/${groupId}`);
      return listOf(json, 'members').map((member) => String(get(member, 'value')));
    },
    async give(GroupName, LicenseType) {
      const { GroupErrors } = await owner.call(AddOrUpdateGroups, { AccountId: accountId, Groups: [{ GroupName, LicenseType }] });
      if (GroupErrors.length > 0) throw new Error(GroupErrors[0]?.ErrorMessage);
    },
    row: async (id) => present(await findUserRow(world, id)),
    register: (id) => changeUser(world, id, { registration_status: 'Registered', registered_on: world.clock.now() }),
  };
  return provider;
}

/** The id in an answer that must be a success. */
export function idOf(answer: ScimAnswer): string {
  const id = get(answer.json, 'id');
  if (answer.status >= 300 || typeof id !== 'string') throw new Error(`No resource was answered but ${answer.status} ${answer.text}`);
  return id;
}

/** A member of an object; undefined if there is none. */
export function get(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** The value as an object; one without members if it is none. */
export function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

export function listOf(value: unknown, name: string): unknown[] {
  const list = get(value, name);
  return Array.isArray(list) ? list : [];
}

/** The user names in a list answer, in its order. */
export function namesOf(answer: ScimAnswer): unknown[] {
  return listOf(answer.json, 'Resources').map((resource) => get(resource, 'userName') ?? get(resource, 'displayName'));
}

/** What every error answer looks like. */
export function errorOf(status: number, scimType?: string): object {
  return {
    status,
    json: { schemas: [ERR], status: String(status), ...(scimType !== undefined && { scimType }) },
  };
}

/** The cases' first user: two addresses, a department, an id of the provider's own. */
export function aliceOf(provider: Provider): Record<string, unknown> {
  return {
    schemas: [U, E],
    userName: `Alice@${provider.domain}`,
    externalId: 'ext-1',
    name: { givenName: 'Alice', familyName: 'Adams' },
    displayName: 'Alice Adams',
    emails: [
      { value: provider.mail('alice'), type: 'work', primary: true },
      { value: 'alice@home.test', type: 'home' },
    ],
    active: true,
    [E]: { department: 'Old' },
  };
}

/** A part of the answer, by its dotted name. */
export function pathOf(answer: ScimAnswer, name: string): unknown {
  return name.split('.').reduce<unknown>((value, part) => get(value, part), answer.json);
}

/** Many users at once, as an earlier sync has left them; answers their ids. */
export async function seedUsers(world: World, provider: Provider, count: number): Promise<string[]> {
  const template = await provider.addUser(provider.mail('template'));
  const [user, scim] = await world.database.read('', async (tx) => [
    present((await tx.query(tx.sql.selectFrom('users').selectAll().where('id', '=', template)))[0]),
    present((await tx.query(tx.sql.selectFrom('scim_users').selectAll().where('id', '=', template)))[0]),
  ]);
  const ids = Array.from({ length: count }, () => randomUUIDv7());
  await world.database.write('', async (tx) => {
    for (let start = 0; start < count; start += 500) {
      const batch = ids.slice(start, start + 500).map((id, index) => ({ id, name: provider.mail(`seed${start + index}`) }));
      const pin = (index: number): string => `${user.pin.slice(0, 4)}${String(index).padStart(6, '0')}`;
      const users = batch.map(({ id, name }, index) => ({ ...user, id, primary_email: name, pin: `x${pin(start + index)}` }));
      await tx.query(tx.sql.insertInto('users').values(users));
      const resources = batch.map(({ id, name }) => ({
        ...scim,
        id,
        user_name_folded: name,
        resource: JSON.stringify({ userName: name }),
      }));
      await tx.query(tx.sql.insertInto('scim_users').values(resources));
    }
  });
  return ids;
}
