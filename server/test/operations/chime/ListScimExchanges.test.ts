import { afterAll, beforeAll, expect, test } from 'vitest';
import { ListScimExchanges } from '../../../src/operations/chime/ListScimExchanges.ts';
import { listen, type Listening } from '../../support/listening.ts';
import { createProvider, type Provider } from '../../support/scim.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let listening: Listening;
let okta: Provider;
beforeAll(async () => {
  world = await createWorld();
  listening = await listen(world);
  okta = await createProvider(world, listening);
  const ann = await okta.addUser(okta.mail('ann'));
  await okta.post('/Users', { schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: okta.mail('ann') });
  await okta.find('Users', 'userName eq "nobody"');
  const group = await okta.addGroup('Sales', [ann]);
  await okta.patch(`/Users/${ann}`, [{ op: 'Replace', path: 'active', value: false }]);
  await okta.patch(`/Groups/${group}`, [{ op: 'Add', path: 'members', value: [{ value: 'nobody' }] }]);
  await okta.send('PATCH', '/Bulk', '{}');
  await world.door.scim.idle();
});
afterAll(async () => {
  await listening.close();
  await world.close();
});

const list = async (more: object = {}) => (await world.ana.call(ListScimExchanges, { AccountId: okta.accountId, ...more })).Exchanges;

test('shows what the identity provider asked for, newest first, without what is personal', async () => {
  const exchanges = await list();
  expect(exchanges.map(({ Method, Status, Summary }) => [Method, Status, Summary])).toEqual([
    ['PATCH', 501, 'PATCH Bulk'],
    ['PATCH', 400, expect.stringMatching(/^Change group [0-9a-f-]{36}: add members \(1\)$/)],
    ['PATCH', 200, `Change user ${okta.mail('ann')}: replace active false`],
    ['POST', 201, 'Create group Sales'],
    ['GET', 200, 'Find users: userName eq "nobody"'],
    ['POST', 409, `Create user ${okta.mail('ann')}`],
    ['POST', 201, `Create user ${okta.mail('ann')}`],
  ]);
  expect(exchanges[0]).toMatchObject({ AccountId: okta.accountId, ApiKeyId: okta.apiKeyId, Timestamp: '2026-06-01T12:00:00.000Z' });
});

test('says of each failure what it means and what to do', async () => {
  const [bulk, group, user] = await list({ Outcome: 'Failed' });
  expect(bulk?.Error).toMatchObject({ Meaning: expect.stringContaining('not supported'), NextStep: expect.stringMatching(/\w/) });
  expect(group?.Error).toMatchObject({ ScimType: 'invalidValue', NextStep: expect.stringContaining('assign these people') });
  expect(user?.Error).toMatchObject({ ScimType: 'uniqueness', Meaning: expect.stringContaining('already') });
});

test('can be filtered by outcome, by what it is about and by key, and paged', async () => {
  expect((await list({ Outcome: 'Changed' })).map(({ Status }) => Status)).toEqual([200, 201, 201]);
  expect(await list({ Subject: 'Groups' })).toHaveLength(2);
  expect(await list({ Subject: 'Users', Outcome: 'Failed' })).toHaveLength(1);
  expect(await list({ ApiKeyId: okta.apiKeyId })).toHaveLength(7);
  expect(await list({ ApiKeyId: 'another' })).toEqual([]);
  const first = await world.ana.call(ListScimExchanges, { AccountId: okta.accountId, MaxResults: 5 });
  const second = await world.ana.call(ListScimExchanges, { AccountId: okta.accountId, MaxResults: 5, NextToken: first.NextToken });
  expect([...first.Exchanges, ...second.Exchanges]).toHaveLength(7);
  expect(second.NextToken).toBeUndefined();
});

test('is for those who may see the keys, and another tenant finds no such account', async () => {
  await expect(world.bo.call(ListScimExchanges, { AccountId: okta.accountId })).rejects.toMatchObject({ status: 403 });
  await expect(world.gil.call(ListScimExchanges, { AccountId: okta.accountId })).rejects.toMatchObject({ status: 404 });
});
