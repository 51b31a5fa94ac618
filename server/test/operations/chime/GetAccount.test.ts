import { afterAll, expect, test } from 'vitest';
import { CreateAccount } from '../../../src/operations/chime/CreateAccount.ts';
import { GetAccount } from '../../../src/operations/chime/GetAccount.ts';
import { present } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('the account is answered as it was created, to whoever may only read too', async () => {
  const { Account } = await world.ana.call(CreateAccount, { Name: 'Acme' });
  const { AccountId } = present(Account);
  expect(await world.ana.call(GetAccount, { AccountId })).toEqual({ Account });
  expect(await world.bo.call(GetAccount, { AccountId })).toEqual({ Account });
});

test("another AWS account's account is 404, word for word as one that does not exist", async () => {
  const { Account } = await world.gil.call(CreateAccount, { Name: 'Globex' });
  for (const AccountId of [present(Account).AccountId, 'no-such-account']) {
    await expect(world.ana.call(GetAccount, { AccountId })).rejects.toMatchObject({
      status: 404,
      code: 'NotFoundException',
      message: `Account ${AccountId} does not exist in this AWS account.`,
    });
  }
});
