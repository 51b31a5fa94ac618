import { LookupEvents } from '../operations/cloudtrail/LookupEvents.ts';
import { ActivateUsers } from '../operations/chime/ActivateUsers.ts';
import { CreateAccount } from '../operations/chime/CreateAccount.ts';
import { DeleteAccount } from '../operations/chime/DeleteAccount.ts';
import { DeleteDomain } from '../operations/chime/DeleteDomain.ts';
import { GetAccountSettings } from '../operations/chime/GetAccountSettings.ts';
import { GetUser } from '../operations/chime/GetUser.ts';
import { GetUserByEmail } from '../operations/chime/GetUserByEmail.ts';
import { ListAccounts } from '../operations/chime/ListAccounts.ts';
import { ListApiKeys } from '../operations/chime/ListApiKeys.ts';
import { ListDomains } from '../operations/chime/ListDomains.ts';
import { ListGroups } from '../operations/chime/ListGroups.ts';
import { ListUsers } from '../operations/chime/ListUsers.ts';
import { LogoutUser } from '../operations/chime/LogoutUser.ts';
import { ResetPersonalPin } from '../operations/chime/ResetPersonalPin.ts';
import { SuspendUsers } from '../operations/chime/SuspendUsers.ts';
import { UpdateUserLicenses } from '../operations/chime/UpdateUserLicenses.ts';
import { ListPolicies } from '../operations/iam/ListPolicies.ts';
import type { DemoAccount } from './accounts.ts';
import { call, type DemoCall } from './call.ts';
import { createChance, type Chance } from './chance.ts';
import { delegate } from './operators.ts';
import { createClocks, isWeekend } from './rhythm.ts';
import type { Demo } from './site.ts';
import { dayMs } from '../shapes/timestamp.ts';

/** How far back the everyday goes. */
export const daysBack = 90;
/** Since when the delegate is at work. */
export const delegatedDays = 79;

const minuteMs = 60_000;

/** What the operators did day after day: mostly looks, some help, now and then something that they may not do. */
export function drawDays(demo: Demo): DemoCall[] {
  const chance = createChance(demo.seed + 12);
  const clocks = createClocks();
  const today = Math.floor(demo.now / dayMs) * dayMs;
  const calls = Array.from({ length: daysBack }, (_, index) => today - (daysBack - index) * dayMs)
    .filter((day) => !isWeekend(day))
    .flatMap((day) => drawDay(chance, demo, clocks.hourIn('Europe/Amsterdam', day, 9)));
  return [...calls, ...lately(demo)].filter(({ at }) => at < demo.now);
}

/** @param opening when the office opens that day */
function drawDay(chance: Chance, { now, accounts: { meridian, aurelia, larkfield } }: Demo, opening: number): DemoCall[] {
  const at = (): number => opening + chance.below(8 * 60) * minuteMs + chance.below(minuteMs);
  const account = chance.pick([meridian, meridian, aurelia, larkfield]);
  const calls = [
    ...Array.from({ length: 1 + chance.below(2) }, () => helpDeskCall(chance, meridian, at())).flat(),
    chance.oneIn(2)
      ? call(at(), 'pavel', ListDomains, { AccountId: account.id })
      : call(at(), 'pavel', GetAccountSettings, { AccountId: account.id }),
    call(at(), 'ana', ListUsers, { AccountId: account.id, MaxResults: 25 }),
  ];
  if (chance.oneIn(5)) calls.push(call(at(), 'pavel', ListApiKeys, { AccountId: aurelia.id }));
  if (chance.oneIn(5)) calls.push(call(at(), 'sara', ListPolicies, { Scope: 'Local' }));
  if (chance.oneIn(4)) calls.push(call(at(), 'rita', LookupEvents, { MaxResults: 10 }));
  if (chance.oneIn(6) && now - opening < delegatedDays * dayMs)
    calls.push(call(at(), delegate.userName, ListGroups, { AccountId: aurelia.id }));
  if (chance.oneIn(8)) calls.push(...leaver(chance, meridian, at()));
  if (chance.oneIn(6)) calls.push(refused(chance, { meridian, larkfield }, at()));
  return calls;
}

/** Somebody calls the help desk: found by address, then helped. */
function helpDeskCall(chance: Chance, account: DemoAccount, at: number): DemoCall[] {
  const person = chance.pick(account.people.filter(({ status, createdAt }) => status === 'Registered' && createdAt < at));
  const whom = { AccountId: account.id, UserId: person.id };
  const calls = [call(at, 'hana', GetUserByEmail, { AccountId: account.id, UserEmail: person.email })];
  if (chance.oneIn(2)) calls.push(call(at + minuteMs, 'hana', ResetPersonalPin, whom));
  else if (chance.oneIn(3)) calls.push(call(at + minuteMs, 'hana', LogoutUser, whom));
  return calls;
}

/** Suspended in the morning by mistake, and back an hour later. */
function leaver(chance: Chance, account: DemoAccount, at: number): DemoCall[] {
  const { id } = chance.pick(
    account.people.filter((person) => person.status === 'Registered' && person.userType === 'PrivateUser' && person.createdAt < at),
  );
  const whom = { AccountId: account.id, UserIdList: [id] };
  return [call(at, 'ana', SuspendUsers, whom), call(at + 45 * minuteMs, 'ana', ActivateUsers, whom)];
}

function refused(chance: Chance, { meridian, larkfield }: { meridian: DemoAccount; larkfield: DemoAccount }, at: number): DemoCall {
  const person = chance.pick(meridian.people);
  const isDenied = true;
  return chance.pick([
    call(at, 'dmitri', DeleteAccount, { AccountId: larkfield.id }, { isDenied }),
    call(at, 'hana', UpdateUserLicenses, { AccountId: meridian.id, UserIdList: [person.id], LicenseType: 'Pro' }, { isDenied }),
    call(at, 'rita', GetAccountSettings, { AccountId: meridian.id }),
    call(at, 'sara', CreateAccount, { Name: 'Sandbox' }, { isDenied }),
  ]);
}

/** Of today, so that there is something to explain. */
function lately({ now, accounts: { meridian, larkfield } }: Demo): DemoCall[] {
  const isDenied = true;
  const [person] = meridian.people;
  const UserId = person?.id ?? '';
  return [
    call(now - 95 * minuteMs, 'pavel', DeleteDomain, { AccountId: meridian.id, DomainName: 'meridian-asia.example' }, { isDenied }),
    call(now - 70 * minuteMs, 'hana', GetUser, { AccountId: meridian.id, UserId }),
    call(now - 69 * minuteMs, 'hana', SuspendUsers, { AccountId: meridian.id, UserIdList: [UserId] }, { isDenied }),
    call(now - 40 * minuteMs, 'dmitri', DeleteAccount, { AccountId: larkfield.id }, { isDenied }),
    call(now - 12 * minuteMs, 'rita', ListAccounts, {}),
    call(now - 11 * minuteMs, 'rita', LogoutUser, { AccountId: meridian.id, UserId }, { isDenied }),
  ];
}
