import { afterAll, expect, test } from 'vitest';
import { CreateAccount } from '../../../src/operations/chime/CreateAccount.ts';
import { ListAccounts } from '../../../src/operations/chime/ListAccounts.ts';
import { matching } from '../../support/matchers.ts';
import { createTeam, present } from '../../support/members.ts';
import { acme, createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('a new account is a Team with Basic and Pro licenses, Pro by default', async () => {
  const { Account } = await world.ana.call(CreateAccount, { Name: 'Acme' });
  expect(Account).toEqual({
    AwsAccountId: acme,
    AccountId: matching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
    Name: 'Acme',
    AccountType: 'Team',
    CreatedTimestamp: new Date(world.clock.now()).toISOString(),
    DefaultLicense: 'Pro',
    SupportedLicenses: ['Basic', 'Pro'],
    AccountStatus: 'Active',
  });
});

test('409 for a name that the AWS account uses already, in any letter case', async () => {
  await createTeam(world.ana, 'Roadrunner');
  await expect(world.ana.call(CreateAccount, { Name: 'ROADrunner' })).rejects.toMatchObject({
    status: 409,
    code: 'ConflictException',
    message: 'This AWS account already has a Chime account named ROADrunner. Choose another name.',
  });
});

test('a name may be used again by another AWS account', async () => {
  await createTeam(world.ana, 'Shared name');
  await expect(world.gil.call(CreateAccount, { Name: 'Shared name' })).resolves.toMatchObject({ Account: { Name: 'Shared name' } });
});

test('of many simultaneous calls with one name exactly one succeeds, the others are 409', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => world.ana.call(CreateAccount, { Name: 'Contested' })));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ status: 409 });
});

test('a repeat with the same ClientRequestToken answers the first account', async () => {
  const request = { Name: 'Once', ClientRequestToken: 'token-1' };
  const first = await world.ana.call(CreateAccount, request);
  expect(await world.ana.call(CreateAccount, request)).toEqual(first);
});

test('a dry run answers the account and creates none', async () => {
  const { Account } = await world.ana.call(CreateAccount, { Name: 'Rehearsed' }, { dryRun: true });
  expect(present(Account).Name).toBe('Rehearsed');
  expect(await world.ana.call(ListAccounts, { Name: 'Rehearsed' })).toEqual({ Accounts: [] });
});

test('400 for a name that is blank or longer than 100 characters', async () => {
  for (const Name of ['', '  ', 'x'.repeat(101)]) {
    await expect(world.ana.call(CreateAccount, { Name })).rejects.toMatchObject({ status: 400, code: 'BadRequestException' });
  }
});
