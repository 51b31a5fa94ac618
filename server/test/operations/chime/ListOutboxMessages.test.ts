import { afterAll, expect, test } from 'vitest';
import { InviteUsers } from '../../../src/operations/chime/InviteUsers.ts';
import { ListOutboxMessages } from '../../../src/operations/chime/ListOutboxMessages.ts';
import { invite } from '../../support/delegates.ts';
import { createTeam } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('lists what an account has to mail, newest first and page by page, and nothing of other accounts', async () => {
  const AccountId = await createTeam(world.ana, 'Mailing');
  const other = await createTeam(world.ana, 'Other');
  await world.ana.call(InviteUsers, { AccountId, UserEmailList: ['first@example.com'] });
  world.clock.advance(1);
  await world.ana.call(InviteUsers, { AccountId, UserEmailList: ['second@example.com'] });
  await world.ana.call(InviteUsers, { AccountId: other, UserEmailList: ['else@example.com'] });
  await invite(world, AccountId, 'partner@example.com');
  const first = await world.ana.call(ListOutboxMessages, { AccountId, MaxResults: 2 });
  const second = await world.ana.call(ListOutboxMessages, { AccountId, MaxResults: 2, NextToken: first.NextToken });
  expect([...first.Messages, ...second.Messages].map(({ Kind, EmailAddress }) => [Kind, EmailAddress])).toEqual([
    ['DelegateInvitation', 'partner@example.com'],
    ['UserInvitation', 'second@example.com'],
    ['UserInvitation', 'first@example.com'],
  ]);
  expect(second.NextToken).toBeUndefined();
  expect(second.Messages[0]).toMatchObject({ AccountId, Subject: 'You are invited to Mailing', EmailStatus: 'NotSent', Attempts: 0 });
  // Nothing sends it, so there is no next attempt.
  expect(second.Messages[0]).not.toHaveProperty('NextAttemptAt');
});

test('is for those who may invite: whoever only reads is refused, and another tenant finds no such account', async () => {
  const AccountId = await createTeam(world.ana, 'Private');
  await expect(world.bo.call(ListOutboxMessages, { AccountId })).rejects.toMatchObject({ status: 403 });
  await expect(world.gil.call(ListOutboxMessages, { AccountId })).rejects.toMatchObject({ status: 404 });
});
