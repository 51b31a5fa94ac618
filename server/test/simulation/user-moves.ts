import type { Operation } from '../../src/operation.ts';
import { ActivateUsers } from '../../src/operations/chime/ActivateUsers.ts';
import { BatchUpdateUser } from '../../src/operations/chime/BatchUpdateUser.ts';
import { GetUser } from '../../src/operations/chime/GetUser.ts';
import { GetUserByEmail } from '../../src/operations/chime/GetUserByEmail.ts';
import { InviteUsers } from '../../src/operations/chime/InviteUsers.ts';
import { ListUsers } from '../../src/operations/chime/ListUsers.ts';
import { LogoutUser } from '../../src/operations/chime/LogoutUser.ts';
import { ResetPersonalPin } from '../../src/operations/chime/ResetPersonalPin.ts';
import { SuspendUsers } from '../../src/operations/chime/SuspendUsers.ts';
import { UpdateUser } from '../../src/operations/chime/UpdateUser.ts';
import { UpdateUserLicenses } from '../../src/operations/chime/UpdateUserLicenses.ts';
import { license } from '../../src/shapes/common.ts';
import { userType } from '../../src/shapes/user.ts';
import { never, nextToken, sortById } from './account-moves.ts';
import type { Chance } from '../../src/demo/chance.ts';
import { chime, drawAccountId, drawUserId, getAccount, getUser, showUser, type Draw } from './move.ts';
import { Chosen, Refusal, type Account, type State, type Tenant, type User } from './state.ts';

export const emails = [
  'ana@example.com',
  'ANA@example.com',
  'bo@example.com',
  'carol+x@example.org',
  'dee@sub.example.org',
  'eve@example.net',
];
/** Of the right shape for the request, but nothing mail can be sent to. */
const unmailable = ['two words@example.com', 'a@b@example.com'];

export const userMoves: readonly Draw[] = [
  (chance, state, tenant) => {
    const AccountId = drawAccountId(chance, state, tenant);
    const UserEmailList = chance.some([...emails, ...emails, ...unmailable], 4);
    const UserType = chance.pick([undefined, undefined, ...userType.options]);
    return {
      operation: InviteUsers,
      input: { AccountId, UserEmailList, UserType },
      needs: chime('InviteUsers'),
      apply: (tenant, now) => {
        const account = getAccount(tenant, AccountId);
        if (account.type !== 'Team') throw new Refusal(400, 'BadRequestException');
        const shown = new Map<string, object>();
        for (const email of UserEmailList) {
          const address = email.toLowerCase();
          if (!shown.has(address))
            shown.set(address, unmailable.includes(email) ? refused(email, 'BadRequest') : invite(account, address, UserType, now));
        }
        return { status: 201, body: { Invites: UserEmailList.map((email) => shown.get(email.toLowerCase())) } };
      },
    };
  },
  (chance, state, tenant) => {
    const AccountId = drawAccountId(chance, state, tenant);
    const UserId = drawUserId(chance, tenant, AccountId);
    return {
      operation: GetUser,
      input: { AccountId, UserId },
      needs: chime('GetUser'),
      apply: (tenant) => show(tenant, AccountId, UserId),
    };
  },
  (chance, state, tenant) => {
    const AccountId = drawAccountId(chance, state, tenant);
    const UserEmail = chance.pick(emails);
    return {
      operation: GetUserByEmail,
      input: { AccountId, UserEmail },
      needs: chime('GetUserByEmail'),
      apply: (tenant) => {
        const id = getAccount(tenant, AccountId).users.find(({ email }) => email === UserEmail.toLowerCase())?.id;
        return show(tenant, AccountId, id);
      },
    };
  },
  (chance, state, tenant) => {
    const AccountId = drawAccountId(chance, state, tenant);
    const MaxResults = 1 + chance.below(4);
    const Status = chance.pick([undefined, undefined, 'Registered', 'Suspended']);
    const License = chance.pick([undefined, undefined, 'Pro']);
    const Q = chance.pick([undefined, undefined, 'a', 'BO@', 'ca_']);
    return {
      operation: ListUsers,
      input: { AccountId, MaxResults, Status, License, Q },
      needs: chime('ListUsers'),
      apply: (tenant) => {
        const account = getAccount(tenant, AccountId);
        const found = sortById(account.users).filter(
          (user) =>
            (Status === undefined || user.status === Status) &&
            (License === undefined || user.license === License) &&
            (Q === undefined || user.email.startsWith(Q.toLowerCase())),
        );
        return {
          status: 200,
          body: { Users: found.slice(0, MaxResults).map((user) => showUser(account, user)), ...nextToken(found.length > MaxResults) },
        };
      },
    };
  },
  (chance, state, tenant) => {
    const AccountId = drawAccountId(chance, state, tenant);
    const UserId = drawUserId(chance, tenant, AccountId);
    const change = drawChange(chance);
    return {
      operation: UpdateUser,
      input: { AccountId, UserId, ...change },
      needs: chime('UpdateUserLicenses'),
      apply: (tenant) => {
        const account = getAccount(tenant, AccountId);
        const user = getUser(account, UserId);
        if (!update(account, user, change)) throw new Refusal(400, 'BadRequestException');
        return { status: 200, body: { User: showUser(account, user) } };
      },
    };
  },
  (chance, state, tenant) => {
    const AccountId = drawAccountId(chance, state, tenant);
    const items = Array.from({ length: chance.below(4) }, () => ({ UserId: drawUserId(chance, tenant, AccountId), ...drawChange(chance) }));
    return {
      operation: BatchUpdateUser,
      input: { AccountId, UpdateUserRequestItems: items },
      needs: chime('UpdateUserLicenses'),
      apply: (tenant) => {
        const account = getAccount(tenant, AccountId);
        return {
          status: 200,
          body: {
            UserErrors: items.flatMap((item) => {
              const user = account.users.find(({ id }) => id === item.UserId);
              if (!user) return [userError(item.UserId, 'NotFound')];
              return update(account, user, item) ? [] : [userError(item.UserId, 'BadRequest')];
            }),
          },
        };
      },
    };
  },
  (chance, state, tenant) => {
    const LicenseType = chance.pick(license.options);
    return batch(UpdateUserLicenses, { LicenseType }, chance, state, tenant, (account) => {
      if (!account.supported.includes(LicenseType)) throw new Refusal(400, 'BadRequestException');
      return (user) => void (user.license = LicenseType);
    });
  },
  (chance, state, tenant) =>
    batch(SuspendUsers, {}, chance, state, tenant, (account) => (user) => {
      if (account.type === 'Team') account.users.splice(account.users.indexOf(user), 1);
      else user.status = 'Suspended';
    }),
  (chance, state, tenant) =>
    batch(ActivateUsers, {}, chance, state, tenant, (account) => {
      if (account.type !== 'EnterpriseLWA') throw new Refusal(400, 'BadRequestException');
      return (user) => {
        if (user.status === 'Suspended') user.status = user.registeredOn === undefined ? 'Unregistered' : 'Registered';
      };
    }),
  (chance, state, tenant) => {
    const AccountId = drawAccountId(chance, state, tenant);
    const UserId = drawUserId(chance, tenant, AccountId);
    return {
      operation: ResetPersonalPin,
      input: { AccountId, UserId },
      needs: chime('ResetPersonalPin'),
      apply: (tenant) => {
        const account = getAccount(tenant, AccountId);
        getUser(account, UserId).pin = '';
        return show(tenant, AccountId, UserId);
      },
    };
  },
  (chance, state, tenant) => {
    const AccountId = drawAccountId(chance, state, tenant);
    const UserId = drawUserId(chance, tenant, AccountId);
    return {
      operation: LogoutUser,
      input: { AccountId, UserId },
      needs: chime('LogoutUser'),
      apply: (tenant) => {
        getUser(getAccount(tenant, AccountId), UserId);
        return { status: 204 };
      },
    };
  },
  (chance, state, tenant) => {
    const AccountId = drawAccountId(chance, state, tenant);
    const wrong = chance.pick<{ operation: Operation; input: Record<string, unknown> }>([
      { operation: InviteUsers, input: { UserEmailList: ['nonsense'] } },
      { operation: InviteUsers, input: { UserEmailList: Array.from({ length: 51 }, (_, index) => `u${index}@example.com`) } },
      { operation: ListUsers, input: { MaxResults: 201 } },
      { operation: ListUsers, input: { NextToken: 'x'.repeat(2049) } },
      { operation: SuspendUsers, input: {} },
      { operation: UpdateUserLicenses, input: { UserIdList: ['x'], LicenseType: 'Gold' } },
    ]);
    return { operation: wrong.operation, input: { AccountId, ...wrong.input }, invalid: true, needs: [], apply: never };
  },
];

interface Change {
  readonly LicenseType: User['license'] | undefined;
  readonly UserType: User['type'] | undefined;
}

function drawChange(chance: Chance): Change {
  return { LicenseType: chance.pick([undefined, ...license.options]), UserType: chance.pick([undefined, ...userType.options]) };
}

/** False, and nothing changes, if the account does not support the license. */
function update(account: Account, user: User, { LicenseType, UserType }: Change): boolean {
  if (LicenseType !== undefined && !account.supported.includes(LicenseType)) return false;
  user.license = LicenseType ?? user.license;
  user.type = UserType ?? user.type;
  return true;
}

function show(tenant: Tenant, accountId: string, userId: string | undefined) {
  const account = getAccount(tenant, accountId);
  return { status: 200, body: { User: showUser(account, getUser(account, userId)) } };
}

/** A list of users to which the same is done, one by one; who is not there gets an error of his own. */
function batch(
  operation: Operation,
  more: object,
  chance: Chance,
  state: State,
  tenant: Tenant,
  prepare: (account: Account) => (user: User) => void,
) {
  const AccountId = drawAccountId(chance, state, tenant);
  const UserIdList = Array.from({ length: chance.below(4) }, () => drawUserId(chance, tenant, AccountId));
  return {
    operation,
    input: { AccountId, UserIdList, ...more },
    needs: chime(operation.name),
    apply: (tenant: Tenant) => {
      const account = getAccount(tenant, AccountId);
      const change = prepare(account);
      const found = new Map([...new Set(UserIdList)].map((id) => [id, account.users.find((user) => user.id === id)]));
      for (const user of found.values()) if (user) change(user);
      return { status: 200, body: { UserErrors: [...found].flatMap(([id, user]) => (user ? [] : [userError(id, 'NotFound')])) } };
    },
  };
}

function userError(UserId: string, ErrorCode: string): object {
  return { UserId, ErrorCode, ErrorMessage: anyText() };
}

function anyText(): Chosen {
  return new Chosen(/./, () => undefined);
}

function refused(address: string, code: string): object {
  return { Status: 'Failed', EmailAddress: address, ErrorCode: code, ErrorMessage: anyText() };
}

function invite(account: Account, address: string, type: User['type'] | undefined, now: number): object {
  const known = account.users.find(({ email }) => email === address);
  if (known && known.status !== 'Unregistered') return refused(address, 'Conflict');
  if (known) {
    known.type = type ?? known.type;
    known.invitation = 'Pending';
    known.invitedOn = now;
  } else {
    account.users.push({
      id: '',
      email: address,
      license: account.defaultLicense,
      type: type ?? 'PrivateUser',
      status: 'Unregistered',
      invitation: 'Pending',
      invitedOn: now,
      registeredOn: undefined,
      pin: '',
    });
  }
  return { InviteId: anyText(), Status: 'Pending', EmailAddress: address, EmailStatus: 'NotSent' };
}
