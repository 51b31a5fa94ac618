import { afterAll, expect, test } from 'vitest';
import { GetAccount } from '../../../src/operations/chime/GetAccount.ts';
import { InviteDelegate } from '../../../src/operations/chime/InviteDelegate.ts';
import { ListDelegates } from '../../../src/operations/chime/ListDelegates.ts';
import { openBody } from '../../../src/store/outbox.ts';
import { dayMs, invite, mailTo, share } from '../../support/delegates.ts';
import { containing } from '../../support/matchers.ts';
import { createTeam, present } from '../../support/members.ts';
import { acme, createWorld, globex } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('an invitation waits seven days, says who sent it, and gives no right yet', async () => {
  const AccountId = await createTeam(world.ana, 'Waiting');
  const { Delegate } = await world.ana.call(InviteDelegate, { AccountId, DelegateAwsAccountId: globex });
  expect(Delegate).toEqual({
    DelegateId: Delegate.DelegateId,
    AccountId,
    AccountName: 'Waiting',
    OwnerAwsAccountId: acme,
    DelegateAwsAccountId: globex,
    State: 'Pending',
    InvitedBy: `arn:aws:iam::${acme}:user/admin`,
    CreatedTimestamp: new Date(world.clock.now()).toISOString(),
    ExpiresAt: new Date(world.clock.now() + 7 * dayMs).toISOString(),
  });
  await expect(world.gil.call(GetAccount, { AccountId })).rejects.toMatchObject({ status: 404 });
});

test('the mail says who asks whom to manage what, and how to accept; a name never starts a line of its own in it', async () => {
  const AccountId = await createTeam(world.ana, 'Acme\r\nBcc: everybody@acme.example\u2028Inc');
  const id = await invite(world, AccountId, 'IT@Globex.example');
  const mail = present((await mailTo(world, 'it@globex.example'))[0]);
  expect(mail).toMatchObject({
    kind: 'DelegateInvitation',
    status: 'NotSent',
    aws_account_id: acme,
    subject: 'You are asked to manage Acme Bcc: everybody@acme.example Inc',
  });
  const body = openBody(world.database.vault, mail);
  expect(body).toContain(`aws chime accept-delegate --delegate-id ${id}`);
  expect(body).toContain(`AWS account ${acme} asks AWS account ${globex}`);
  expect(body).not.toMatch(/^Bcc/m);
});

test('400 for the AWS account that owns the account, and for an address that is more than one mailbox', async () => {
  const AccountId = await createTeam(world.ana, 'Bad input');
  const input = { AccountId, DelegateAwsAccountId: globex };
  const refusal = { status: 400, code: 'BadRequestException' };
  await expect(world.ana.call(InviteDelegate, { ...input, DelegateAwsAccountId: acme })).rejects.toMatchObject(refusal);
  for (const EmailAddress of ['a@b.example\r\nBcc: c@d.example', '"a,b"@c.example', 'a@b.example, c@d.example']) {
    await expect(world.ana.call(InviteDelegate, { ...input, EmailAddress })).rejects.toMatchObject(refusal);
  }
  expect((await world.ana.call(ListDelegates, { AccountId })).Delegates).toEqual([]);
});

test('409 for an AWS account that is invited or a delegate, naming the call that helps', async () => {
  const AccountId = await createTeam(world.ana, 'Twice');
  const input = { AccountId, DelegateAwsAccountId: globex };
  const DelegateId = await invite(world, AccountId);
  const conflict = { status: 409, code: 'ConflictException' };
  const renew = containing(`Renew it with RenewDelegate, DelegateId ${DelegateId}`);
  await expect(world.ana.call(InviteDelegate, input)).rejects.toMatchObject({ ...conflict, message: renew });
  const shared = await createTeam(world.ana, 'Twice, accepted');
  await share(world, shared);
  await expect(world.ana.call(InviteDelegate, { ...input, AccountId: shared })).rejects.toMatchObject(conflict);
});

test('two invitations of one AWS account at once are one', async () => {
  const AccountId = await createTeam(world.ana, 'At once');
  const input = { AccountId, DelegateAwsAccountId: globex };
  const outcomes = await Promise.allSettled([world.ana.call(InviteDelegate, input), world.ana.call(InviteDelegate, input)]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect((await world.ana.call(ListDelegates, { AccountId })).Delegates).toHaveLength(1);
});

test('an account has at most 100 delegates', async () => {
  const AccountId = await createTeam(world.ana, 'Many');
  for (let count = 0; count < 100; count += 1) {
    await world.ana.call(InviteDelegate, { AccountId, DelegateAwsAccountId: String(300_000_000_000 + count) });
  }
  await expect(world.ana.call(InviteDelegate, { AccountId, DelegateAwsAccountId: globex })).rejects.toMatchObject({
    status: 400,
    code: 'ResourceLimitExceededException',
  });
});

test('a delegate of an account cannot invite others to it', async () => {
  const AccountId = await createTeam(world.ana, 'Not mine');
  await share(world, AccountId);
  await expect(world.gil.call(InviteDelegate, { AccountId, DelegateAwsAccountId: '333333333333' })).rejects.toMatchObject({
    status: 403,
    code: 'ForbiddenException',
    message: containing(`is for its owner, AWS account ${acme}`),
  });
});
