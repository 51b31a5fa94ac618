import { hash } from 'node:crypto';
import type { z } from 'zod';
import { toRetention } from '../chime/retention.ts';
import { scopesOf } from '../chime/openid-output.ts';
import type { AccountResource } from '../shapes/resource.ts';
import { supportedLicenses, type AccountRow } from '../store/accounts.ts';
import { findSetting } from '../store/cdr-settings.ts';
import { asTenant, type Tx } from '../store/database.ts';
import { findConnection } from '../store/directory-connections.ts';
import { listAllDomains, type DomainRow } from '../store/domains.ts';
import { listAllLicenseGroups, type LicenseGroupRow } from '../store/license-groups.ts';
import { findOpenIdConfig } from '../store/openid-configs.ts';
import { findRetention } from '../store/retention-settings.ts';

/** An account as one declarative document. */
export type ResourceDocument = z.output<typeof AccountResource>;

/**
 * The account as it is now. Members and lists have one order, so that equal accounts are equal texts. A claim of a
 * domain that has failed is not in it: nothing follows from one.
 */
export async function readDocument(tx: Tx, account: AccountRow): Promise<ResourceDocument> {
  const domains = await listAllDomains(tx, account);
  const groups = await listAllLicenseGroups(tx, account);
  const openId = await findOpenIdConfig(tx, account.id);
  const connection = await findConnection(tx, account.id);
  const setting = await findSetting(asTenant(tx, account.aws_account_id));
  const retention = await findRetention(tx, account.id);
  return {
    Name: account.name,
    Settings: { DisableRemoteControl: account.disable_remote_control === 1, EnableDialOut: account.enable_dial_out === 1 },
    DefaultLicense: account.default_license,
    SupportedLicenses: supportedLicenses(account),
    Domains: domains.filter(isLive).map(({ name }) => name),
    Groups: uniqueGroups(account, groups).map(({ group_name, license_type }) => ({ GroupName: group_name, LicenseType: license_type })),
    SignIn: {
      ...(openId && { OpenId: { Issuer: openId.issuer, ClientId: openId.client_id, Scopes: scopesOf(openId) } }),
      ...(connection && { DirectoryId: connection.directory_id }),
    },
    ...(setting && { CDRBucketName: setting.bucket_name }),
    ...(retention && { Retention: toRetention(retention) }),
  };
}

/** What changes with everything the document shows: the beginning of its SHA-256. */
export function revisionOf(document: ResourceDocument): string {
  return hash('sha256', JSON.stringify(document)).slice(0, revisionLength);
}

/** 128 bits: two documents of one account never share them by chance. */
const revisionLength = 32;

function isLive({ status }: DomainRow): boolean {
  return status !== 'Failed';
}

/** A name may stand for a group of the directory and for one of the identity provider: shown is whichever gives licenses now. */
export function uniqueGroups({ type }: AccountRow, groups: readonly LicenseGroupRow[]): LicenseGroupRow[] {
  const first = type === 'EnterpriseDirectory' ? 'directory' : 'scim';
  const bySource = groups.toSorted((one, other) => Number(other.source === first) - Number(one.source === first));
  const byName = new Map<string, LicenseGroupRow>();
  for (const group of bySource) if (!byName.has(group.group_name)) byName.set(group.group_name, group);
  return [...byName.values()].toSorted((one, other) => (one.group_name < other.group_name ? -1 : 1));
}
