import type { z } from 'zod';
import { isSameRetention } from '../chime/retention.ts';
import { findDomainName } from '../domains/name.ts';
import type { ResourceFinding } from '../shapes/resource.ts';
import type { ResourceDocument } from './document.ts';
import type { Facts } from './facts.ts';

export type Finding = z.input<typeof ResourceFinding>;

/** What is wrong or noteworthy about a proposed document. Pure. */
export function findProblems(facts: Facts, proposed: ResourceDocument): Finding[] {
  return [
    ...nameProblems(facts, proposed),
    ...licenseProblems(facts, proposed),
    ...domainProblems(facts, proposed),
    ...groupProblems(facts, proposed),
    ...signInProblems(facts, proposed),
    ...bucketProblems(facts, proposed),
    ...retentionProblems(facts, proposed),
  ];
}

/** Whether the document can be applied: warnings do not keep it from that. */
export function isError({ Severity }: Finding): boolean {
  return Severity === 'Error';
}

function nameProblems({ isNameTaken }: Facts, { Name }: ResourceDocument): Finding[] {
  return isNameTaken
    ? [error('/Name', 'NameTaken', `This AWS account already has another Chime account named ${Name}. Choose another name.`)]
    : [];
}

function licenseProblems(facts: Facts, { DefaultLicense, SupportedLicenses, Groups }: ResourceDocument): Finding[] {
  const findings: Finding[] = [];
  if (!SupportedLicenses.includes(DefaultLicense)) {
    const message = `The DefaultLicense ${DefaultLicense} is not among the SupportedLicenses. Add it to them, or choose one of them.`;
    findings.push(error('/DefaultLicense', 'DefaultLicenseNotSupported', message));
  }
  for (const { license, count } of facts.held) {
    const users = count === 1 ? 'One user holds' : `${count} users hold`;
    const message = `${users} ${license}. Move them to another license first: with UpdateUserLicenses, or with their groups where these give it.`;
    findings.push(error('/SupportedLicenses', 'LicenseHeld', message));
  }
  // What the document itself says wrongly is found at its place.
  const said = new Set(changedGroups(facts, Groups).map(({ GroupName }) => GroupName));
  for (const { group_name, license_type } of facts.gifts) {
    if (SupportedLicenses.includes(license_type) || said.has(group_name)) continue;
    const message = `The group ${group_name} gives ${license_type}. Give it another license in Groups, or leave it out there.`;
    findings.push(error('/SupportedLicenses', 'LicenseHeld', message));
  }
  return findings;
}

/** Groups that get a license, or another one. */
function changedGroups({ current }: Facts, groups: ResourceDocument['Groups']): ResourceDocument['Groups'] {
  const before = new Map(current.Groups.map(({ GroupName, LicenseType }) => [GroupName, LicenseType]));
  return groups.filter(({ GroupName, LicenseType }) => before.get(GroupName) !== LicenseType);
}

function domainProblems(facts: Facts, { Domains }: ResourceDocument): Finding[] {
  const { current, takenDomains, unclaimable } = facts;
  const names = Domains.map((domain) => findDomainName(domain));
  const findings = names.flatMap((name, index): Finding[] => {
    const path = `/Domains/${index}`;
    const reason = name === undefined ? `${Domains[index]} is no domain name. Give a name such as example.com.` : unclaimable.get(name);
    if (name === undefined || reason !== undefined) return [error(path, 'DomainInvalid', reason ?? '')];
    if (names.indexOf(name) < index) return [error(path, 'DomainTwice', `${name} is named twice. Leave one of them out.`)];
    if (current.Domains.includes(name)) return [];
    if (takenDomains.has(name)) return [error(path, 'DomainTaken', `Domain ${name} belongs to another account, which has proved it.`)];
    return [warning(path, 'DomainUnproved', `${name} is claimed, and has then to be proved: GetDomain shows the record that proves it.`)];
  });
  return [...findings, ...removedDomains(facts, new Set(names))];
}

function removedDomains({ current, heldDomains }: Facts, kept: ReadonlySet<string | undefined>): Finding[] {
  const removed = heldDomains.filter((name) => !kept.has(name));
  const findings = removed.map((name) =>
    warning(
      '/Domains',
      'DomainInUse',
      `Whoever has an address of ${name} is signed out and loses access. A dry run of DeleteDomain tells how many they are.`,
    ),
  );
  const isLast = removed.length > 0 && removed.length === heldDomains.length;
  const way = current.SignIn.DirectoryId === undefined ? 'OpenId' : 'DirectoryId';
  if (isLast && current.SignIn[way] !== undefined) {
    const message = `The last proved domain cannot go while users sign in with ${way === 'OpenId' ? 'an identity provider' : 'a directory'}. Apply a document without SignIn/${way} first.`;
    return [...findings, error('/Domains', 'LastDomain', message)];
  }
  return findings;
}

function groupProblems(facts: Facts, { Groups, SupportedLicenses }: ResourceDocument): Finding[] {
  const { account, knownGroups } = facts;
  const names = Groups.map(({ GroupName }) => GroupName);
  const changed = new Set(changedGroups(facts, Groups));
  return Groups.flatMap((group, index): Finding[] => {
    const { GroupName, LicenseType } = group;
    const path = `/Groups/${index}`;
    if (names.indexOf(GroupName) < index) return [error(path, 'GroupTwice', `${GroupName} is named twice. Leave one of them out.`)];
    if (!changed.has(group)) return [];
    if (account.type === 'Team') {
      return [error(path, 'NoGroupsInTeam', `Account ${account.name} is a Team account, which has no groups. Have a domain proved first.`)];
    }
    if (!SupportedLicenses.includes(LicenseType)) {
      return [error(`${path}/LicenseType`, 'GroupLicenseNotSupported', `${LicenseType} is not among the SupportedLicenses.`)];
    }
    if (knownGroups.has(GroupName)) return [];
    const message = `No group is named exactly ${GroupName}. If it is new, the systems may not have synchronised yet: try again later.`;
    return [error(`${path}/GroupName`, 'GroupNotFound', message)];
  });
}

function signInProblems(facts: Facts, { SignIn: { OpenId, DirectoryId } }: ResourceDocument): Finding[] {
  const { current, directoryObstacle, account } = facts;
  const before = current.SignIn;
  if (OpenId && DirectoryId !== undefined) {
    return [error('/SignIn', 'TwoSignIns', 'An account has an identity provider or a directory, not both. Leave one of them out.')];
  }
  if (OpenId && !isSameOpenId(OpenId, before.OpenId)) {
    const message =
      'A document holds no secrets, so it cannot configure an identity provider. Call UpdateAccountOpenIdConfig, then export the document anew.';
    return [error('/SignIn/OpenId', 'OpenIdSecretNeeded', message)];
  }
  if (DirectoryId === undefined || DirectoryId === before.DirectoryId) return [];
  if (before.OpenId || before.DirectoryId !== undefined) {
    const message =
      'The directory is asked before anything changes, while users still sign in another way. Apply a document without SignIn first, then one with this directory.';
    return [error('/SignIn/DirectoryId', 'SignInNotReady', message)];
  }
  if (account.type === 'Team') {
    return [error('/SignIn/DirectoryId', 'SignInNotReady', `Account ${account.name} has no proved domain, so it has no directory.`)];
  }
  return directoryObstacle === undefined ? [] : [error('/SignIn/DirectoryId', 'DirectoryNotReady', directoryObstacle)];
}

type OpenIdSignIn = NonNullable<ResourceDocument['SignIn']['OpenId']>;

/** Scopes that are left out stay as they are. */
function isSameOpenId(one: OpenIdSignIn, other: OpenIdSignIn | undefined): boolean {
  const scopes = (given: OpenIdSignIn): string =>
    [...new Set(given.Scopes ?? other?.Scopes)]
      .filter((scope) => scope !== 'openid')
      .toSorted()
      .join(' ');
  return other !== undefined && one.Issuer === other.Issuer && one.ClientId === other.ClientId && scopes(one) === scopes(other);
}

/** What the document may show and another call decides. */
function bucketProblems({ current }: Facts, { CDRBucketName }: ResourceDocument): Finding[] {
  if (CDRBucketName === undefined || CDRBucketName === current.CDRBucketName) return [];
  const message =
    'Call detail records of all accounts of this AWS account go to one bucket. Choose it with CreateCDRBucket or UpdateCDRBucket.';
  return [error('/CDRBucketName', 'BucketOfAwsAccount', message)];
}

function retentionProblems({ account, current }: Facts, { Retention }: ResourceDocument): Finding[] {
  if (!Retention || account.type !== 'Team' || isSameRetention(Retention, current.Retention ?? {})) return [];
  const message = `Account ${account.name} is a Team account, which keeps its messages for good. Have a domain proved first.`;
  return [error('/Retention', 'RetentionNeedsEnterprise', message)];
}

export function error(Path: string, Code: Finding['Code'], Message: string): Finding {
  return { Severity: 'Error', Path, Code, Message };
}

function warning(Path: string, Code: Finding['Code'], Message: string): Finding {
  return { Severity: 'Warning', Path, Code, Message };
}
