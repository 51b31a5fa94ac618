import { AcceptDelegate } from '../operations/chime/AcceptDelegate.ts';
import { AddDomain } from '../operations/chime/AddDomain.ts';
import { AddOrUpdateGroups } from '../operations/chime/AddOrUpdateGroups.ts';
import { CreateAccount } from '../operations/chime/CreateAccount.ts';
import { CreateApiKey } from '../operations/chime/CreateApiKey.ts';
import { InviteDelegate } from '../operations/chime/InviteDelegate.ts';
import { InviteUsers } from '../operations/chime/InviteUsers.ts';
import { UpdateAccountSettings } from '../operations/chime/UpdateAccountSettings.ts';
import { AddUserToGroup } from '../operations/iam/AddUserToGroup.ts';
import { AttachGroupPolicy } from '../operations/iam/AttachGroupPolicy.ts';
import { AttachUserPolicy } from '../operations/iam/AttachUserPolicy.ts';
import { CreateAccessKey } from '../operations/iam/CreateAccessKey.ts';
import { CreateAccountAlias } from '../operations/iam/CreateAccountAlias.ts';
import { CreateGroup } from '../operations/iam/CreateGroup.ts';
import { CreateLoginProfile } from '../operations/iam/CreateLoginProfile.ts';
import { CreatePolicy } from '../operations/iam/CreatePolicy.ts';
import { CreatePolicyVersion } from '../operations/iam/CreatePolicyVersion.ts';
import { CreateRole } from '../operations/iam/CreateRole.ts';
import { CreateUser } from '../operations/iam/CreateUser.ts';
import { dayMs, toTimestamp } from '../shapes/timestamp.ts';
import type { DemoAccount } from './accounts.ts';
import { administrator, customerPolicies, delegate, operatorGroups, operators } from './operators.ts';
import { createChance } from './chance.ts';
import { seededId } from './ids.ts';
import { delegatedDays, drawDays } from './days.ts';
import { call, type DemoCall } from './call.ts';
import type { Demo } from './site.ts';

const minuteMs = 60_000;

/** The calls that made operators and accounts, and what was set up in these since; oldest first. @param passwords by operator */
export function drawHistory(demo: Demo, passwords: ReadonlyMap<string, string>): DemoCall[] {
  const { meridian, aurelia, larkfield } = demo.accounts;
  const calls = [
    ...identityCalls(demo, passwords),
    ...[meridian, aurelia, larkfield].flatMap((account) => accountCalls(account)),
    ...arrangements(demo),
    ...drawDays(demo),
  ];
  return calls.toSorted((one, other) => one.at - other.at);
}

function identityCalls({ awsAccountId, now }: Demo, passwords: ReadonlyMap<string, string>): DemoCall[] {
  const by = administrator.userName;
  let at = now - 409 * dayMs;
  const next = (): number => (at += 2 * minuteMs);
  const arnOf = (policy: string): string => (policy.startsWith('arn:') ? policy : `arn:aws:iam::${awsAccountId}:policy/${policy}`);
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${awsAccountId}:root` }, Action: 'sts:AssumeRole' }],
  };
  return [
    call(next(), by, CreateAccountAlias, { AccountAlias: demoAlias }),
    ...[by, delegate.userName].map((own) => call(next(), own, CreateLoginProfile, { UserName: own, Password: passwords.get(own) ?? '' })),
    ...customerPolicies.map(({ name, description, document, first = document }) =>
      call(next(), by, CreatePolicy, { PolicyName: name, Description: description, PolicyDocument: written(first) }),
    ),
    ...customerPolicies
      .filter(({ first }) => first !== undefined)
      .map(({ name, document }) =>
        call(now - 33 * dayMs, 'sara', CreatePolicyVersion, {
          PolicyArn: arnOf(name),
          PolicyDocument: written(document),
          SetAsDefault: true,
        }),
      ),
    ...operatorGroups.flatMap((group) => [
      call(next(), by, CreateGroup, { GroupName: group.name }),
      call(next(), by, AttachGroupPolicy, { GroupName: group.name, PolicyArn: arnOf(group.policy) }),
    ]),
    ...operators
      .filter((operator) => operator !== administrator)
      .flatMap(({ userName, role, policies, groups, hasKey }) => [
        call(next(), by, CreateUser, { UserName: userName, Tags: [{ Key: 'role', Value: role }] }),
        call(next(), by, CreateLoginProfile, { UserName: userName, Password: passwords.get(userName) ?? '' }),
        ...policies.map((policy) => call(next(), by, AttachUserPolicy, { UserName: userName, PolicyArn: arnOf(policy) })),
        ...groups.map((group) => call(next(), by, AddUserToGroup, { UserName: userName, GroupName: group })),
        ...(hasKey ? [call(next(), by, CreateAccessKey, { UserName: userName })] : []),
      ]),
    call(next(), by, CreateRole, {
      RoleName: 'chime-auditor',
      Description: 'For auditors of other departments.',
      AssumeRolePolicyDocument: written(trust),
    }),
  ];
}

/** By which people may call the AWS account at sign-in. */
export const demoAlias = 'meridian-group';

function accountCalls({ id, name, createdAt, domains, settings }: DemoAccount): DemoCall[] {
  const by = administrator.userName;
  return [
    call(createdAt, by, CreateAccount, { Name: name }, { ids: [id] }),
    call(createdAt + 5 * minuteMs, by, UpdateAccountSettings, {
      AccountId: id,
      AccountSettings: { DisableRemoteControl: settings.disableRemoteControl, EnableDialOut: settings.enableDialOut },
    }),
    // A claim that has failed would be made anew.
    ...domains
      .filter(({ status }) => status !== 'Failed')
      .map((domain) => call(domain.created_at, by, AddDomain, { AccountId: id, DomainName: domain.name })),
  ];
}

/** What was set up in the accounts once people were there. */
function arrangements({ seed, accounts, delegateAwsAccountId, now }: Demo): DemoCall[] {
  const chance = createChance(seed + 11);
  const accepted = seededId(chance, now - (delegatedDays + 1) * dayMs);
  const { meridian, aurelia, larkfield } = accounts;
  const groups = aurelia.groups.flatMap(({ name, license, isMissing }) =>
    license && !isMissing ? [{ GroupName: name, LicenseType: license }] : [],
  );
  const by = administrator.userName;
  return [
    call(aurelia.createdAt + 3 * dayMs, 'pavel', AddOrUpdateGroups, { AccountId: aurelia.id, Groups: groups }),
    call(aurelia.createdAt + 3 * dayMs, 'pavel', CreateApiKey, { AccountId: aurelia.id, Description: 'Directory push' }),
    call(now - 40 * dayMs, 'pavel', CreateApiKey, {
      AccountId: aurelia.id,
      Description: 'Trial of a second tenant',
      ExpiresAt: toTimestamp(now - 10 * dayMs),
    }),
    call(
      now - (delegatedDays + 1) * dayMs,
      by,
      InviteDelegate,
      { AccountId: aurelia.id, DelegateAwsAccountId: delegateAwsAccountId },
      { ids: [accepted] },
    ),
    call(now - delegatedDays * dayMs, delegate.userName, AcceptDelegate, { DelegateId: accepted }),
    // A try that was taken back the day after.
    ...[true, meridian.settings.disableRemoteControl].map((DisableRemoteControl, index) =>
      call(now - (9 - index) * dayMs, 'dmitri', UpdateAccountSettings, {
        AccountId: meridian.id,
        AccountSettings: { DisableRemoteControl },
      }),
    ),
    call(now - 2 * dayMs, by, InviteDelegate, { AccountId: meridian.id, DelegateAwsAccountId: '777788889999' }),
    call(now - 4 * dayMs, by, InviteUsers, {
      AccountId: larkfield.id,
      UserEmailList: [
        'nadia.costa@larkfield.example',
        'theo.martins@larkfield.example',
        'ines.pinto@post.example',
        'hugo.barros@mail.example',
      ],
    }),
    call(now - dayMs, by, InviteUsers, {
      AccountId: larkfield.id,
      UserEmailList: ['freya.olsen@mail.example', 'omar.haddad@post.example'],
    }),
  ];
}

/** A policy as somebody writes it: a line for each thing, so that it can be read, and compared. */
function written(policy: object): string {
  return JSON.stringify(policy, undefined, 2);
}
