import type { Client } from '../../api/client.ts';
import type { Output } from '../../api/calls.ts';
import { codeCall } from '../../ui/code.ts';
import type { BulkAct } from '../../ui/bulk/dialog.tsx';
import type { Outcome } from '../../ui/bulk/run.ts';
import type { Account } from './account.ts';

export type User = NonNullable<Output<'chime:ListUsers'>['Users']>[number];

/** Users that one call takes. Source: `UserIdList`. */
const usersPerCall = 50;

export function nameOfUser({ PrimaryEmail, DisplayName, UserId }: User): string {
  return PrimaryEmail ?? DisplayName ?? UserId;
}

/** What is done with many users, each with what takes it back. */
export function userActs(client: Client, account: Account) {
  const { AccountId } = account;
  const isTeam = account.AccountType === 'Team';
  const suspend: BulkAct<User> = {
    ...common,
    title: isTeam ? 'Remove users from the team' : 'Suspend users',
    verb: isTeam ? 'Remove' : 'Suspend',
    act: inBatches(
      (user) => (!isTeam && user.UserRegistrationStatus === 'Suspended' ? 'is suspended already' : undefined),
      (UserIdList, dryRun) => client.call('chime:SuspendUsers', { AccountId, UserIdList }, { dryRun }),
    ),
    calls: (users) => [codeCall('chime:SuspendUsers', { AccountId, UserIdList: idsOf(users) })],
  };
  const activate: BulkAct<User> = {
    ...common,
    title: 'Activate users',
    verb: 'Activate',
    // After a suspension in the same window the row still says what was before it.
    act: inBatches(
      () => undefined,
      (UserIdList, dryRun) => client.call('chime:ActivateUsers', { AccountId, UserIdList }, { dryRun }),
    ),
    calls: (users) => [codeCall('chime:ActivateUsers', { AccountId, UserIdList: idsOf(users) })],
  };
  const license = (LicenseType: 'Basic' | 'Plus' | 'Pro' | 'ProTrial', isUndo = false): BulkAct<User> => ({
    ...common,
    title: `Give users the license ${LicenseType}`,
    verb: `Give ${LicenseType} to`,
    act: inBatches(
      (user) => (!isUndo && user.LicenseType === LicenseType ? `has ${LicenseType} already` : undefined),
      (UserIdList, dryRun) => client.call('chime:UpdateUserLicenses', { AccountId, UserIdList, LicenseType }, { dryRun }),
    ),
    calls: (users) => [codeCall('chime:UpdateUserLicenses', { AccountId, UserIdList: idsOf(users), LicenseType })],
  });
  const logout: BulkAct<User> = {
    ...common,
    title: 'Sign users out of all devices',
    verb: 'Sign out',
    size: 1,
    act: one((UserId, dryRun) => client.call('chime:LogoutUser', { AccountId, UserId }, { dryRun })),
    calls: (users) => users.slice(0, 3).map(({ UserId }) => codeCall('chime:LogoutUser', { AccountId, UserId })),
  };
  const resetPin: BulkAct<User> = {
    ...common,
    title: 'Reset personal PINs',
    verb: 'Reset the PIN of',
    size: 1,
    act: one((UserId, dryRun) => client.call('chime:ResetPersonalPin', { AccountId, UserId }, { dryRun })),
    calls: (users) => users.slice(0, 3).map(({ UserId }) => codeCall('chime:ResetPersonalPin', { AccountId, UserId })),
  };
  return {
    suspend: isTeam ? suspend : { ...suspend, undo: activate },
    activate: { ...activate, undo: suspend },
    /** What takes it back gives everybody the license they had, where that was the same for all of them. */
    license(to: 'Basic' | 'Plus' | 'Pro' | 'ProTrial', users: readonly User[]): BulkAct<User> {
      const before = [...new Set(users.map(({ LicenseType }) => LicenseType).filter((license) => license !== to))];
      const [only] = before;
      return { ...license(to), undo: before.length === 1 && only ? license(only, true) : undefined };
    },
    logout,
    resetPin,
  };
}

const common = { noun: ['user', 'users'], nameOf: nameOfUser, size: usersPerCall } as const;

function idsOf(users: readonly User[]): string[] {
  return users.slice(0, usersPerCall).map(({ UserId }) => UserId);
}

interface UserError {
  readonly UserId?: string | undefined;
  readonly ErrorMessage?: string | undefined;
  readonly ErrorCode?: string | undefined;
}

/** @param unchanged why a user is left as they are; undefined = they are part of the call */
function inBatches(
  unchanged: (user: User) => string | undefined,
  call: (ids: string[], dryRun: boolean) => Promise<{ readonly UserErrors?: readonly UserError[] | undefined }>,
): BulkAct<User>['act'] {
  return async (users, dryRun) => {
    const concerned = users.filter((user) => unchanged(user) === undefined);
    const { UserErrors = [] } = concerned.length === 0 ? {} : await call(idsOf(concerned), dryRun);
    const errors = new Map(UserErrors.map((error) => [error.UserId, error.ErrorMessage ?? error.ErrorCode ?? 'failed']));
    return users.map((user): Outcome => {
      const why = unchanged(user);
      if (why !== undefined) return { kind: 'unchanged', why };
      const error = errors.get(user.UserId);
      return error === undefined ? { kind: 'done' } : { kind: 'failed', why: error };
    });
  };
}

function one(call: (id: string, dryRun: boolean) => Promise<unknown>): BulkAct<User>['act'] {
  return async ([user], dryRun) => {
    if (!user) return [];
    await call(user.UserId, dryRun);
    return [{ kind: 'done' }];
  };
}
