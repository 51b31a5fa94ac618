import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateOpenIDConnectProvider } from '../../../src/operations/iam/CreateOpenIDConnectProvider.ts';
import { GetOpenIDConnectProvider } from '../../../src/operations/iam/GetOpenIDConnectProvider.ts';
import { createWorld, acme, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a provider of another AWS account does not exist', async () => {
  const { OpenIDConnectProviderArn = '' } = await world.gil.call(CreateOpenIDConnectProvider, { Url: 'https://idp.example.com' });
  for (const arn of [OpenIDConnectProviderArn, `arn:aws:iam::${acme}:oidc-provider/idp.example.com`, 'arn:aws:iam::aws:policy/None'])
    await expect(world.ana.call(GetOpenIDConnectProvider, { OpenIDConnectProviderArn: arn })).rejects.toMatchObject({
      status: 404,
      code: 'NoSuchEntity',
    });
});
