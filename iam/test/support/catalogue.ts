import type { Catalogue, CatalogueAction } from '../../src/index.ts';

const aliases = new Map([
  ['ListMeetingsReportData', ['ListMeetingReportData']],
  ['RetrieveDataExports', ['RetrieveDataExport']],
  ['UpdateCDRBucket', ['UpdateCDRSettings']],
]);

const dependencies = new Map([
  ['ConnectDirectory', ['ds:ConnectDirectory']],
  ['CreateCDRBucket', ['s3:CreateBucket', 's3:ListAllMyBuckets']],
]);

/** The actions of Amazon Chime as its table lists them, and those of other services that they depend on. */
export const catalogue: Catalogue = {
  services: ['cloudtrail', 'access-analyzer'],
  untaggedServices: ['chime', 'ds'],
  resourceArns: [
    ...['group/*', 'policy/*', 'role/*', 'user/*', 'root'].map((resource) => `arn:*:iam::*:${resource}`),
    'arn:*:ds:*:*:directory/*',
    'arn:*:s3:::*',
    'arn:*:s3:*:*:accesspoint/*',
  ],
  actions: [
    ...chime('List', 'ListAccountUsageReportData ListAccounts ListApiKeys ListDelegates ListDirectories ListDomains ListGroups'),
    ...chime('List', 'ListMeetingEvents ListMeetingsReportData ListUsers RetrieveDataExports ListCDRBucket'),
    ...chime('Read', 'GetAccount GetAccountResource GetAccountSettings GetAccountWithOpenIdConfig GetCDRBucket GetDomain GetMeetingDetail'),
    ...chime('Read', 'GetUser GetUserActivityReportData GetUserByEmail ValidateAccountResource'),
    ...chime('Write', 'AcceptDelegate ActivateUsers AddDomain AddOrUpdateGroups AuthorizeDirectory ConnectDirectory CreateAccount'),
    ...chime('Write', 'CreateApiKey CreateCDRBucket DeleteAccount DeleteAccountOpenIdConfig DeleteApiKey DeleteCDRBucket DeleteDelegate'),
    ...chime('Write', 'DeleteDomain DeleteGroups DisconnectDirectory InviteDelegate InviteUsers LogoutUser RenameAccount RenewDelegate'),
    ...chime('Write', 'ResetAccountResource ResetPersonalPin StartDataExport SubmitSupportRequest SuspendUsers UnauthorizeDirectory'),
    ...chime('Write', 'UpdateAccountOpenIdConfig UpdateAccountResource UpdateAccountSettings UpdateCDRBucket UpdateSupportedLicenses'),
    ...chime('Write', 'UpdateUserLicenses'),
    ...others('s3', 'CreateBucket DeleteBucket GetBucketAcl GetBucketLocation GetObject ListAllMyBuckets ListBucket PutObject'),
    ...others('ds', 'ConnectDirectory'),
    ...others('sts', 'AssumeRole GetCallerIdentity'),
    ...others('iam', 'CreateServiceLinkedRole DeleteUserPolicy DetachUserPolicy GetCredentialReport GetUser ListUsers PassRole'),
  ],
};

function chime(access: string, names: string): CatalogueAction[] {
  return names.split(' ').map((name) => ({
    service: 'chime',
    name,
    access,
    resources: [],
    aliases: aliases.get(name) ?? [],
    dependsOn: dependencies.get(name) ?? [],
  }));
}

function others(service: string, names: string): CatalogueAction[] {
  return names.split(' ').map((name) => ({ service, name, access: 'Write' }));
}
