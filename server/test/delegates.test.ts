import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { verifyChain } from '../src/cli/audit-verify.ts';
import type { Operation } from '../src/operation.ts';
import { CreateAccount } from '../src/operations/chime/CreateAccount.ts';
import { CreateUser } from '../src/operations/chime/CreateUser.ts';
import { DeleteAccount } from '../src/operations/chime/DeleteAccount.ts';
import { DeleteDelegate } from '../src/operations/chime/DeleteDelegate.ts';
import { GetAccount } from '../src/operations/chime/GetAccount.ts';
import { GetAccountSettings } from '../src/operations/chime/GetAccountSettings.ts';
import { GetUser } from '../src/operations/chime/GetUser.ts';
import { GetUserByEmail } from '../src/operations/chime/GetUserByEmail.ts';
import { InviteUsers } from '../src/operations/chime/InviteUsers.ts';
import { ListAccounts } from '../src/operations/chime/ListAccounts.ts';
import { ListUsers } from '../src/operations/chime/ListUsers.ts';
import { RenameAccount } from '../src/operations/chime/RenameAccount.ts';
import { ResetPersonalPin } from '../src/operations/chime/ResetPersonalPin.ts';
import { SuspendUsers } from '../src/operations/chime/SuspendUsers.ts';
import { UpdateAccountSettings } from '../src/operations/chime/UpdateAccountSettings.ts';
import { UpdateUser } from '../src/operations/chime/UpdateUser.ts';
import { AttachRolePolicy } from '../src/operations/iam/AttachRolePolicy.ts';
import { CreateRole } from '../src/operations/iam/CreateRole.ts';
import { LookupEvents } from '../src/operations/cloudtrail/LookupEvents.ts';
import { colleague, mailTo, share } from './support/delegates.ts';
import { difference, dumpDatabase } from './support/database-dump.ts';
import { carriedOut, exampleOf } from './support/stage.ts';
import { addMember, createTeam, inviteUser } from './support/members.ts';
import { assume } from './support/sessions.ts';
import { acme, createWorld, globex, type Person } from './support/world.ts';

// An AWS account with an accepted delegation manages the Chime account as its owner does, under its own policies.

const world = await createWorld();
afterAll(() => world.close());

describe('a delegate', () => {
  let AccountId: string;
  let reader: Person;
  beforeAll(async () => {
    AccountId = await createTeam(world.ana, 'Acme');
    await share(world, AccountId);
    reader = await colleague(world, world.gil, 'rita', 'AmazonChimeReadOnly');
  });

  test('reads the account and its users, filtered and page by page, as the owner does', async () => {
    const users = ['ada@acme.example', 'bob@acme.example', 'cleo@acme.example'];
    for (const email of users) await inviteUser(world.ana, AccountId, email);
    for (const input of [{}, { Q: 'bob' }, { MaxResults: 200 }]) {
      expect(await world.gil.call(ListUsers, { AccountId, ...input })).toEqual(await world.ana.call(ListUsers, { AccountId, ...input }));
    }
    const first = await world.gil.call(ListUsers, { AccountId, MaxResults: 2 });
    const second = await world.gil.call(ListUsers, { AccountId, MaxResults: 2, NextToken: first.NextToken });
    expect([...(first.Users ?? []), ...(second.Users ?? [])].map(({ PrimaryEmail }) => PrimaryEmail)).toEqual(users);
    expect(await world.gil.call(GetAccount, { AccountId })).toEqual(await world.ana.call(GetAccount, { AccountId }));
    expect((await world.gil.call(GetAccount, { AccountId })).Account?.AwsAccountId).toBe(acme);
    const { User } = await world.gil.call(GetUserByEmail, { AccountId, UserEmail: 'ada@acme.example' });
    expect((await world.gil.call(GetUser, { AccountId, UserId: User?.UserId ?? '' })).User).toEqual(User);
  });

  test('writes as the owner does: name, settings, users, PINs, invitations that the owner can take back', async () => {
    const UserId = await addMember(world, world.ana, AccountId, 'dan@acme.example');
    await world.gil.call(RenameAccount, { AccountId, Name: 'Acme, managed' });
    await world.gil.call(UpdateAccountSettings, { AccountId, AccountSettings: { EnableDialOut: true } });
    expect((await world.ana.call(GetAccountSettings, { AccountId })).AccountSettings).toMatchObject({ EnableDialOut: true });
    await world.gil.call(UpdateUser, { AccountId, UserId, LicenseType: 'Basic' });
    await world.gil.call(ResetPersonalPin, { AccountId, UserId });
    expect((await world.ana.call(GetUser, { AccountId, UserId })).User?.LicenseType).toBe('Basic');
    expect((await world.ana.call(GetAccount, { AccountId })).Account?.Name).toBe('Acme, managed');
    await world.gil.call(InviteUsers, { AccountId, UserEmailList: ['eve@acme.example'] });
    expect(await mailTo(world, 'eve@acme.example')).toMatchObject([{ aws_account_id: acme }]);
    const { User } = await world.ana.call(GetUserByEmail, { AccountId, UserEmail: 'eve@acme.example' });
    await world.ana.call(SuspendUsers, { AccountId, UserIdList: [User?.UserId ?? ''] });
    expect(await mailTo(world, 'eve@acme.example')).toEqual([]);
  });

  test('meets the owner’s names, not its own, when it renames', async () => {
    await world.ana.call(CreateAccount, { Name: 'Taken by Acme' });
    await world.gil.call(CreateAccount, { Name: 'Taken by Globex' });
    await expect(world.gil.call(RenameAccount, { AccountId, Name: 'taken by acme' })).rejects.toMatchObject({ status: 409 });
    await world.gil.call(RenameAccount, { AccountId, Name: 'Taken by Globex' });
  });

  test('is bound by the policies of its own AWS account', async () => {
    await reader.call(GetAccount, { AccountId });
    await expect(reader.call(RenameAccount, { AccountId, Name: 'No' })).rejects.toMatchObject({
      status: 403,
      code: 'AccessDeniedException',
    });
    // Bo of Acme may only read as well: whom the owner shares with changes nothing for its own people.
    await expect(world.bo.call(RenameAccount, { AccountId, Name: 'No' })).rejects.toMatchObject({ status: 403 });
  });

  test('cannot delete the account', async () => {
    await expect(world.gil.call(DeleteAccount, { AccountId })).rejects.toMatchObject({ status: 403, code: 'ForbiddenException' });
  });

  test('gets no earlier answer again by its ClientRequestToken once the delegation has ended', async () => {
    const id = await createTeam(world.ana, 'Token');
    const DelegateId = await share(world, id);
    const input = { AccountId: id, Email: 'once@acme.example', ClientRequestToken: 'once-only' };
    const first = await world.gil.call(CreateUser, input);
    expect(await world.gil.call(CreateUser, input)).toEqual(first);
    await world.ana.call(DeleteDelegate, { AccountId: id, DelegateId });
    await expect(world.gil.call(CreateUser, input)).rejects.toMatchObject({ status: 404 });
  });
});

describe('ListAccounts', () => {
  test('has the shared accounts among the own ones, in one order, page by page and filtered', async () => {
    const names = ['List 1', 'List 2', 'List 3', 'List 4'];
    const [one, , three] = [
      await createTeam(world.ana, names[0] ?? ''),
      await createTeam(world.gil, names[1] ?? ''),
      await createTeam(world.ana, names[2] ?? ''),
      await createTeam(world.gil, names[3] ?? ''),
    ];
    await inviteUser(world.ana, three, 'found@acme.example');
    const list = async (input: { Name?: string; UserEmail?: string }): Promise<string[]> => {
      const found: string[] = [];
      let token: string | undefined;
      do {
        const page = await world.gil.call(ListAccounts, { ...input, MaxResults: 1, ...(token !== undefined && { NextToken: token }) });
        found.push(...(page.Accounts ?? []).map(({ Name }) => Name));
        token = page.NextToken;
      } while (token !== undefined);
      return found;
    };
    expect(await list({ Name: 'list' })).toEqual(['List 2', 'List 4']);
    await share(world, one);
    const DelegateId = await share(world, three);
    expect(await list({ Name: 'list' })).toEqual(names);
    expect(await list({ UserEmail: 'found@acme.example' })).toEqual(['List 3']);
    await world.ana.call(DeleteDelegate, { AccountId: three, DelegateId });
    expect(await list({ Name: 'list' })).toEqual(['List 1', 'List 2', 'List 4']);
    expect(await list({ UserEmail: 'found@acme.example' })).toEqual([]);
  });
});

describe('the audit trail', () => {
  const Event = z.looseObject({
    eventID: z.string(),
    sharedEventID: z.string().optional(),
    recipientAccountId: z.string(),
    userIdentity: z.looseObject({ type: z.string(), accountId: z.string() }),
    errorCode: z.string().optional(),
  });
  const eventsAbout = async (person: Person, name: string, account: string) => {
    await world.door.services.trail.flush();
    const { Events } = await person.call(LookupEvents, {
      LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: account }],
    });
    return (Events ?? [])
      .filter(({ EventName }) => EventName === name)
      .map(({ CloudTrailEvent }) => Event.parse(JSON.parse(CloudTrailEvent ?? '')));
  };

  test.each([
    ['a read', GetAccount, {}],
    ['a write', RenameAccount, { Name: 'Renamed' }],
  ] as const)(
    'has %s of a delegate twice: in the delegate’s chain in full, in the owner’s with the caller’s AWS account',
    async (_, operation, more) => {
      const id = await createTeam(world.ana, `Audited ${operation.name}`);
      await share(world, id);
      await world.gil.attempt(operation, { AccountId: id, ...more });
      const [own, copy] = [await eventsAbout(world.gil, operation.name, id), await eventsAbout(world.ana, operation.name, id)];
      expect(own).toMatchObject([{ recipientAccountId: globex, userIdentity: { type: 'IAMUser', userName: 'admin' } }]);
      expect(copy).toMatchObject([{ recipientAccountId: acme, userIdentity: { type: 'AWSAccount', accountId: globex } }]);
      expect(copy[0]?.sharedEventID).toBe(own[0]?.sharedEventID);
      expect(copy[0]?.sharedEventID).toBeDefined();
      expect(copy[0]?.eventID).not.toBe(own[0]?.eventID);
      expect(copy[0]?.userIdentity).not.toHaveProperty('userName');
    },
  );

  test('tells the owner of each look of a delegate, also at what has been answered before', async () => {
    const id = await createTeam(world.ana, 'Looked at');
    await share(world, id);
    for (let look = 0; look < 3; look++) await world.gil.call(GetAccount, { AccountId: id });
    await Promise.all([world.gil.call(ListUsers, { AccountId: id }), world.gil.call(ListUsers, { AccountId: id })]);
    expect(await eventsAbout(world.ana, 'GetAccount', id)).toHaveLength(3);
    expect(await eventsAbout(world.ana, 'ListUsers', id)).toHaveLength(2);
  });

  test('tells the owner of what a delegate tried and may not, and of who accepts and gives back', async () => {
    const id = await createTeam(world.ana, 'Tried');
    const DelegateId = await share(world, id);
    await world.gil.attempt(DeleteAccount, { AccountId: id });
    await world.gil.call(DeleteDelegate, { AccountId: id, DelegateId });
    expect(await eventsAbout(world.ana, 'DeleteAccount', id)).toMatchObject([{ errorCode: 'ForbiddenException' }]);
    expect(await eventsAbout(world.ana, 'DeleteDelegate', id)).toHaveLength(1);
    expect(await eventsAbout(world.ana, 'AcceptDelegate', id)).toHaveLength(1);
  });

  test('of both sides is intact, whoever of the delegate acted: a user, a role session', async () => {
    const id = await createTeam(world.ana, 'Chained');
    await share(world, id);
    const trust = { Effect: 'Allow', Principal: { AWS: globex }, Action: 'sts:AssumeRole' };
    const role = { RoleName: 'support', AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }) };
    await world.gil.call(CreateRole, role);
    await world.gil.call(AttachRolePolicy, { RoleName: 'support', PolicyArn: 'arn:aws:iam::aws:policy/AmazonChimeFullAccess' });
    const session = await assume(world, world.gil, 'support', { RoleArn: `arn:aws:iam::${globex}:role/support` });
    for (const person of [session, world.gil]) {
      await person.call(RenameAccount, { AccountId: id, Name: 'Chained' });
      await person.call(GetAccount, { AccountId: id });
    }
    await world.door.services.trail.flush();
    for (const tenant of [acme, globex]) {
      expect((await world.database.read(tenant, (tx) => verifyChain(tx))).finding).toBeUndefined();
    }
  });

  test('is not written to by strangers, nor by what the delegate’s own policies refuse', async () => {
    const id = await createTeam(world.ana, 'Quiet');
    await world.gil.attempt(GetAccount, { AccountId: id });
    await share(world, id);
    const limited = await colleague(world, world.gil, 'lim', 'AmazonChimeReadOnly');
    await limited.attempt(RenameAccount, { AccountId: id, Name: 'No' });
    expect(await eventsAbout(world.ana, 'GetAccount', id)).toEqual([]);
    expect(await eventsAbout(world.ana, 'RenameAccount', id)).toEqual([]);
  });
});

describe('to an AWS account that is only invited, or was a delegate once, the account does not exist', () => {
  const operations = carriedOut.filter(
    ({ service, input, name }) => service === 'chime' && 'AccountId' in input.shape && name !== 'DeleteDelegate',
  );
  test.each(operations.map((operation) => [operation.name, operation] as const))('%s', async (_, operation: Operation) => {
    const invited = await createTeam(world.ana, `Invited ${operation.name}`);
    const ended = await createTeam(world.ana, `Ended ${operation.name}`);
    const DelegateId = await share(world, ended);
    await world.ana.call(DeleteDelegate, { AccountId: ended, DelegateId });
    const before = await dumpDatabase(world);
    for (const AccountId of [invited, ended]) {
      const { status } = await world.gil.attempt(operation, { ...exampleOf(operation), AccountId });
      expect(status).toBe(404);
    }
    expect(difference(before, await dumpDatabase(world)).filter((row) => !/^. audit_/.test(row))).toEqual([]);
  });
});
