/** A managed policy that every AWS account has from the start and that nobody can change. */
export interface AwsManagedPolicy {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly description: string;
  /** The text of version 1, the only one. */
  readonly document: string;
  readonly createdAt: number;
}

/** The Chime actions that only show something to whoever looks after people and settings. */
const chimeReadOnly = [
  'GetAccount',
  'GetAccountResource',
  'GetAccountSettings',
  'GetDomain',
  'GetUser',
  'GetUserActivityReportData',
  'GetUserByEmail',
  'ListAccountUsageReportData',
  'ListAccounts',
  'ListDelegates',
  'ListDirectories',
  'ListDomains',
  'ListGroups',
  'ListUsers',
  'ValidateAccountResource',
] as const;

/** What the user management policy adds to them. */
const chimeUserManagement = [
  'ActivateUsers',
  'GetMeetingDetail',
  'InviteUsers',
  'ListMeetingEvents',
  'ListMeetingsReportData',
  'LogoutUser',
  'ResetPersonalPin',
  'RetrieveDataExports',
  'StartDataExport',
  'SubmitSupportRequest',
  'SuspendUsers',
  'UpdateAccountSettings',
  'UpdateSupportedLicenses',
  'UpdateUserLicenses',
] as const;

/** What only full access has. */
const chimeAdministration = [
  'AcceptDelegate',
  'AddDomain',
  'AddOrUpdateGroups',
  'AuthorizeDirectory',
  'ConnectDirectory',
  'CreateAccount',
  'CreateApiKey',
  'CreateCDRBucket',
  'DeleteAccount',
  'DeleteAccountOpenIdConfig',
  'DeleteApiKey',
  'DeleteCDRBucket',
  'DeleteDelegate',
  'DeleteDomain',
  'DeleteGroups',
  'DisconnectDirectory',
  'GetAccountWithOpenIdConfig',
  'GetCDRBucket',
  'InviteDelegate',
  'ListApiKeys',
  'ListCDRBucket',
  'RenameAccount',
  'RenewDelegate',
  'ResetAccountResource',
  'UnauthorizeDirectory',
  'UpdateAccountOpenIdConfig',
  'UpdateAccountResource',
  'UpdateCDRBucket',
] as const;

/**
 * The dependent actions that Amazon's own full-access policy holds; making and deleting buckets takes a policy of your own.
 * Source: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonChimeFullAccess.html
 */
const bucketReads = [
  's3:GetBucketAcl',
  's3:GetBucketLocation',
  's3:GetBucketLogging',
  's3:GetBucketVersioning',
  's3:GetBucketWebsite',
  's3:ListAllMyBuckets',
  's3:ListBucket',
] as const;

const iamReadOnly = [
  'iam:GenerateCredentialReport',
  'iam:GenerateServiceLastAccessedDetails',
  'iam:Get*',
  'iam:List*',
  'iam:SimulateCustomPolicy',
  'iam:SimulatePrincipalPolicy',
] as const;

/** Sorted by name. */
export const awsManagedPolicies: readonly AwsManagedPolicy[] = [
  policy('ANPAIWMBCKSKIEE64ZLYK', 'AdministratorAccess', 'Provides full access to AWS services and resources.', ['*']),
  policy(
    'ANPAIUJFSAKUERNORYRWO',
    'AmazonChimeFullAccess',
    'Provides full access to Amazon Chime Admin Console via the AWS Management Console.',
    [...chime([...chimeReadOnly, ...chimeUserManagement, ...chimeAdministration]), ...bucketReads],
  ),
  policy(
    'ANPAJLBFZZFABRXVWAVCI',
    'AmazonChimeReadOnly',
    'Provides read only access to Amazon Chime Admin Console via the AWS Management Console.',
    chime(chimeReadOnly),
  ),
  policy(
    'ANPAJGLHVUHNMQPSDGSOO',
    'AmazonChimeUserManagement',
    'Provides user management access to Amazon Chime Admin Console via the AWS Management Console.',
    chime([...chimeReadOnly, ...chimeUserManagement]),
  ),
  policy('ANPAI7XKCFMBPM3QQRRVQ', 'IAMFullAccess', 'Provides full access to IAM via the AWS Management Console.', ['iam:*']),
  policy('ANPAJKSO7NDY4T57MWDSQ', 'IAMReadOnlyAccess', 'Provides read only access to IAM via the AWS Management Console.', iamReadOnly),
];

function chime(actions: readonly string[]): string[] {
  return actions.map((action) => `chime:${action}`).toSorted();
}

function policy(id: string, name: string, description: string, actions: readonly string[]): AwsManagedPolicy {
  const statement = { Effect: 'Allow', Action: actions.length === 1 ? actions[0] : actions, Resource: '*' };
  const document = JSON.stringify({ Version: '2012-10-17', Statement: [statement] }, undefined, 4);
  return { id, name, path: '/', description, document, createdAt: Date.UTC(2026, 0, 1) };
}
