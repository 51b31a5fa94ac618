import { afterAll, expect, test } from 'vitest';
import { GetAccountWithOpenIdConfig } from '../../../src/operations/chime/GetAccountWithOpenIdConfig.ts';
import { createTeam } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('an account without a configuration is answered without one', async () => {
  const AccountId = await createTeam(world.ana, 'Acme');
  const answer = await world.ana.call(GetAccountWithOpenIdConfig, { AccountId });
  expect(answer).toEqual({ Account: { ...answer.Account, AccountId, Name: 'Acme', AccountType: 'Team' } });
});
