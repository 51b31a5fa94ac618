// Everything is drawn from alphabets so small that patterns, values and requests meet all the time.

export const actions = ['chime:ListUsers', 'chime:GetUser', 'chime:CreateAccount', 's3:GetObject', 'Chime:listUSERS'];
export const actionPatterns = [
  ['*', '*:*', 'chime:*', 'chime:*User*', 'chime:?istUsers', 'chime:List*', 'chime:*User', 'chime:ListUsers?', 'CHIME:LISTUSERS'],
  ['chime:ListUsers', 'chime:GetUser', 's3:*', 's3:Get?bject', 's3:getobject', 'chime:**', 'chime:*s*s'],
].flat();

export const resources = ['*', 'arn:aws:s3:::cdr', 'arn:aws:s3:::cdr/alice/x', 'arn:aws:s3:::cdr/*/x', 'arn:aws:s3:::cdr/b:a/x'];
export const moreResources = [
  'arn:aws:iam::${aws:username}:user/x',
  'arn:aws:ds:eu-west-1:111122223333:directory/d-1',
  'arn:aws:ds:eu-west-1:999999999999:a:111122223333:directory/d-1',
];
export const resourceHeads = [
  ['arn:aws:s3:::', 'arn:aws:s3:::', 'arn:*:s3:::', 'arn:aws:s3:*:*:', 'arn:aws:ds:*:111122223333:'],
  ['arn:aws:ds:eu-*-1:*:', 'arn:aws:ds:eu-west-?:111122223333:', 'arn:aws:chime:*:*:'],
].flat();
export const resourceTails = [
  'cdr',
  'CDR',
  'cdr/*',
  'c?r/*/x',
  'cdr/alice/?',
  '*',
  'directory/*',
  'directory/d-?',
  'cdr/b:a/x',
  'cdr/${*}/x',
];
export const wholeResources = [
  '*',
  '*',
  '*',
  'arn:aws:s3:::${aws:username',
  'arn:aws:ds:*:directory/*',
  'arn:aws:iam::${aws:username}:user/x',
];

export const words = ['alice', 'bob', 'Alice', 'al', '', '*', 'red', 'a?e', 'al\n', 'é'];
const wordPatterns = [
  words,
  ['al*', '*', '?ob', '*e', 'a*i*e', '??', 'ALICE', '${*}', '${?}ob', '${$}', 'a**e', '[ab].+', '${aws:username'],
].flat();
const numbers = ['0', '1', '9', '10', '9.5', '10.0', '-1', '-0', '9007199254740993', '9007199254740992', '010', '0.1', '0.10'];
export const notNumbers = ['', 'ten', '0x10', '1e1', '1.', '.5', '1 ', '+1', '--1', '1.2.3', 'NaN', 'Infinity', '１'];
const dates = [
  ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00.500Z', '2025-12-31T19:00:00-05:00', '2026-01-01', '2026', '2026-01', '2027'],
  [
    '1767225600',
    '1767225600000',
    '1767225601',
    '2026-01-01T00:00Z',
    '2026-01-01T00:00:00',
    '2024-02-29T00:00:00Z',
    '1709164800',
    '2025-12-31T23:59:59.999999Z',
  ],
  ['99999999999', '5138-11-16T09:46:39Z', '100000000000', '1973-03-03T09:46:40Z'],
].flat();
export const notDates = [
  'tomorrow',
  '2026-02-30T00:00:00Z',
  '2026-13-01',
  '2026-01-01T24:00:00Z',
  '2026-01-01T24:00:00',
  '2026-1-1',
  '',
  '2026-01-01T00:00:00+25:00',
];
const addresses = [
  ['203.0.113.9', '203.0.113.5', '10.0.32.0', '192.168.255.1', '2001:db8::1', '2001:0DB8:0:0:0:0:0:1', '::ffff:203.0.113.9', '::1'],
  ['::ffff:cb00:7109'],
].flat();
const ranges = [
  ['203.0.113.0/24', '203.0.113.9', '203.0.113.77/24', '0.0.0.0/0', '::/0', '10.0.16.0/20', '128.0.0.0/1', '203.0.113.9/32'],
  [
    '2001:db8::/32',
    '2001:db8::1',
    '2001:db8::1/128',
    '2001:db8:0:0::/64',
    '203.0.113.8/31',
    '::1/127',
    '::ffff:203.0.113.0/120',
    '::ffff:203.0.113.0/64',
  ],
].flat();
export const notAddresses = [
  ['203.0.113', '203.0.113.256', '203.0.113.0/33', '203.0.113.0/', '::/129', '203.0.113.0/-1', 'localhost', '', '1:2:3', '203.0.113.010'],
  ['203.0.113.0/024', '::1%eth0'],
].flat();
const arns = [
  ['arn:aws:iam::111122223333:user/alice', 'arn:aws:iam::111122223333:role/ops', 'arn:aws:s3:::cdr', 'arn:aws:s3:::cdr/a:b'],
  ['arn:aws:ds:eu-west-1:999999999999:a:111122223333:directory/d-1', 'arn:aws:iam::111122223333:user/Alice'],
].flat();
const arnPatterns = [
  arns,
  ['*', 'arn:aws:iam::*:user/al*', 'arn:aws:iam::111122223333:*/ops', 'arn:*:s3:::c?r*', 'arn:aws:ds:*:111122223333:directory/*'],
  ['arn:aws:iam::111122223333:user/${aws:username}', 'arn:aws:s3:::${aws:PrincipalTag/team}', 'arn:aws:s3:::cdr/a:*', '*:*:*:*:*:*'],
].flat();
const notArns = ['', '**', 'cdr', 'arn:aws:s3', 'arn:aws:s3::cdr', 'arn:aws:s3*', 'arn:aws:*'];
const booleans = ['true', 'false', 'TRUE', 'False'];
const notBooleans = ['yes', '1', '', ' true'];
const blobs = ['QQ==', 'QQ', 'QR==', 'QUI=', 'QUJD'];
export const notBlobs = ['QQ=', '!!', 'Q', '', 'QUI-'];

/** Variables as nobody should write them. */
export const oddVariables = [
  ["${aws:username,'x'}", "${aws:username , 'x'}", '${aws:username, x}', "${aws:username, 'a}b'}", "${aws:username, 'it''s'}", '${}'],
  ['${ aws:username}', '$${aws:username}', '${${aws:username}}', '${**}', "${aws:PrincipalTag/a, b, 'x'}"],
].flat();
export const variables = [
  'aws:username',
  'AWS:UserName',
  'aws:PrincipalTag/team',
  'aws:TagKeys',
  'aws:referer',
  'chime:Parts',
  'chime:Absent',
];

/** A key with the pool its values in a request usually come from. */
export const keys = [
  ['aws:username', words],
  ['aws:PrincipalTag/team', words],
  ['aws:RequestTag/Dept', words],
  ['aws:referer', [...words, 'cdr', 'alice/x', 'b:a']],
  ['aws:TagKeys', words],
  ['aws:CalledVia', words],
  ['aws:PrincipalOrgPaths', [...words, ...arns]],
  ['aws:MultiFactorAuthAge', numbers],
  ['chime:Size', numbers],
  ['aws:EpochTime', ['1767225600', '1767225601', '1767225600000']],
  ['aws:CurrentTime', dates],
  ['aws:TokenIssueTime', dates],
  ['aws:SourceIp', addresses],
  ['aws:SecureTransport', booleans],
  ['aws:MultiFactorAuthPresent', booleans],
  ['aws:PrincipalArn', arns],
  ['aws:SourceArn', arns],
  ['chime:Blob', blobs],
  ['chime:constructor', words],
  ['chime:Parts', words],
] as const;

/** Requests send these as lists. The last is a key that nothing but the list tells to be multivalued. */
export const listKeys = ['aws:TagKeys', 'aws:CalledVia', 'aws:PrincipalOrgPaths', 'chime:Parts'];

export interface Family {
  /** Positive operators, each with its negation where it has one. */
  readonly operators: readonly (readonly [positive: string, negative?: string])[];
  readonly keys: readonly string[];
  readonly values: readonly string[];
  readonly invalid: readonly string[];
}

export const families: readonly Family[] = [
  {
    operators: [
      ['StringEquals', 'StringNotEquals'],
      ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
      ['StringLike', 'StringNotLike'],
    ],
    keys: [
      'aws:username',
      'aws:PrincipalTag/team',
      'aws:RequestTag/Dept',
      'aws:TagKeys',
      'aws:CalledVia',
      'aws:PrincipalOrgPaths',
      'chime:Parts',
    ],
    values: wordPatterns,
    invalid: ['${}', '${chime:Absent}'],
  },
  {
    operators: [
      ['NumericEquals', 'NumericNotEquals'],
      ['NumericLessThan'],
      ['NumericLessThanEquals'],
      ['NumericGreaterThan'],
      ['NumericGreaterThanEquals'],
    ],
    keys: ['aws:MultiFactorAuthAge', 'chime:Size', 'aws:EpochTime'],
    values: numbers,
    invalid: notNumbers,
  },
  {
    operators: [['DateEquals', 'DateNotEquals'], ['DateLessThan'], ['DateLessThanEquals'], ['DateGreaterThan'], ['DateGreaterThanEquals']],
    keys: ['aws:CurrentTime', 'aws:TokenIssueTime', 'aws:EpochTime'],
    values: dates,
    invalid: notDates,
  },
  { operators: [['Bool']], keys: ['aws:SecureTransport', 'aws:MultiFactorAuthPresent'], values: booleans, invalid: notBooleans },
  { operators: [['BinaryEquals']], keys: ['chime:Blob'], values: blobs, invalid: notBlobs },
  { operators: [['IpAddress', 'NotIpAddress']], keys: ['aws:SourceIp'], values: ranges, invalid: notAddresses },
  {
    operators: [
      ['ArnEquals', 'ArnNotEquals'],
      ['ArnLike', 'ArnNotLike'],
    ],
    keys: ['aws:PrincipalArn', 'aws:SourceArn', 'aws:PrincipalOrgPaths'],
    values: arnPatterns,
    invalid: notArns,
  },
];

/** Every operator except Null, as `[positive, negative]` where both exist. */
export const operatorPairs = families.flatMap(({ operators }) => operators);
