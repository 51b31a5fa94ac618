import { describe, expect, test } from 'vitest';
import { bindLayers, compilePolicy, evaluate, type CompiledPolicy } from '../src/index.ts';
import { parseTemplate } from '../src/variables.ts';
import { covers, decideBy, holds, policyText } from './support/decide.ts';

const ana = { 'aws:username': 'ana', 'aws:PrincipalTag/team': 'blue' };

describe('variables in Resource', () => {
  test.each([
    ['arn:aws:s3:::cdr/${aws:username}/*', 'arn:aws:s3:::cdr/ana/x', true],
    ['arn:aws:s3:::cdr/${AWS:UserName}/*', 'arn:aws:s3:::cdr/ana/x', true],
    ['arn:aws:s3:::cdr/${aws:username}', 'arn:aws:s3:::cdr/bo', false],
    ['arn:aws:s3:::${aws:PrincipalTag/team}-${aws:username}', 'arn:aws:s3:::blue-ana', true],
    ['arn:aws:s3:::cdr/${aws:userid}', 'arn:aws:s3:::cdr/', false],
    ['arn:aws:s3:::cdr/${aws:userid}', 'arn:aws:s3:::cdr/${aws:userid}', false],
    ["arn:aws:s3:::cdr/${aws:userid, 'nobody'}", 'arn:aws:s3:::cdr/nobody', true],
    ["arn:aws:s3:::cdr/${aws:userid,'nobody'}", 'arn:aws:s3:::cdr/nobody', true],
    ["arn:aws:s3:::cdr/${aws:username, 'nobody'}", 'arn:aws:s3:::cdr/nobody', false],
    ["arn:aws:s3:::cdr/${aws:userid, ''}", 'arn:aws:s3:::cdr/', true],
    ["arn:aws:s3:::cdr/${aws:userid, '*'}", 'arn:aws:s3:::cdr/x', false],
    ["arn:aws:s3:::cdr/${aws:userid, 'a}b'}", 'arn:aws:s3:::cdr/a}b', true],
    ["arn:aws:s3:::cdr/${aws:userid, 'a,b'}", 'arn:aws:s3:::cdr/a,b', true],
    ['arn:aws:s3:::cdr/${aws:userid, nobody}', 'arn:aws:s3:::cdr/nobody', false],
    ['arn:aws:s3:::cdr/${*}', 'arn:aws:s3:::cdr/*', true],
    ['arn:aws:s3:::cdr/${*}', 'arn:aws:s3:::cdr/x', false],
    ['arn:aws:s3:::cdr/${?}', 'arn:aws:s3:::cdr/x', false],
    ['arn:aws:s3:::cdr/${$}{aws:username}', 'arn:aws:s3:::cdr/${aws:username}', true],
    ['arn:aws:s3:::cdr/${aws:username', 'arn:aws:s3:::cdr/${aws:username', true],
    ['arn:aws:s3:::cdr/$x', 'arn:aws:s3:::cdr/$x', true],
    ['arn:aws:s3:::cdr/${}', 'arn:aws:s3:::cdr/', false],
    ['arn:aws:ds:${aws:username}:1:d/x', 'arn:aws:ds:ana:1:d/x', false],
    ['arn:aws:ds:${*}:1:d/x', 'arn:aws:ds:*:1:d/x', true],
  ])('%s covers %s: %s', (resource, requested, expected) => {
    expect(covers(resource, requested, ana)).toBe(expected);
  });

  test('what is put in is literal, also where a caller chose it', () => {
    expect(covers('arn:aws:s3:::cdr/${aws:referer}/x', 'arn:aws:s3:::cdr/ana/x', { 'aws:referer': '*' })).toBe(false);
    expect(covers('arn:aws:s3:::cdr/${aws:referer}', 'arn:aws:s3:::cdr/a', { 'aws:referer': '?' })).toBe(false);
    expect(covers('arn:aws:s3:::cdr/${aws:referer}', 'arn:aws:s3:::cdr/ana', { ...ana, 'aws:referer': '${aws:username}' })).toBe(false);
  });

  test('a key with several values cannot be a variable; a default does not stand in for it', () => {
    expect(covers('arn:aws:s3:::cdr/${aws:TagKeys}', 'arn:aws:s3:::cdr/a', { 'aws:TagKeys': ['a'] })).toBe(false);
    expect(covers("arn:aws:s3:::cdr/${aws:TagKeys, 'b'}", 'arn:aws:s3:::cdr/b', { 'aws:TagKeys': ['a'] })).toBe(false);
    expect(covers("arn:aws:s3:::cdr/${aws:TagKeys, 'b'}", 'arn:aws:s3:::cdr/b', {})).toBe(true);
  });

  test('a Deny on NotResource with an unresolved variable spares nothing', () => {
    const text = policyText([
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::cdr/${aws:username}' },
    ]);
    expect(decideBy(text, { resource: 'arn:aws:s3:::cdr/ana' }).decision).toBe('explicitDeny');
    expect(decideBy(text, { resource: 'arn:aws:s3:::cdr/ana', context: ana }).decision).toBe('allowed');
  });
});

describe('variables in conditions', () => {
  test('wildcards are plain characters to an operator without patterns', () => {
    for (const [wanted, given] of [
      ['a?', 'a?'],
      ['a*', 'a*'],
    ] as const) {
      expect(holds({ StringEquals: { 'aws:username': wanted } }, { 'aws:username': given })).toBe(true);
      expect(holds({ StringEquals: { 'aws:username': wanted } }, { 'aws:username': 'a' })).toBe(false);
    }
  });

  test('are variables in a policy of 2012 and literal text in one of 2008, although both say the same', () => {
    const wants = { StringEquals: { 'aws:username': '${aws:userid}' } };
    const compile = (Action: string, version: string): CompiledPolicy =>
      compilePolicy(policyText({ Effect: 'Allow', Action, Resource: '*', Condition: wants }, version), { kind: 'identity' });
    const identity = [compile('chime:GetUser', '2008-10-17'), compile('chime:ListUsers', '2012-10-17')];
    const asked = (action: string, username: string): string =>
      evaluate(bindLayers({ scp: [], identity }), { action, resource: '*', context: { 'aws:username': username, 'aws:userid': 'ana' } })
        .decision;
    expect([asked('chime:GetUser', '${aws:userid}'), asked('chime:GetUser', 'ana')]).toEqual(['allowed', 'implicitDeny']);
    expect([asked('chime:ListUsers', '${aws:userid}'), asked('chime:ListUsers', 'ana')]).toEqual(['implicitDeny', 'allowed']);
  });

  const context = { ...ana, 'aws:PrincipalTag/owner': 'ana', 'aws:PrincipalArn': 'arn:aws:iam::123456789012:user/ana' };

  test.each([
    ['StringEquals', 'aws:PrincipalTag/owner', '${aws:username}', true],
    ['StringEquals', 'aws:PrincipalTag/owner', '${aws:userid}', false],
    ['StringNotEquals', 'aws:PrincipalTag/owner', '${aws:username}', false],
    ['StringNotEquals', 'aws:PrincipalTag/owner', '${aws:userid}', true],
    ['StringNotEqualsIfExists', 'aws:PrincipalTag/owner', '${aws:userid}', true],
    ['StringEqualsIgnoreCase', 'aws:PrincipalTag/owner', '${aws:username}', true],
    ['StringLike', 'aws:PrincipalTag/owner', '${aws:username}*', true],
    ['StringLike', 'aws:PrincipalTag/owner', '${*}', false],
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:user/${aws:username}', true],
    ['ArnEquals', 'aws:PrincipalArn', '${aws:PrincipalArn}', true],
    ['ArnNotLike', 'aws:PrincipalArn', 'arn:aws:iam::*:user/${aws:userid}', true],
    ['ArnNotLike', 'aws:PrincipalArn', 'arn:aws:iam::*:user/${aws:username}', false],
    ['ArnNotEquals', 'aws:PrincipalArn', 'arn:aws:iam::*:user/${aws:username}', false],
    ['StringNotLike', 'aws:PrincipalTag/owner', '${aws:username}*', false],
    ['StringNotEqualsIgnoreCase', 'aws:PrincipalTag/owner', '${aws:username}', false],
    ['NumericEquals', 'aws:PrincipalTag/owner', '${aws:username}', false],
    ['Bool', 'aws:PrincipalTag/owner', '${aws:username}', false],
  ])('%s %s %s: %s', (operator, key, value, expected) => {
    expect(holds({ [operator]: { [key]: value } }, context)).toBe(expected);
  });

  test('of several values, one that does not resolve matches nothing and spoils nothing', () => {
    const values = ['${aws:userid}', 'ana'];
    expect(holds({ StringEquals: { 'aws:PrincipalTag/owner': values } }, context)).toBe(true);
    expect(holds({ StringNotEquals: { 'aws:PrincipalTag/owner': values } }, context)).toBe(false);
  });

  test('a wildcard inside what is put in is a character', () => {
    expect(holds({ StringLike: { 'aws:username': '${aws:UserAgent}' } }, { 'aws:username': 'bo', 'aws:UserAgent': '*' })).toBe(false);
    expect(holds({ StringLike: { 'aws:username': '${aws:UserAgent}' } }, { 'aws:username': '*', 'aws:UserAgent': '*' })).toBe(true);
  });
});

describe('versions', () => {
  const statement = { Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::cdr/${aws:username}' };
  const literal = { resource: 'arn:aws:s3:::cdr/${aws:username}', context: ana };
  const resolved = { resource: 'arn:aws:s3:::cdr/ana', context: ana };

  test('only 2012-10-17 has variables; before, and without a version, they are plain text', () => {
    expect(decideBy(policyText(statement), resolved).decision).toBe('allowed');
    expect(decideBy(policyText(statement), literal).decision).toBe('implicitDeny');
    for (const text of [policyText(statement, '2008-10-17'), JSON.stringify({ Statement: statement })]) {
      expect(decideBy(text, resolved).decision).toBe('implicitDeny');
      expect(decideBy(text, literal).decision).toBe('allowed');
    }
    expect(holds({ StringEquals: { 'aws:username': '${aws:username}' } }, ana, '2008-10-17')).toBe(false);
  });
});

test('literal text is one token, whatever it is written with', () => {
  expect(parseTemplate('a${*}b$c${?}', true).tokens).toEqual(['a*b$c?']);
});
