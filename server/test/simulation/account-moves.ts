import { CreateAccount } from '../../src/operations/chime/CreateAccount.ts';
import { DeleteAccount } from '../../src/operations/chime/DeleteAccount.ts';
import { GetAccount } from '../../src/operations/chime/GetAccount.ts';
import { GetAccountSettings } from '../../src/operations/chime/GetAccountSettings.ts';
import { ListAccounts } from '../../src/operations/chime/ListAccounts.ts';
import { RenameAccount } from '../../src/operations/chime/RenameAccount.ts';
import { UpdateAccount } from '../../src/operations/chime/UpdateAccount.ts';
import { UpdateAccountSettings } from '../../src/operations/chime/UpdateAccountSettings.ts';
import { UpdateSupportedLicenses } from '../../src/operations/chime/UpdateSupportedLicenses.ts';
import { license } from '../../src/shapes/common.ts';
import { chime, drawAccountId, getAccount, showAccount, type Draw } from './move.ts';
import { Chosen, Refusal, type Account, type Tenant } from './state.ts';

const names = ['Acme', 'acme', 'Acme Europe', 'Ähre', 'ähre', 'Z', '😀 Team', 'a%_b', "Robert'); drop table accounts;--", 'x'.repeat(100)];
const badNames = ['', ' ', 'x'.repeat(101), 7, null];
/** Few, so that repeats happen. */
const tokens = ['token-1', 'token-2', 'token_3'];
export const tokenLifetimeMs = 24 * 60 * 60 * 1000;

export const accountMoves: readonly Draw[] = [
  (chance) => {
    const input = { Name: chance.pick(names), ...(chance.oneIn(3) && { ClientRequestToken: chance.pick(tokens) }) };
    return {
      operation: CreateAccount,
      input,
      needs: chime('CreateAccount'),
      apply: (tenant, now) =>
        once(tenant, input, now, () => ({ status: 201, body: { Account: showAccount(tenant, create(tenant, input.Name, now)) } })),
    };
  },
  (chance, state, tenant) => {
    const AccountId = drawAccountId(chance, state, tenant);
    return {
      operation: GetAccount,
      input: { AccountId },
      needs: chime('GetAccount'),
      apply: (tenant) => ({ status: 200, body: { Account: showAccount(tenant, getAccount(tenant, AccountId)) } }),
    };
  },
  (chance) => {
    const size = 1 + chance.below(5);
    const prefix = chance.oneIn(3) ? chance.pick(['a', 'ACME', 'ä', 'a%', 'zz']) : undefined;
    return {
      operation: ListAccounts,
      input: { MaxResults: size, Name: prefix },
      needs: chime('ListAccounts'),
      apply: (tenant) => {
        const found = sortById(tenant.accounts).filter(
          ({ name }) => prefix === undefined || name.toLowerCase().startsWith(prefix.toLowerCase()),
        );
        return {
          status: 200,
          body: { Accounts: found.slice(0, size).map((account) => showAccount(tenant, account)), ...nextToken(found.length > size) },
        };
      },
    };
  },
  (chance, state, tenant) => {
    const input = { AccountId: drawAccountId(chance, state, tenant), Name: chance.pick(names) };
    return {
      operation: RenameAccount,
      input,
      needs: chime('RenameAccount'),
      apply: (tenant) => ({ status: 200, body: { Account: showAccount(tenant, rename(tenant, input.AccountId, input.Name)) } }),
    };
  },
  (chance, state, tenant) => {
    const Name = chance.oneIn(2) ? chance.pick(names) : undefined;
    const DefaultLicense = chance.oneIn(2) ? chance.pick(license.options) : undefined;
    const AccountId = drawAccountId(chance, state, tenant);
    const renames = Name !== undefined || DefaultLicense === undefined;
    return {
      operation: UpdateAccount,
      input: { AccountId, Name, DefaultLicense },
      needs: chime(...(renames ? ['RenameAccount'] : []), ...(DefaultLicense === undefined ? [] : ['UpdateSupportedLicenses'])),
      apply: (tenant) => {
        const account = Name === undefined ? getAccount(tenant, AccountId) : rename(tenant, AccountId, Name);
        if (DefaultLicense !== undefined && !account.supported.includes(DefaultLicense)) throw new Refusal(400, 'BadRequestException');
        account.defaultLicense = DefaultLicense ?? account.defaultLicense;
        return { status: 200, body: { Account: showAccount(tenant, account) } };
      },
    };
  },
  (chance, state, tenant) => {
    const AccountId = drawAccountId(chance, state, tenant);
    return {
      operation: DeleteAccount,
      input: { AccountId },
      needs: chime('DeleteAccount'),
      apply: (tenant) => {
        const account = getAccount(tenant, AccountId);
        if (account.type !== 'Team' || account.users.length > 0) throw new Refusal(422, 'UnprocessableEntityException');
        tenant.accounts.splice(tenant.accounts.indexOf(account), 1);
        return { status: 204 };
      },
    };
  },
  (chance, state, tenant) => {
    const AccountId = drawAccountId(chance, state, tenant);
    const DisableRemoteControl = chance.pick([true, false, undefined]);
    const EnableDialOut = chance.pick([true, false, undefined]);
    return {
      operation: UpdateAccountSettings,
      input: { AccountId, AccountSettings: { DisableRemoteControl, EnableDialOut } },
      needs: chime('UpdateAccountSettings'),
      apply: (tenant) => {
        const account = getAccount(tenant, AccountId);
        account.remoteControlOff = DisableRemoteControl ?? account.remoteControlOff;
        account.dialOut = EnableDialOut ?? account.dialOut;
        return { status: 204 };
      },
    };
  },
  (chance, state, tenant) => {
    const AccountId = drawAccountId(chance, state, tenant);
    return {
      operation: GetAccountSettings,
      input: { AccountId },
      needs: chime('GetAccountSettings'),
      apply: (tenant) => {
        const { remoteControlOff, dialOut } = getAccount(tenant, AccountId);
        return { status: 200, body: { AccountSettings: { DisableRemoteControl: remoteControlOff, EnableDialOut: dialOut } } };
      },
    };
  },
  (chance, state, tenant) => {
    const AccountId = drawAccountId(chance, state, tenant);
    const SupportedLicenses = [chance.pick(license.options), ...chance.some(license.options, 3)];
    const DefaultLicense = chance.oneIn(2) ? chance.pick(license.options) : undefined;
    return {
      operation: UpdateSupportedLicenses,
      input: { AccountId, SupportedLicenses, DefaultLicense },
      needs: chime('UpdateSupportedLicenses'),
      apply: (tenant) => {
        const account = getAccount(tenant, AccountId);
        const byDefault = DefaultLicense ?? account.defaultLicense;
        if (!SupportedLicenses.includes(byDefault)) throw new Refusal(400, 'BadRequestException');
        const joined = account.users.filter(({ status }) => status !== 'Unregistered');
        if (joined.some((user) => !SupportedLicenses.includes(user.license))) throw new Refusal(409, 'ConflictException');
        account.supported = license.options.filter((tier) => SupportedLicenses.includes(tier));
        account.defaultLicense = byDefault;
        for (const user of account.users) if (!SupportedLicenses.includes(user.license)) user.license = byDefault;
        return { status: 200, body: { Account: showAccount(tenant, account) } };
      },
    };
  },
  (chance, state, tenant) => {
    const input = chance.pick<Readonly<Record<string, unknown>>>([
      { Name: chance.pick(badNames) },
      { Name: 'Acme', ClientRequestToken: 'x' },
      { Name: 'Acme', ClientRequestToken: 'not allowed!' },
      {},
    ]);
    const AccountId = drawAccountId(chance, state, tenant);
    return chance.oneIn(2)
      ? { operation: CreateAccount, input, invalid: true, needs: [], apply: never }
      : {
          operation: UpdateSupportedLicenses,
          input: { AccountId, SupportedLicenses: chance.pick([[], ['Gold'], 'Pro']) },
          invalid: true,
          needs: [],
          apply: never,
        };
  },
];

/** The model's answer to a create: a repeat within 24 hours gets the first answer again. */
function once(
  tenant: Tenant,
  input: { Name: string; ClientRequestToken?: string },
  now: number,
  handle: () => { status: number; body: unknown },
) {
  const { ClientRequestToken: token, ...rest } = input;
  if (token === undefined) return handle();
  const known = tenant.tokens.get(token);
  if (known && known.at >= now - tokenLifetimeMs) {
    if (known.input !== JSON.stringify(rest)) throw new Refusal(409, 'ConflictException');
    return { status: 201, body: JSON.parse(known.answer) };
  }
  tenant.tokens.set(token, { input: JSON.stringify(rest), at: now, answer: '' });
  return handle();
}

export function create(tenant: Tenant, name: string, now: number): Account {
  requireFreeName(tenant, name);
  const account: Account = {
    id: '',
    name,
    type: 'Team',
    defaultLicense: 'Pro',
    supported: ['Basic', 'Pro'],
    remoteControlOff: false,
    dialOut: false,
    createdAt: now,
    users: [],
  };
  tenant.accounts.push(account);
  return account;
}

function rename(tenant: Tenant, id: string, name: string): Account {
  const account = getAccount(tenant, id);
  requireFreeName(tenant, name, account);
  account.name = name;
  return account;
}

function requireFreeName(tenant: Tenant, name: string, except?: Account): void {
  const taken = tenant.accounts.some((other) => other !== except && other.name.toLowerCase() === name.toLowerCase());
  if (taken) throw new Refusal(409, 'ConflictException');
}

export function sortById<Item extends { readonly id: string }>(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

export function nextToken(more: boolean): object {
  return more ? { NextToken: new Chosen(/^[\w-]+$/, () => undefined) } : {};
}

/** For moves that are refused before the model is asked. */
export function never(): never {
  throw new Error('The input is invalid: nothing is applied.');
}
