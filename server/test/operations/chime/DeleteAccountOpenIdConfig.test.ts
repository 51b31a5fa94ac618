import { afterAll, expect, test } from 'vitest';
import { DeleteAccountOpenIdConfig } from '../../../src/operations/chime/DeleteAccountOpenIdConfig.ts';
import { GetAccountWithOpenIdConfig } from '../../../src/operations/chime/GetAccountWithOpenIdConfig.ts';
import { addMember, changeAccount, countSessions, createTeam, signIn } from '../../support/members.ts';
import { configureOpenId } from '../../support/openid.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('the account is back to Carillon’s own login, and the sessions of the provider end, no others', async () => {
  const AccountId = await createTeam(world.ana, 'Acme');
  const [ada, bob] = [
    await addMember(world, world.ana, AccountId, 'ada@acme.example'),
    await addMember(world, world.ana, AccountId, 'bob@acme.example'),
  ];
  await changeAccount(world, AccountId, { type: 'EnterpriseOIDC' });
  await configureOpenId(world, AccountId);
  for (const user of [ada, bob]) await signIn(world, user);
  await world.database.write('', (tx) => tx.query(tx.sql.updateTable('user_sessions').set({ method: 'oidc' }).where('user_id', '=', ada)));
  await world.ana.call(DeleteAccountOpenIdConfig, { AccountId });
  const { Account, OpenIdConfig } = await world.ana.call(GetAccountWithOpenIdConfig, { AccountId });
  expect([Account.AccountType, OpenIdConfig]).toEqual(['EnterpriseLWA', undefined]);
  expect([await countSessions(world, ada), await countSessions(world, bob)]).toEqual([0, 1]);
  await expect(world.ana.call(DeleteAccountOpenIdConfig, { AccountId })).rejects.toMatchObject({ status: 404, code: 'NotFoundException' });
});

test('404 for an account that has none', async () => {
  const AccountId = await createTeam(world.ana, 'None');
  await expect(world.ana.call(DeleteAccountOpenIdConfig, { AccountId })).rejects.toMatchObject({
    status: 404,
    message: 'Account None has no OpenID Connect configuration.',
  });
});
