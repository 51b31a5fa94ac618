import type { IamUser, Tenant } from './state.ts';

/** What the model's policies say on one action; undefined = nothing. */
type Say = 'allow' | 'deny' | undefined;

interface Question {
  /** `service:Action`. */
  readonly action: string;
  readonly resource: string;
  readonly userName: string;
  readonly now: number;
}

const readOnly = new Set(
  ['GetAccount', 'GetAccountSettings', 'GetUser', 'GetUserByEmail', 'ListAccounts', 'ListUsers'].map((name) => `chime:${name}`),
);
const userManagement = new Set(
  [
    'ActivateUsers',
    'InviteUsers',
    'LogoutUser',
    'ResetPersonalPin',
    'SuspendUsers',
    'UpdateAccountSettings',
    'UpdateSupportedLicenses',
    'UpdateUserLicenses',
  ].map((name) => `chime:${name}`),
);

/** The AWS managed policies in a plain reading of what they are for. */
export const managedPolicies: ReadonlyMap<string, (question: Question) => boolean> = new Map<string, (question: Question) => boolean>([
  ['AdministratorAccess', () => true],
  ['AmazonChimeFullAccess', ({ action }) => action.startsWith('chime:') || /^s3:(Get|List)/.test(action)],
  ['AmazonChimeReadOnly', ({ action }) => readOnly.has(action)],
  ['AmazonChimeUserManagement', ({ action }) => readOnly.has(action) || userManagement.has(action)],
  ['IAMFullAccess', ({ action }) => action.startsWith('iam:')],
  ['IAMReadOnlyAccess', ({ action }) => /^iam:(Get|List)/.test(action)],
]);

/** When the dated document ends: within reach of the clock's jumps. */
const deadline = Date.UTC(2026, 5, 4);

/** Inline documents and, beside each, what it means. */
export const documents: readonly { readonly text: string; says(question: Question): Say }[] = [
  {
    text: policy({ Effect: 'Allow', Action: ['chime:Get*', 'CHIME:list*'], Resource: '*' }),
    says: ({ action }) => (/^chime:(Get|List)/.test(action) ? 'allow' : undefined),
  },
  {
    text: policy({ Effect: 'Deny', Action: ['chime:Delete*', 'chime:SuspendUsers'], Resource: '*' }),
    says: ({ action }) => (/^chime:(Delete.*|SuspendUsers)$/.test(action) ? 'deny' : undefined),
  },
  {
    text: policy({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*', Condition: { StringLike: { 'aws:username': '*2' } } }),
    says: ({ action, userName }) => (!action.startsWith('iam:') && userName.endsWith('2') ? 'allow' : undefined),
  },
  {
    text: policy({
      Effect: 'Allow',
      Action: 'chime:*',
      Resource: '*',
      Condition: { DateLessThan: { 'aws:CurrentTime': new Date(deadline).toISOString() } },
    }),
    says: ({ action, now }) => (action.startsWith('chime:') && now < deadline ? 'allow' : undefined),
  },
  {
    text: policy({ Effect: 'Allow', Action: 'iam:*AccessKey*', Resource: 'arn:aws:iam::*:user/${aws:username}' }),
    says: ({ action, resource, userName }) =>
      /^iam:.*AccessKey/.test(action) && resource.endsWith(`:user/${userName}`) ? 'allow' : undefined,
  },
  {
    text: policy(
      { Effect: 'Deny', Action: '*', NotResource: '*' },
      { Effect: 'Allow', Action: 'iam:*', Resource: 'arn:aws:iam::*:user/u1' },
    ),
    says: ({ action, resource }) => (action.startsWith('iam:') && resource.endsWith(':user/u1') ? 'allow' : undefined),
  },
];

function policy(...statements: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** Texts that no policy may be. */
export const malformedDocuments = [
  '{',
  '{}',
  policy({ Effect: 'allow', Action: '*', Resource: '*' }),
  policy({ Effect: 'Allow', Action: '*', Resource: '*', Typo: 1 }),
];

/** Whether everything the call needs is allowed. @param user undefined = the administrator */
export function isAllowed(user: IamUser | undefined, questions: readonly Omit<Question, 'userName'>[]): boolean {
  if (user === undefined) return true;
  return questions.every((asked) => {
    const question = { ...asked, userName: user.name };
    const managed: Say[] = [...user.attached].map((name) => (managedPolicies.get(name)?.(question) ? 'allow' : undefined));
    const said = new Set<Say>([...managed, ...[...user.inline.values()].map((index) => documents[index]?.says(question))]);
    return said.has('allow') && !said.has('deny');
  });
}

/** The ARN an IAM operation on a user is decided on. */
export function userArn(tenant: Tenant, name: string): string {
  return `arn:aws:iam::${tenant.awsAccountId}:user/${name}`;
}
