import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateOpenIDConnectProvider } from '../../../src/operations/iam/CreateOpenIDConnectProvider.ts';
import { GetOpenIDConnectProvider } from '../../../src/operations/iam/GetOpenIDConnectProvider.ts';
import { createWorld, acme, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a provider is made as asked for, and found again under its ARN', async () => {
  const made = await world.ana.call(CreateOpenIDConnectProvider, {
    Url: 'https://idp.example.com/staff',
    ClientIDList: ['carillon', 'cli'],
    ThumbprintList: ['990F4193972F2BECF12DDEDA5237F9C952F20D9E'],
    Tags: [{ Key: 'team', Value: 'ops' }],
  });
  const arn = `arn:aws:iam::${acme}:oidc-provider/idp.example.com/staff`;
  expect(made).toEqual({ OpenIDConnectProviderArn: arn, Tags: [{ Key: 'team', Value: 'ops' }] });
  expect(await world.ana.call(GetOpenIDConnectProvider, { OpenIDConnectProviderArn: arn })).toEqual({
    Url: 'idp.example.com/staff',
    ClientIDList: ['carillon', 'cli'],
    ThumbprintList: ['990f4193972f2becf12ddeda5237f9c952f20d9e'],
    CreateDate: '2026-06-01T12:00:00Z',
    Tags: [{ Key: 'team', Value: 'ops' }],
  });
});

test('a URL is taken once', async () => {
  await world.ana.call(CreateOpenIDConnectProvider, { Url: 'https://once.example.com' });
  await expect(world.ana.call(CreateOpenIDConnectProvider, { Url: 'https://once.example.com' })).rejects.toMatchObject({
    status: 409,
    code: 'EntityAlreadyExists',
  });
  await world.gil.call(CreateOpenIDConnectProvider, { Url: 'https://once.example.com' });
});

test.each([
  'http://idp.example.com',
  'idp.example.com',
  'https://idp.example.com/?a=b',
  'https://idp.example.com/#a',
  'https://jo@idp.example.com',
  'https://IDP.example.com',
  'https://idp.example.com/a/../b',
  'https://idp.example.com/ä',
  'https:',
])('%s is no URL of a provider', async (Url) => {
  await expect(world.ana.call(CreateOpenIDConnectProvider, { Url })).rejects.toMatchObject({ status: 400, code: 'InvalidInput' });
});

test.each([
  ['client IDs that occur twice', { ClientIDList: ['a', 'a'] }, 'InvalidInput'],
  ['101 client IDs', { ClientIDList: Array.from({ length: 101 }, (_, number) => `c${number}`) }, 'LimitExceeded'],
  ['six thumbprints', { ThumbprintList: Array.from({ length: 6 }, (_, number) => String(number).repeat(40)) }, 'InvalidInput'],
  ['a thumbprint that is not hexadecimal', { ThumbprintList: ['x'.repeat(40)] }, 'InvalidInput'],
])('%s are refused', async (_, more, code) => {
  await expect(world.ana.call(CreateOpenIDConnectProvider, { Url: 'https://no.example.com', ...more })).rejects.toMatchObject({ code });
});
