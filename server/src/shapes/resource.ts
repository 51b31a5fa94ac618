import { z } from 'zod';
import { Account, accountName, AccountSettings } from './account.ts';
import { bucketName } from './cdr.ts';
import { license } from './common.ts';
import { directoryId } from './directory.ts';
import { domainName } from './domain.ts';
import { GroupMapping } from './group.ts';
import { openIdClientId, openIdIssuer, openIdScopeList } from './open-id.ts';
import { RetentionSettings } from './retention.ts';

const OpenIdSignIn = z
  .object({ Issuer: openIdIssuer, ClientId: openIdClientId, Scopes: openIdScopeList.optional() })
  .meta({ id: 'AccountResourceOpenId' })
  .describe('Without the secret: set that with UpdateAccountOpenIdConfig.');

const SignIn = z
  .object({ OpenId: OpenIdSignIn.optional(), DirectoryId: directoryId.optional() })
  .meta({ id: 'AccountResourceSignIn' })
  .describe("At most one of the two; neither means Carillon's own login.");

/** An account as one declarative document. */
export const AccountResource = z
  .object({
    Name: accountName,
    Settings: AccountSettings,
    DefaultLicense: license,
    SupportedLicenses: Account.shape.SupportedLicenses.unwrap(),
    Domains: z.array(domainName).max(250).meta({ id: 'AccountResourceDomainList' }),
    Groups: z.array(GroupMapping).max(1000).meta({ id: 'AccountResourceGroupList' }),
    SignIn,
    CDRBucketName: bucketName.optional(),
    Retention: RetentionSettings.describe('How long messages are kept; left out, it stays as it is.').optional(),
  })
  .meta({ id: 'AccountResource' });

/** An ETag: changes with everything the document shows. */
export const revision = z.string().min(1).max(128).meta({ id: 'AccountResourceRevision' });

const findingCode = z
  .enum([
    'UnknownMember',
    'NameTaken',
    'DefaultLicenseNotSupported',
    'LicenseHeld',
    'DomainInvalid',
    'DomainTwice',
    'DomainTaken',
    'DomainUnproved',
    'DomainInUse',
    'LastDomain',
    'GroupTwice',
    'GroupNotFound',
    'GroupLicenseNotSupported',
    'NoGroupsInTeam',
    'TwoSignIns',
    'OpenIdSecretNeeded',
    'DirectoryNotReady',
    'SignInNotReady',
    'BucketOfAwsAccount',
    'RetentionNeedsEnterprise',
  ])
  .meta({ id: 'AccountResourceFindingCode' });

export const ResourceFinding = z
  .object({
    Severity: z.enum(['Error', 'Warning']).meta({ id: 'AccountResourceSeverity' }),
    Path: z.string().describe('JSON pointer into the document.'),
    Code: findingCode,
    Message: z.string(),
  })
  .meta({ id: 'AccountResourceFinding' });

/** One operation of the plan that turns the account into the document. */
export const ResourceStep = z
  .object({
    Operation: z.string(),
    Input: z.string().describe('JSON of what the operation is called with.'),
    Actions: z.array(z.string()).describe('The IAM actions it needs, dependent actions included.'),
    Summary: z.string(),
    Allowed: z.boolean().describe("Whether the caller's policies allow all of them."),
  })
  .meta({ id: 'AccountResourceStep' });
