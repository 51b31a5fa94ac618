/** An IAM user of the demonstration: one for each of those Carillon is made for. */
export interface Operator {
  readonly userName: string;
  readonly displayName: string;
  /** Whom of Carillon's readers this one stands for. */
  readonly role: string;
  /** One sentence for whoever tries it. */
  readonly can: string;
  /** Names of customer managed policies, and ARNs of AWS's own. */
  readonly policies: readonly string[];
  readonly groups: readonly string[];
  readonly hasKey: boolean;
  /** The last number of the address that this one's calls come from. */
  readonly host: number;
  readonly userAgent: string;
}

const aws = (name: string): string => `arn:aws:iam::aws:policy/${name}`;

/** The first of them sets up all the others. */
export const administrator: Operator = {
  userName: 'ana',
  displayName: 'Ana Horvat',
  role: 'IT administrator',
  can: 'may do everything',
  policies: [aws('AdministratorAccess')],
  groups: [],
  hasKey: true,
  host: 21,
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
};

export const operators: readonly Operator[] = [
  administrator,
  {
    userName: 'pavel',
    displayName: 'Pavel Novak',
    role: 'platform engineer',
    can: 'manages accounts, domains, groups, keys and licenses as code, but no users',
    policies: ['ChimeAsCode'],
    groups: [],
    hasKey: true,
    host: 34,
    userAgent: 'aws-cli/2.27.41 md/awscrt#0.26.1 ua/2.1 os/linux#6.1.0 lang/python#3.13.4',
  },
  {
    userName: 'sara',
    displayName: 'Sara Lindgren',
    role: 'security engineer',
    can: 'writes policies, simulates them and reads the event history, but changes nothing in Chime',
    policies: [aws('IAMFullAccess'), aws('AmazonChimeReadOnly'), 'Evidence'],
    groups: [],
    hasKey: true,
    host: 55,
    userAgent: 'Boto3/1.38.36 md/Botocore#1.38.36 ua/2.1 os/linux#6.1.0 lang/python#3.13.4',
  },
  {
    userName: 'dmitri',
    displayName: 'Dmitri Petrov',
    role: 'developer',
    can: 'may do everything in Chime that can be undone',
    policies: ['ChimeWithoutDeletes'],
    groups: [],
    hasKey: true,
    host: 89,
    userAgent: 'aws-sdk-js/3.826.0 ua/2.1 os/linux#6.1.0 lang/js md/nodejs#24.2.0 api/chime#3.826.0',
  },
  {
    userName: 'hana',
    displayName: 'Hana Okafor',
    role: 'help-desk operator',
    can: 'finds people, resets their PINs and signs them out',
    policies: [],
    groups: ['help-desk'],
    hasKey: true,
    host: 107,
    userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36',
  },
  {
    userName: 'rita',
    displayName: 'Rita Almeida',
    role: 'auditor',
    can: 'may look, and change nothing',
    policies: [aws('AmazonChimeReadOnly'), 'Evidence'],
    groups: [],
    hasKey: true,
    host: 142,
    userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
  },
];

/** Manages one of the accounts from another AWS account, as a delegate. */
export const delegate = {
  ...administrator,
  userName: 'noor',
  displayName: 'Noor Haddad',
  role: 'managed service provider',
  can: 'administers another AWS account, which manages Aurelia Health as a delegate',
  host: 200,
  userAgent: 'aws-cli/2.27.41 md/awscrt#0.26.1 ua/2.1 os/macos#24.5.0 lang/python#3.13.4',
} as const satisfies Operator;

interface CustomerPolicy {
  readonly name: string;
  readonly description: string;
  readonly document: object;
  /** What it allowed at first; absent = it was never changed. */
  readonly first?: object;
}

const history = allow('History', ['cloudtrail:LookupEvents', 'access-analyzer:*', 'iam:Get*', 'iam:List*', 'iam:Simulate*']);

/** The customer managed policies that operators and groups are given. */
export const customerPolicies: readonly CustomerPolicy[] = [
  {
    name: 'ChimeAsCode',
    description: 'What the pipeline that manages accounts as code needs.',
    document: policy(
      allow('Accounts', [
        'chime:CreateAccount',
        'chime:GetAccount*',
        'chime:ListAccount*',
        'chime:RenameAccount',
        'chime:UpdateAccount*',
        'chime:UpdateSupportedLicenses',
        'chime:ValidateAccountResource',
        'chime:ResetAccountResource',
      ]),
      allow('Identity', ['chime:*Domain*', 'chime:*Group*', 'chime:*ApiKey*', 'chime:*Director*', 'ds:ConnectDirectory']),
      allow('CallDetailRecords', ['chime:*CDRBucket', 's3:*']),
      { Sid: 'NeverTheLastStep', Effect: 'Deny', Action: ['chime:DeleteAccount', 'chime:DeleteDomain'], Resource: '*' },
    ),
  },
  {
    name: 'Evidence',
    description: 'Reading what happened: the event history, reports, and the analysis of policies.',
    first: policy(history),
    document: policy(
      history,
      allow('Reports', ['chime:*Report*', 'chime:ListMeetingEvents', 'chime:GetMeetingDetail', 'chime:RetrieveDataExports']),
    ),
  },
  {
    name: 'ChimeWithoutDeletes',
    description: 'Everything in Chime that can be undone.',
    document: policy(allow('Chime', ['chime:*', 's3:*']), {
      Sid: 'NoDeletes',
      Effect: 'Deny',
      Action: ['chime:Delete*', 'chime:ResetAccountResource'],
      Resource: '*',
    }),
  },
  {
    name: 'HelpDesk',
    description: 'Find a person, reset a PIN, sign somebody out: from the office.',
    document: policy(
      allow('Find', ['chime:ListAccounts', 'chime:GetAccount', 'chime:ListUsers', 'chime:GetUser', 'chime:GetUserByEmail']),
      allow('Help', ['chime:ResetPersonalPin', 'chime:LogoutUser', 'chime:SubmitSupportRequest']),
    ),
  },
];

/** IAM groups, and the customer managed policies attached to them. */
export const operatorGroups = [{ name: 'help-desk', policy: 'HelpDesk' }] as const;

function policy(...statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

function allow(sid: string, actions: readonly string[]): object {
  return { Sid: sid, Effect: 'Allow', Action: actions, Resource: '*' };
}
