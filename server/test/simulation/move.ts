import type { Operation } from '../../src/operation.ts';
import type { Chance } from '../../src/demo/chance.ts';
import { chosenId, chosenPin, Refusal, type Account, type Expected, type State, type Tenant, type User } from './state.ts';

/** A call somebody may make, and what the model does about it. */
export interface Move {
  readonly operation: Operation;
  readonly input: Readonly<Record<string, unknown>>;
  /** The input breaks the shape: answered 400 before rights are looked at. */
  readonly invalid?: boolean;
  /** Everything the caller must be allowed. */
  readonly needs: readonly { readonly action: string; readonly resource: string }[];
  /** Changes the tenant and tells the answer. Throws Refusal, after which the change is thrown away. */
  apply(tenant: Tenant, now: number): Expected;
}

/** Draws a move of one kind. */
export type Draw = (chance: Chance, state: State, tenant: Tenant) => Move;

export function chime(...actions: string[]): Move['needs'] {
  return actions.map((action) => ({ action: `chime:${action}`, resource: '*' }));
}

/** Mostly an account that is there; now and then another tenant's, or none at all. */
export function drawAccountId(chance: Chance, state: State, tenant: Tenant): string {
  const foreign = state.tenants.find((other) => other !== tenant)?.accounts ?? [];
  if (chance.oneIn(15) && foreign.length > 0) return chance.pick(foreign).id;
  if (chance.oneIn(25) || tenant.accounts.length === 0)
    return chance.pick(['0198f3a2-7c1e-7b40-8d52-6f1e2a9c4b10', 'no-such-account', 'a/../b', '💥']);
  // Mostly one of the oldest, so that some accounts see a lot.
  return chance.pick(chance.oneIn(4) ? tenant.accounts : tenant.accounts.slice(0, 3)).id;
}

export function drawUserId(chance: Chance, tenant: Tenant, accountId: string): string {
  const users = tenant.accounts.find(({ id }) => id === accountId)?.users ?? [];
  if (users.length === 0 || chance.oneIn(12)) return chance.pick(['0198f3a2-7c1e-7b40-8d52-000000000000', 'nobody']);
  return chance.pick(users).id;
}

/** Throws the refusal of whoever asks for an account that is not there. */
export function getAccount(tenant: Tenant, id: unknown): Account {
  const account = tenant.accounts.find((one) => one.id === id);
  if (!account) throw new Refusal(404, 'NotFoundException');
  return account;
}

export function getUser(account: Account, id: unknown): User {
  const user = account.users.find((one) => one.id === id);
  if (!user) throw new Refusal(404, 'NotFoundException');
  return user;
}

/** What the wire shows of an account. */
export function showAccount(tenant: Tenant, account: Account): object {
  return {
    AwsAccountId: tenant.awsAccountId,
    AccountId: chosenId(account),
    Name: account.name,
    AccountType: account.type,
    CreatedTimestamp: new Date(account.createdAt).toISOString(),
    DefaultLicense: account.defaultLicense,
    SupportedLicenses: [...account.supported],
    AccountStatus: 'Active',
  };
}

/** What the wire shows of a user. */
export function showUser(account: Account, user: User): object {
  return {
    UserId: chosenId(user),
    AccountId: account.id,
    PrimaryEmail: user.email,
    LicenseType: user.license,
    UserType: user.type,
    UserRegistrationStatus: user.status,
    UserInvitationStatus: user.invitation,
    ...(user.registeredOn !== undefined && { RegisteredOn: new Date(user.registeredOn).toISOString() }),
    InvitedOn: new Date(user.invitedOn).toISOString(),
    PersonalPIN: chosenPin(user),
  };
}
