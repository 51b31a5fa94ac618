import type { FindingCode, PolicyKind } from '../../src/index.ts';

/** An example of each finding: what is changed in a plain statement (undefined removes an element), or a whole text. */
export interface Example {
  readonly with?: Readonly<Record<string, unknown>>;
  readonly statements?: readonly object[];
  readonly text?: string;
  readonly kind?: PolicyKind;
  readonly version?: string | undefined;
  /** Part of the message. */
  readonly says?: string;
}

/** A condition of one operator, key and value. */
export const under = (operator: string, key: string, value: unknown): Example => ({
  with: { Condition: { [operator]: { [key]: value } } },
});
/** A trust policy with this Principal. */
export const trustOf = (principal: unknown, element = 'Principal', effect = 'Allow'): Example => ({
  kind: 'trust',
  with: { Effect: effect, Action: 'sts:AssumeRole', Resource: undefined, [element]: principal },
});
const tagged = under('StringEquals', 'aws:ResourceTag/team', 'red');
const long = { Sid: 'A'.repeat(11_000) };

/** What IAM refuses when a policy is written. */
export const refused: Partial<Record<FindingCode, readonly Example[]>> = {
  DATA_TYPE_MISMATCH: [
    { with: { Effect: 1 }, says: 'String' },
    { with: { Action: [['chime:*']] } },
    { with: { Resource: null } },
    { with: { Sid: {} } },
    { with: { Condition: [] }, says: 'Object' },
    { with: { Condition: { Bool: true } }, says: 'Object' },
    { ...under('Bool', 'aws:SecureTransport', null), says: 'String' },
    under('Bool', 'aws:SecureTransport', { a: 1 }),
    { ...under('StringEquals', 'aws:username', [['ana']]), says: 'String' },
    { text: '[]', says: 'Object' },
    { text: '{"Statement":["chime:*"]}', says: 'Object' },
    { text: '{"Version":2012,"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}' },
    { text: '{"Id":1,"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}' },
    trustOf({ AWS: 123_456_789_012 }),
  ],
  INVALID_ACTION: [
    { with: { Action: 'ListUsers' }, says: 'vendor' },
    { with: { Action: ':ListUsers' } },
    { with: { Action: 'chime:' } },
    { with: { Action: '' } },
    { ...trustOf('*'), with: { ...trustOf('*').with, Action: 'chime:*' }, says: 'STS' },
  ],
  INVALID_ARN_PREFIX: [
    { with: { Resource: 'bucket' } },
    { with: { Resource: '' } },
    { with: { Resource: ['*', '**'] } },
    { with: { NotResource: 'ARN:aws:s3:::a', Resource: undefined } },
  ],
  INVALID_CONDITION_KEY_FORMAT: [
    under('StringEquals', 'username', 'a'),
    under('StringEquals', 'aws:', 'a'),
    under('StringEquals', '', 'a'),
  ],
  INVALID_CONDITION_OPERATOR: [
    under('StringMatches', 'aws:username', 'a'),
    under('ForSomeValue:StringEquals', 'aws:username', 'a'),
    under('StringEqualsIfExistsIfExists', 'aws:username', 'a'),
    under('IfExists', 'aws:username', 'a'),
    under('ForAllValues:', 'aws:username', 'a'),
    under('BinaryNotEquals', 'aws:username', 'a'),
  ],
  INVALID_EFFECT: [{ with: { Effect: 'allow' } }, { with: { Effect: '' } }],
  INVALID_POLICY_ELEMENT: [
    { with: { effect: 'Allow' } },
    { with: { Comment: 'x' } },
    { text: '{"statement":[],"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}' },
    { ...trustOf('*'), with: { ...trustOf('*').with, Resource: '*' }, says: 'Resource' },
  ],
  INVALID_PRINCIPAL_FORMAT: [trustOf('123456789012'), trustOf([])],
  INVALID_PRINCIPAL_KEY: [trustOf({ aws: '*' }), trustOf({ User: 'ana' })],
  INVALID_VERSION: [{ version: '2012-10-18' }, { version: '' }],
  JSON_SYNTAX_ERROR: [{ text: '{' }, { text: '' }],
  MISSING_ACTION: [{ with: { Action: undefined } }],
  MISSING_ARN_FIELD: [{ with: { Resource: 'arn:aws:s3' } }, { with: { Resource: 'arn:aws:s3:::'.slice(0, -1) } }],
  MISSING_EFFECT: [{ with: { Effect: undefined } }],
  MISSING_PRINCIPAL: [{ kind: 'trust', with: { Action: 'sts:AssumeRole', Resource: undefined } }],
  MISSING_RESOURCE: [{ with: { Resource: undefined } }],
  MISSING_STATEMENT: [{ statements: [] }, { text: '{}' }],
  NULL_WITH_IF_EXISTS: [under('NullIfExists', 'aws:username', 'true')],
  SCP_SYNTAX_ERROR_PRINCIPAL: [{ kind: 'scp', with: { Principal: '*' } }],
  UNIQUE_SIDS_REQUIRED: [{ statements: [{ Sid: 'A' }, { Sid: 'A', Action: 'chime:GetUser' }] }],
  UNSUPPORTED_ELEMENT_COMBINATION: [
    { with: { NotAction: 'chime:*' }, says: 'Action and NotAction' },
    { with: { NotResource: '*' } },
    { ...trustOf('*'), with: { ...trustOf('*').with, NotPrincipal: '*' }, says: 'Principal and NotPrincipal' },
  ],
  UNSUPPORTED_PRINCIPAL: [{ with: { Principal: '*' } }, { with: { NotPrincipal: '*' } }, { kind: 'session', with: { Principal: '*' } }],
  UNSUPPORTED_SID: [{ with: { Sid: 'has space' } }, { with: { Sid: 'é' } }],
};

/** What is only remarked on. */
export const linted: Partial<Record<FindingCode, readonly Example[]>> = {
  ACTION_ALIAS: [{ with: { Action: 'chime:RetrieveDataExport' }, says: 'chime:RetrieveDataExports' }],
  ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: [
    { with: { ...tagged.with, NotAction: 'iam:*', Action: undefined }, says: 'aws:ResourceTag/team' },
  ],
  ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: [
    { ...tagged, says: 'the following prefixes does not affect the policy: chime.' },
    { with: { ...tagged.with, Action: ['chime:Get*', 'ds:*', 'iam:GetUser'] }, says: 'chime, ds' },
  ],
  ALLOW_WITH_NOT_PRINCIPAL: [trustOf({ AWS: '123456789012' }, 'NotPrincipal')],
  ARN_ACCOUNT_NOT_ALLOWED: [{ with: { Action: 's3:*', Resource: 'arn:aws:s3::123456789012:bucket' }, says: 'service s3' }],
  ARN_REGION_NOT_ALLOWED: [
    { with: { Action: 'iam:GetUser', Resource: 'arn:aws:iam:us-east-1:123456789012:user/ana' }, says: 'service iam' },
    { with: { Action: 's3:*', Resource: 'arn:aws:s3:us-east-1::bucket' } },
    { with: { Action: 'iam:GetUser', Resource: 'arn:aws:iam:us-*:123456789012:u*' } },
  ],
  CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE: [
    { with: { Action: undefined, NotAction: 'chime:*', Resource: undefined, NotResource: 'arn:aws:s3:::a' } },
  ],
  CREATE_SLR_WITH_NOT_RESOURCE: [{ with: { Action: 'iam:CreateServiceLinkedRole', Resource: undefined, NotResource: 'arn:aws:s3:::a' } }],
  CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE: [{ with: { Action: 'iam:*', Resource: undefined, NotResource: 'arn:aws:s3:::a' } }],
  CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE: [{ with: { Action: '*' } }],
  CREATE_SLR_WITH_STAR_IN_RESOURCE: [{ with: { Action: 'iam:CreateServiceLinkedRole' } }],
  CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION: [{ with: { Action: undefined, NotAction: 'chime:*' } }],
  DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: [
    { with: { ...tagged.with, Effect: 'Deny', NotAction: 'iam:*', Action: undefined } },
  ],
  DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: [{ with: { ...tagged.with, Effect: 'Deny', Action: 'chime:Get*' }, says: 'chime' }],
  DEPRECATED_GLOBAL_CONDITION_KEY: [under('ArnLike', 'aws:ARN', 'arn:aws:iam::123456789012:user/a')],
  DUPLICATE_KEYS_WITH_DIFFERENT_CASE: [{ with: { Condition: { StringEquals: { 'aws:username': 'a', 'aws:UserName': 'b' } } } }],
  EMPTY_ARRAY_ACTION: [{ with: { Action: [] } }],
  EMPTY_ARRAY_CONDITION: [under('StringEquals', 'aws:username', [])],
  EMPTY_ARRAY_CONDITION_FORALLVALUES: [under('ForAllValues:StringEquals', 'aws:TagKeys', [])],
  EMPTY_ARRAY_CONDITION_FORANYVALUE: [under('ForAnyValue:StringEquals', 'aws:TagKeys', [])],
  EMPTY_ARRAY_CONDITION_IFEXISTS: [under('StringEqualsIfExists', 'aws:username', [])],
  EMPTY_ARRAY_PRINCIPAL: [trustOf({ AWS: [] })],
  EMPTY_ARRAY_RESOURCE: [{ with: { Resource: [] } }],
  EMPTY_OBJECT_CONDITION: [{ with: { Condition: {} } }],
  EMPTY_OBJECT_PRINCIPAL: [trustOf({})],
  EMPTY_SID_VALUE: [{ with: { Sid: '' } }],
  EMPTY_VARIABLE: [{ with: { Resource: 'arn:aws:s3:::${}' } }, { with: { Resource: 'arn:aws:s3:::${aws:username, ana}${}' } }],
  FORALLVALUES_WITH_SINGLE_VALUED_KEY: [under('ForAllValues:StringEquals', 'aws:username', 'a')],
  IMPROVE_IP_RANGE: [{ ...under('IpAddress', 'aws:SourceIp', '203.0.113.77/24'), says: '203.0.113.0/24' }],
  INVALID_ACTION: [
    { with: { Action: 'chime:ListUser' }, says: 'Did you mean chime:ListUsers?' },
    { with: { Action: 'chime:Frobnicate*' } },
    { with: { Action: 'chime:ListUsers,GetUser' } },
  ],
  INVALID_ARN_ACCOUNT: [{ with: { Resource: 'arn:aws:ds:eu-west-1:1234:directory/d' } }],
  INVALID_ARN_RESOURCE: [
    { with: { Action: 'iam:GetUser', Resource: 'arn:aws:iam::123456789012:users/ana' } },
    { with: { Action: 'iam:GetUser', Resource: 'arn:aws:iam::123456789012:roots' } },
    { with: { Action: 'iam:GetUser', Resource: 'arn:aws:iam::123456789012:usr${aws:username}' } },
  ],
  INVALID_ARN_SERVICE_CASE: [{ with: { Action: 's3:*', Resource: 'arn:aws:S3:::a' } }],
  INVALID_CONDITION_DATA_TYPE: [under('StringEquals', 'aws:username', ['a', 1])],
  INVALID_CONDITION_MULTIPLE_BOOLEAN: [under('Bool', 'aws:SecureTransport', ['true', 'false'])],
  INVALID_DATE_VALUE: [
    under('DateLessThan', 'aws:CurrentTime', '1767225600'),
    under('DateLessThan', 'aws:CurrentTime', '2026-01-01T00:00:00'),
  ],
  INVALID_GLOBAL_CONDITION_KEY: [under('StringEquals', 'aws:NoSuchKey', 'a'), under('StringEquals', 'aws:username/x', 'a')],
  INVALID_PARTITION: [{ with: { Resource: 'arn:amazon:s3:::a' } }],
  INVALID_ROLE_REFERENCE: [{ ...trustOf({ AWS: 'AROAEXAMPLE0000000001' }), says: 'role ID AROAEXAMPLE0000000001' }],
  INVALID_SERVICE: [{ ...under('StringEquals', 'chimee:Key', 'a'), says: 'service chimee' }],
  INVALID_SERVICE_CONDITION_KEY: [{ ...under('StringEquals', 'chime:AccountId', 'a'), says: 'chime service' }],
  INVALID_SERVICE_IN_ACTION: [{ with: { Action: 'chimee:ListUsers' }, says: 'Did you mean chime?' }],
  INVALID_SERVICE_PRINCIPAL_FORMAT: [
    { ...under('StringEquals', 'aws:PrincipalServiceName', 'chime'), says: 'principal chime does not' },
    under('ForAnyValue:StringEquals', 'aws:CalledVia', ['s3.amazonaws.com', 's3']),
  ],
  INVALID_USER_REFERENCE: [{ ...trustOf({ AWS: ['AIDAEXAMPLE0000000001'] }), says: 'user ID AIDAEXAMPLE0000000001' }],
  INVALID_VARIABLE_FOR_OPERATOR: [under('NumericEquals', 'aws:MultiFactorAuthAge', '${aws:username}')],
  MISSING_ARN_FIELD: [{ with: { Action: 's3:*', Resource: 'arn:aws:s3:*' } }],
  MISSING_ARN_REGION: [{ with: { Action: 'ds:*', Resource: 'arn:aws:ds::123456789012:directory/d' }, says: 'ds resource' }],
  MISSING_BRACE_IN_VARIABLE: [{ with: { Resource: 'arn:aws:s3:::${aws:username' } }],
  MISSING_DEPENDENT_ACTION: [
    { with: { Action: 'chime:CreateCDRBucket' }, says: 's3:CreateBucket and s3:ListAllMyBuckets' },
    { with: { Action: ['chime:CreateCDRBucket', 's3:List*'] }, says: 'needs s3:CreateBucket,' },
  ],
  LOCKS_OUT_LAST_ADMINISTRATOR: [
    { with: { Effect: 'Deny', Action: '*' } },
    { with: { Effect: 'Deny', Action: 'iam:De*' } },
    { with: { Effect: 'Deny', NotAction: 'chime:*', Action: undefined }, kind: 'scp' },
    {
      statements: [
        { Effect: 'Deny', Action: 'iam:Detach*', Resource: '*' },
        { Effect: 'Deny', Action: 'iam:Delete*', Resource: '*', Condition: { Null: { 'aws:username': ['true', 'false'] } } },
      ],
    },
  ],
  MISSING_QUALIFIER: [under('StringEquals', 'aws:TagKeys', 'a')],
  MISSING_QUOTE_IN_VARIABLE: [
    { with: { Resource: 'arn:aws:s3:::${aws:username, ana}' } },
    under('StringEquals', 'aws:Referer', "}${aws:username, 'ana}"),
  ],
  MISSING_TAG_KEY_IN_CONDITION: [
    { ...under('StringEquals', 'aws:PrincipalTag', 'a'), says: 'aws:PrincipalTag/tag-key' },
    { ...under('StringEquals', 'aws:RequestTag/', 'a'), says: 'aws:RequestTag/tag-key' },
  ],
  MISSING_VERSION: [{ version: undefined }],
  NULL_WITH_QUALIFIER: [under('ForAnyValue:Null', 'aws:TagKeys', 'true')],
  PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE: [
    { with: { Action: undefined, NotAction: 'chime:*', Resource: undefined, NotResource: 'arn:aws:s3:::a' } },
  ],
  PASS_ROLE_WITH_NOT_RESOURCE: [{ with: { Action: 'iam:PassRole', Resource: undefined, NotResource: 'arn:aws:s3:::a' } }],
  PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE: [{ with: { Action: 'iam:Pass*', Resource: undefined, NotResource: 'arn:aws:s3:::a' } }],
  PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE: [{ with: { Action: '*' } }],
  PASS_ROLE_WITH_STAR_IN_RESOURCE: [
    { with: { Action: 'iam:PassRole' } },
    { with: { Action: 'iam:PassRole', Resource: 'arn:aws:iam::123456789012:role/*' } },
  ],
  PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION: [{ with: { Action: undefined, NotAction: 'chime:*' } }],
  POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA: [{ with: long }],
  POLICY_SIZE_EXCEEDS_QUOTA: [{ ...trustOf('*'), with: { ...trustOf('*').with, ...long } }],
  POLICY_SIZE_EXCEEDS_SCP_QUOTA: [{ with: long, kind: 'scp' }],
  REDUNDANT_ACTION: [
    { with: { Action: ['chime:Get*', 'chime:GetUser'] }, says: 'chime:GetUser' },
    { with: { Action: ['chime:GetUser', 'CHIME:getuser'] }, says: 'CHIME:getuser' },
    { with: { Action: ['chime:Get*', '*'] } },
  ],
  REDUNDANT_CONDITION_VALUE_NUM: [
    { ...under('NumericLessThan', 'aws:MultiFactorAuthAge', ['1', '2']), says: 'greatest' },
    { ...under('NumericGreaterThanEquals', 'aws:MultiFactorAuthAge', ['1', '2']), says: 'least' },
  ],
  REDUNDANT_RESOURCE: [{ with: { Action: 's3:*', Resource: ['arn:aws:s3:::a*', 'arn:aws:s3:::ab'] } }],
  REDUNDANT_STATEMENT: [{ statements: [{ Sid: 'A' }, { Sid: 'B' }] }],
  RESOURCE_NOT_APPLICABLE: [{ with: { Action: 'chime:GetUser', Resource: 'arn:aws:chime::123456789012:user/x' } }],
  SHADOWED_BY_DENY: [
    {
      statements: [
        { Effect: 'Allow', Action: 'chime:GetUser', Resource: '*', Condition: { IpAddress: { 'aws:SourceIp': '10.1.0.0/16' } } },
        { Sid: 'NoInside', Effect: 'Deny', Action: 'chime:*', Resource: '*', Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } },
      ],
      says: 'the statement NoInside of this policy',
    },
    {
      statements: [
        { Effect: 'Allow', Action: ['chime:GetUser', 'iam:GetUser'], Resource: '*' },
        { Effect: 'Deny', Action: 'chime:GetUser', Resource: '*' },
        { Effect: 'Deny', Action: 'iam:*', Resource: '*' },
      ],
      says: 'statement 2 together with statement 3',
    },
  ],
  STATEMENT_NEVER_MATCHES: [
    { with: { Condition: { StringEquals: { 'aws:username': 'ana' }, StringLike: { 'aws:username': 'b*' } } }, says: 'contradict' },
    {
      with: { Condition: { NumericLessThan: { 'aws:MultiFactorAuthAge': '10' }, NumericGreaterThan: { 'aws:MultiFactorAuthAge': '10' } } },
    },
    { with: { Condition: { Null: { 'aws:TokenIssueTime': 'true' }, DateLessThan: { 'aws:TokenIssueTime': '2026-01-01' } } } },
    { with: { Condition: { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'a' }, 'ForAllValues:StringEquals': { 'aws:TagKeys': 'b' } } } },
    { with: { NotAction: '*', Action: undefined }, says: 'NotAction' },
    { with: { NotResource: '*', Resource: undefined }, says: 'NotResource' },
  ],
  TYPE_MISMATCH: [
    { ...under('NumericEquals', 'aws:username', '1'), says: 'String instead of operator NumericEquals' },
    under('StringEquals', 'aws:SourceIp', '10.0.0.1'),
    under('StringEquals', 'aws:SecureTransport', 'true'),
  ],
  TYPE_MISMATCH_BOOLEAN: [under('Bool', 'aws:SecureTransport', 'yes'), under('Null', 'aws:username', '1')],
  TYPE_MISMATCH_DATE: [under('DateLessThan', 'aws:CurrentTime', 'tomorrow')],
  TYPE_MISMATCH_IP_RANGE: [under('NotIpAddress', 'aws:SourceIp', '10.0.0.0/33')],
  TYPE_MISMATCH_NUMBER: [under('NumericEquals', 'aws:MultiFactorAuthAge', '0x10')],
  TYPE_MISMATCH_STRING: [under('BinaryEquals', 'app:Blob', '***')],
  UNSUPPORTED_SPACE_IN_VARIABLE: [{ with: { Resource: 'arn:aws:s3:::${ aws:username }' } }],
  UNSUPPORTED_SYMBOL_IN_VARIABLE: [{ with: { Resource: 'arn:aws:s3:::${aws:user*}' } }],
  UNSUPPORTED_WILDCARD_IN_PRINCIPAL: [trustOf({ AWS: 'arn:aws:iam::123456789012:user/*' })],
  VARIABLE_UNSUPPORTED_IN_ELEMENT: [
    { with: { Action: 'chime:${aws:username}' } },
    { with: { Action: 's3:*', Resource: 'arn:aws:s3::${aws:PrincipalAccount}:a' } },
  ],
  VARIABLE_UNSUPPORTED_IN_VERSION: [{ version: '2008-10-17', with: { Resource: 'arn:aws:s3:::${aws:username}' } }],
  WILDCARD_IN_SERVICE_NAME: [{ with: { Resource: 'arn:aws:*code*::123456789012:x' } }],
  WILDCARD_WITHOUT_LIKE_OPERATOR: [under('StringEquals', 'aws:username', 'a*'), under('StringNotEqualsIgnoreCase', 'aws:username', 'a?')],
};

/** The policy text of an example. */
export function textOf(example: Example): string {
  if (example.text !== undefined) return example.text;
  const plain = { Effect: 'Allow', Action: 'chime:ListUsers', Resource: '*' };
  const statements = example.statements?.map((changes) => ({ ...plain, ...changes })) ?? [{ ...plain, ...example.with }];
  const version = 'version' in example ? example.version : '2012-10-17';
  return JSON.stringify({ Version: version, Statement: statements });
}
