import { describe, expect, test } from 'vitest';
import { compilePolicy, validatePolicy, type Finding, type FindingCode, type PolicyKind } from '../src/index.ts';
import { findingTable } from '../src/finding-table.ts';
import { catalogue } from './support/catalogue.ts';
import { linted, refused, textOf, trustOf, under, type Example } from './support/findings.ts';

describe('each finding', () => {
  test('has an example here', () => {
    const covered = new Set([...Object.keys(refused), ...Object.keys(linted)]);
    expect([...covered].toSorted()).toEqual(Object.keys(findingTable).toSorted());
  });

  test.each(examplesOf(refused))('%s %#: refused, by validatePolicy and compilePolicy alike', (code, example) => {
    const { kind = 'identity', says = '' } = example;
    const text = textOf(example);
    const finding = expectFinding(text, kind, code, says);
    expect(finding?.severity).toBe('ERROR');
    expect(() => compilePolicy(text, { kind })).toThrow(expect.objectContaining({ name: 'MalformedPolicyError' }));
  });

  test.each(examplesOf(linted))('%s %#: remarked on, and accepted if the size allows', (code, example) => {
    const { kind = 'identity', says = '' } = example;
    const text = textOf(example);
    expectFinding(text, kind, code, says);
    if (!code.startsWith('POLICY_SIZE')) expect(() => compilePolicy(text, { kind })).not.toThrow();
    else expect(() => compilePolicy(text, { kind })).toThrow(expect.objectContaining({ name: 'PolicySizeError' }));
  });
});

describe('what is right passes without a word', () => {
  test.each([
    ['a plain statement', {}],
    ['a variable with a default', { with: { Action: 's3:GetObject', Resource: "arn:aws:s3:::cdr/${aws:username, 'nobody'}/*" } }],
    ['a private address', under('IpAddress', 'aws:SourceIp', ['10.0.0.0/8', 'fd00::/8'])],
    ['a set operator on a key with several values', under('ForAllValues:StringLike', 'aws:TagKeys', ['a*', 'b'])],
    [
      'a Deny with ForAllValues on a single-valued key',
      { with: { Effect: 'Deny', ...under('ForAllValues:StringEquals', 'aws:username', 'a').with } },
    ],
    [
      'a Deny that leaves an Allow something',
      {
        statements: [
          { Effect: 'Allow', Action: 'chime:*', Resource: '*' },
          { Effect: 'Deny', Action: 'chime:*', Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        ],
      },
    ],
    [
      'a Deny of what changes policies that has a condition',
      { with: { Effect: 'Deny', Action: '*', ...under('Bool', 'aws:SecureTransport', 'false').with } },
    ],
    [
      'conditions that only one value meets',
      { with: { Condition: { StringLike: { 'aws:username': 'a*' }, StringEquals: { 'aws:username': ['ana', 'bo'] } } } },
    ],
    ['a numeric operator on the epoch', under('NumericLessThan', 'aws:EpochTime', 1_767_225_600)],
    ['a string operator on an ARN', under('StringLike', 'aws:PrincipalArn', 'arn:aws:iam::*:user/*')],
    ['a literal asterisk', under('StringEquals', 'aws:username', '${*}')],
    ['an action of a service known by name only', { with: { Action: 'cloudtrail:LookupEvents' } }],
    ['a dependent action that is allowed elsewhere', { statements: [{ Action: 'chime:ConnectDirectory' }, { Action: 'ds:*' }] }],
    [
      'iam:PassRole on roles that can be counted',
      { with: { Action: 'iam:PassRole', Resource: 'arn:aws:iam::123456789012:role/Operator' } },
    ],
    [
      'iam:PassRole for one service',
      { with: { Action: 'iam:PassRole', Condition: { StringEquals: { 'iam:PassedToService': 'x' } } } },
      'INVALID_SERVICE_CONDITION_KEY',
    ],
    [
      'ARNs of every kind, with wildcards and variables where they may be',
      {
        with: {
          Action: ['iam:GetUser', 's3:GetObject', 'ds:ConnectDirectory'],
          Resource: [
            'arn:aws:iam::123456789012:user/${aws:username}',
            'arn:aws:iam:*:*:gr*',
            'arn:aws:iam::aws:policy/x',
            'arn:aws:s3:::a/b:c',
            'arn:aws:s3:eu-west-1:123456789012:accesspoint/x',
            'arn:aws:ds:*:123456789012:*',
          ],
        },
      },
    ],
    ['a condition on tags that lets requests without any pass', under('StringEqualsIfExists', 'aws:ResourceTag/team', 'red')],
    ['an Id', { text: '{"Version":"2012-10-17","Id":"ours","Statement":{"Effect":"Allow","Action":"chime:GetUser","Resource":"*"}}' }],
    ['an SCP that lets everything pass', { kind: 'scp', with: { Action: '*' } }],
    ['a trust policy', trustOf({ AWS: 'arn:aws:iam::123456789012:root', Service: 'meetings.chime.amazonaws.com' })],
  ] satisfies [string, Example, FindingCode?][])('%s', (_, example, expected?: FindingCode) => {
    const { kind = 'identity' }: Example = example;
    const codes = validatePolicy(textOf(example), { kind, catalogue }).map(({ code }) => code);
    expect(codes).toEqual(expected === undefined ? [] : [expected]);
  });

  test('without a catalogue no name of an action or service key is doubted', () => {
    const text = textOf({ with: { Action: 'acme:Do', Condition: { StringEquals: { 'acme:Key': 'a' } } } });
    expect(validatePolicy(text, { kind: 'identity' })).toEqual([]);
  });
});

describe('findings', () => {
  test('stand in the order of the text, each at its place', () => {
    const text =
      '{\n  "Version": "2012-10-17",\n  "Statement": [{\n    "Effect": "allow",\n    "Action": "ListUsers", "Resource": "x"\n  }]\n}';
    const findings = validatePolicy(text, { kind: 'identity' });
    expect(findings.map(({ code, line, column }) => [code, line, column])).toEqual([
      ['INVALID_EFFECT', 4, 15],
      ['INVALID_ACTION', 5, 15],
      ['INVALID_ARN_PREFIX', 5, 40],
    ]);
    expect(findings.map(({ offset, length }) => text.slice(offset, offset + length))).toEqual(['"allow"', '"ListUsers"', '"x"']);
  });

  test('the error thrown is the first of them', () => {
    const text = '{"Version":"2012-10-17",\n"Statement":[{"Effect":"allow","Action":"x","Resource":"*"}]}';
    expect(() => compilePolicy(text, { kind: 'identity' })).toThrow(
      expect.objectContaining({
        code: 'INVALID_EFFECT',
        line: 2,
        column: 24,
        offset: 48,
        message: 'The effect allow is not valid. Use Allow or Deny.',
      }),
    );
  });
});

test.each([
  ['chime:ListUser', ' Did you mean chime:ListUsers?'],
  ['chime:ListUsersss', ' Did you mean chime:ListUsers?'],
  ['chime:LitsUsers', ' Did you mean chime:ListUsers?'],
  ['chime:istuser', ' Did you mean chime:ListUsers?'],
  ['chime:ListUsersssss', ''],
  ['chime:LxxxUsxrs', ''],
  ['chime:Frobnicate', ''],
])('%s: the nearest name is suggested if at most three changes lead to it', (name, suggestion) => {
  const [finding] = validatePolicy(textOf({ with: { Action: name } }), { kind: 'identity', catalogue });
  expect(finding?.message).toBe(`The action ${name} does not exist.${suggestion}`);
});

describe('sizes count what is not white space', () => {
  test.each([
    ['identity', 6_144],
    ['managed', 6_144],
    ['boundary', 6_144],
    ['inline-user', 2_048],
    ['inline-role', 10_240],
    ['inline-group', 5_120],
    ['session', 2_048],
    ['scp', 5_120],
    ['trust', 2_048],
  ] as const)('%s: %i characters pass, one more does not', (kind, limit) => {
    const example: Example = kind === 'trust' ? trustOf('*') : {};
    const sized = (size: number): string => {
      const text = textOf({ ...example, with: { ...example.with, Sid: 'x' } });
      return text.replace('"x"', `"${'x'.repeat(size - text.length + 1)}"`);
    };
    const spaced = sized(limit).replaceAll(',', ' ,\n\t\r ');
    expect(() => compilePolicy(spaced, { kind })).not.toThrow();
    expect(() => compilePolicy(sized(limit + 1), { kind })).toThrow(expect.objectContaining({ limit, size: limit + 1 }));
  });
});

function expectFinding(text: string, kind: PolicyKind, code: FindingCode, says: string): Finding | undefined {
  const findings = validatePolicy(text, { kind, catalogue });
  expect(findings.map((finding) => finding.code)).toContain(code);
  const finding = findings.find((candidate) => candidate.code === code && candidate.message.includes(says));
  expect(finding?.message, code).toContain(says);
  expect(finding?.message).not.toContain('{}');
  expect(finding?.severity).toBe(findingTable[code][0]);
  return finding;
}

function examplesOf(table: Partial<Record<FindingCode, readonly Example[]>>): [FindingCode, Example][] {
  // Object.entries forgets that the keys of the table are codes.
  const entries = Object.entries(table) as [FindingCode, readonly Example[]][];
  return entries.flatMap(([code, examples]) => examples.map((example): [FindingCode, Example] => [code, example]));
}
