import { isSameRetention } from '../chime/retention.ts';
import { findDomainName } from '../domains/name.ts';
import type { ResourceDocument } from './document.ts';
import type { Facts } from './facts.ts';

/** One call of the plan that turns an account into a document. */
export interface PlannedCall {
  /** Name of the operation. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly summary: string;
}

/** Groups that one call may name. */
const groupsPerCallMax = 50;

/**
 * The calls that turn the account into the document, in the order in which each of them succeeds. None = the account is
 * as the document says. Pure; a document with errors has no plan that leads to it.
 */
export function planCalls({ account, current }: Pick<Facts, 'account' | 'current'>, proposed: ResourceDocument): PlannedCall[] {
  const AccountId = account.id;
  return [
    ...planSettings(AccountId, current, proposed),
    ...planRetention(AccountId, current, proposed),
    ...planSignInEnd(AccountId, current, proposed),
    ...planGroupsEnd(AccountId, current, proposed),
    ...planLicenses(AccountId, current, proposed),
    ...planDomains(AccountId, current, proposed),
    ...planGroups(AccountId, current, proposed),
    ...planLicensesEnd(AccountId, current, proposed),
    ...planSignIn(AccountId, current, proposed),
    ...planDomainsEnd(AccountId, current, proposed),
  ];
}

type Planner = (AccountId: string, current: ResourceDocument, proposed: ResourceDocument) => PlannedCall[];

const planSettings: Planner = (AccountId, current, { Name, Settings }) => {
  const calls: PlannedCall[] = [];
  if (Name !== current.Name) {
    calls.push({ operation: 'RenameAccount', input: { AccountId, Name }, summary: `Rename the account from ${current.Name} to ${Name}.` });
  }
  const changed = (['DisableRemoteControl', 'EnableDialOut'] as const).filter(
    (setting) => Settings[setting] !== undefined && Settings[setting] !== current.Settings[setting],
  );
  if (changed.length > 0) {
    const AccountSettings = Object.fromEntries(changed.map((setting) => [setting, Settings[setting]]));
    const summary = `Set ${changed.map((setting) => `${setting} to ${Settings[setting]}`).join(' and ')}.`;
    calls.push({ operation: 'UpdateAccountSettings', input: { AccountId, AccountSettings }, summary });
  }
  return calls;
};

/** Left out, it stays: nothing is deleted or kept because of what nobody has written. */
const planRetention: Planner = (AccountId, current, { Retention }) => {
  if (!Retention || isSameRetention(Retention, current.Retention ?? {})) return [];
  const { RoomRetentionSettings, ConversationRetentionSettings } = Retention;
  const [rooms, others] = [toTime(RoomRetentionSettings?.RetentionDays), toTime(ConversationRetentionSettings?.RetentionDays)];
  const summary = `Keep messages of rooms ${rooms}, all others ${others}.`;
  return [{ operation: 'PutRetentionSettings', input: { AccountId, RetentionSettings: Retention }, summary }];
};

function toTime(days: number | undefined): string {
  return days === undefined ? 'for good' : `for ${days} ${days === 1 ? 'day' : 'days'}`;
}

/** Until groups have given another license to whom they gave one that goes, the account supports the old licenses and the new ones. */
const planLicenses: Planner = (AccountId, current, proposed) => {
  const between = needsBoth(current, proposed) ? [...proposed.SupportedLicenses, ...current.SupportedLicenses] : proposed.SupportedLicenses;
  return planLicenseChange(AccountId, current, { ...proposed, SupportedLicenses: [...new Set(between)] });
};

const planLicensesEnd: Planner = (AccountId, current, proposed) =>
  needsBoth(current, proposed) ? [toLicenseCall(AccountId, proposed)] : [];

function needsBoth({ Groups: before }: ResourceDocument, { SupportedLicenses }: ResourceDocument): boolean {
  return before.some(({ LicenseType }) => !SupportedLicenses.includes(LicenseType));
}

const planLicenseChange: Planner = (AccountId, current, proposed) => {
  const isSupported = new Set(proposed.SupportedLicenses);
  const areSame = isSupported.size === current.SupportedLicenses.length && current.SupportedLicenses.every((tier) => isSupported.has(tier));
  return areSame && proposed.DefaultLicense === current.DefaultLicense ? [] : [toLicenseCall(AccountId, proposed)];
};

function toLicenseCall(AccountId: string, { SupportedLicenses, DefaultLicense }: ResourceDocument): PlannedCall {
  const tiers = [...new Set(SupportedLicenses)];
  const summary = `Support ${tiers.join(', ')}, by default ${DefaultLicense}.`;
  return { operation: 'UpdateSupportedLicenses', input: { AccountId, SupportedLicenses: tiers, DefaultLicense }, summary };
}

const planSignInEnd: Planner = (AccountId, { SignIn: before }, { SignIn: after }) => {
  const calls: PlannedCall[] = [];
  if (before.DirectoryId !== undefined && after.DirectoryId !== before.DirectoryId) {
    calls.push({ operation: 'DisconnectDirectory', input: { AccountId }, summary: `Disconnect directory ${before.DirectoryId}.` });
  }
  if (before.OpenId && !after.OpenId) {
    const summary = `Remove the identity provider ${before.OpenId.Issuer}, its secret included.`;
    calls.push({ operation: 'DeleteAccountOpenIdConfig', input: { AccountId }, summary });
  }
  return calls;
};

const planDomains: Planner = (AccountId, { Domains: before }, { Domains: after }) =>
  [...new Set(after.map(toName))]
    .filter((name) => !before.includes(name))
    .map((name) => ({ operation: 'AddDomain', input: { AccountId, DomainName: name }, summary: `Claim ${name}.` }));

const planGroupsEnd: Planner = (AccountId, { Groups: before }, { Groups: after }) => {
  const kept = new Set(after.map(({ GroupName }) => GroupName));
  const removed = before.map(({ GroupName }) => GroupName).filter((name) => !kept.has(name));
  return toBatches(removed).map((GroupNames) => ({
    operation: 'DeleteGroups',
    input: { AccountId, GroupNames },
    summary: `Give no license any more to members of ${GroupNames.join(', ')}.`,
  }));
};

const planGroups: Planner = (AccountId, { Groups: before }, { Groups: after }) => {
  const licenses = new Map(before.map(({ GroupName, LicenseType }) => [GroupName, LicenseType]));
  const changed = after.filter(({ GroupName, LicenseType }) => licenses.get(GroupName) !== LicenseType);
  return toBatches(changed).map((Groups) => ({
    operation: 'AddOrUpdateGroups',
    input: { AccountId, Groups },
    summary: `Give a license to members of ${Groups.map(({ GroupName, LicenseType }) => `${GroupName} (${LicenseType})`).join(', ')}.`,
  }));
};

const planSignIn: Planner = (AccountId, { SignIn: before }, { SignIn: { DirectoryId } }) =>
  DirectoryId === undefined || DirectoryId === before.DirectoryId
    ? []
    : [
        {
          operation: 'ConnectDirectory',
          input: { AccountId, DirectoryId },
          summary: `Connect directory ${DirectoryId}, and bring its users over.`,
        },
      ];

const planDomainsEnd: Planner = (AccountId, { Domains: before }, { Domains: after }) => {
  const kept = new Set(after.map(toName));
  return before
    .filter((name) => !kept.has(name))
    .map((name) => ({
      operation: 'DeleteDomain',
      input: { AccountId, DomainName: name },
      summary: `Give up ${name}; whoever has an address of it loses access.`,
    }));
};

/** As it is stored; what is no domain name stays as it was written, and is an error of the document. */
function toName(domain: string): string {
  return findDomainName(domain) ?? domain;
}

function toBatches<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / groupsPerCallMax) }, (_, index) =>
    items.slice(index * groupsPerCallMax, (index + 1) * groupsPerCallMax),
  );
}
