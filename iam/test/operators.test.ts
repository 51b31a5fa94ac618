import { describe, expect, test } from 'vitest';
import type { Context } from '../src/index.ts';
import { operatorList } from '../src/operators/index.ts';
import { holds } from './support/decide.ts';

/** For each operator: a policy value, a request value that matches it, and one that does not. */
const samples: Readonly<Record<string, readonly [string, string, string]>> = {
  StringEquals: ['a', 'a', 'A'],
  StringNotEquals: ['a', 'a', 'A'],
  StringEqualsIgnoreCase: ['a', 'A', 'b'],
  StringNotEqualsIgnoreCase: ['a', 'A', 'b'],
  StringLike: ['a*', 'abc', 'b'],
  StringNotLike: ['a*', 'abc', 'b'],
  NumericEquals: ['1.0', '1', '2'],
  NumericNotEquals: ['1.0', '1', '2'],
  NumericLessThan: ['10', '9', '10'],
  NumericLessThanEquals: ['10', '10', '10.1'],
  NumericGreaterThan: ['10', '11', '10'],
  NumericGreaterThanEquals: ['10', '10', '9'],
  DateEquals: ['2026-01-01', '1767225600', '2026-01-02'],
  DateNotEquals: ['2026-01-01', '1767225600', '2026-01-02'],
  DateLessThan: ['2026-01-01', '2025-12-31', '2026-01-01'],
  DateLessThanEquals: ['2026-01-01', '2026-01-01', '2026-01-02'],
  DateGreaterThan: ['2026-01-01', '2026-01-02', '2026-01-01'],
  DateGreaterThanEquals: ['2026-01-01', '2026-01-01', '2025-12-31'],
  Bool: ['true', 'TRUE', 'false'],
  BinaryEquals: ['aGk=', 'aGk', 'aGo='],
  IpAddress: ['10.0.0.0/8', '10.1.2.3', '11.0.0.0'],
  NotIpAddress: ['10.0.0.0/8', '10.1.2.3', '11.0.0.0'],
  ArnEquals: ['arn:aws:s3:::a*', 'arn:aws:s3:::ab', 'arn:aws:s3:::b'],
  ArnLike: ['arn:aws:s3:::a*', 'arn:aws:s3:::ab', 'arn:aws:s3:::b'],
  ArnNotEquals: ['arn:aws:s3:::a*', 'arn:aws:s3:::ab', 'arn:aws:s3:::b'],
  ArnNotLike: ['arn:aws:s3:::a*', 'arn:aws:s3:::ab', 'arn:aws:s3:::b'],
};

const negated = new Set(Object.keys(samples).filter((name) => name.includes('Not')));

// A key's state in a request, in the order of the columns below. + matches, - does not, ø is the empty string.
const states = ['absent', '[]', '+', '-', '[+]', '[-]', '[+ +]', '[+ -]', '[- -]', '[ø]', '[ø +]'];

/** What each use of an operator answers in each state: y or n. The first word says which kind of key it is used on. */
const positiveTable = `
  single-valued                          n n y n y n . . . . .
  single-valued  IfExists                y y y n y n . . . . .
  single-valued  ForAllValues            y y y n y n . . . y .
  single-valued  ForAllValues  IfExists  y y y n y n . . . y .
  single-valued  ForAnyValue             n n y n y n . . . n .
  single-valued  ForAnyValue   IfExists  n n y n y n . . . n .
  multivalued                            n n n n n n n n n n n
  multivalued    IfExists                y y n n n n n n n y n
  multivalued    ForAllValues            y y y n y n y n n y n
  multivalued    ForAllValues  IfExists  y y y n y n y n n y n
  multivalued    ForAnyValue             n n y n y n y y n n y
  multivalued    ForAnyValue   IfExists  n n y n y n y y n n y`;
const negatedTable = `
  single-valued                          y y n y n y . . . . .
  single-valued  IfExists                y y n y n y . . . . .
  single-valued  ForAllValues            y y n y n y . . . y .
  single-valued  ForAllValues  IfExists  y y n y n y . . . y .
  single-valued  ForAnyValue             n n n y n y . . . n .
  single-valued  ForAnyValue   IfExists  n n n y n y . . . n .
  multivalued                            y y n n n n n n n n n
  multivalued    IfExists                y y n n n n n n n y n
  multivalued    ForAllValues            y y n y n y n n y y n
  multivalued    ForAllValues  IfExists  y y n y n y n n y y n
  multivalued    ForAnyValue             n n n y n y n y y n y
  multivalued    ForAnyValue   IfExists  n n n y n y n y y n y`;

describe('every operator answers every state of a key, under every qualifier, as the table says', () => {
  test('the tables name every operator but Null', () => {
    expect([...Object.keys(samples), 'Null'].toSorted()).toEqual(operatorList.map(({ name }) => name).toSorted());
  });

  describe.each(Object.entries(samples))('%s', (name, [policyValue, match, mismatch]) => {
    const table = readTable(negated.has(name) ? negatedTable : positiveTable);
    test.each(table)('$key $qualifier $suffix', ({ key, qualifier, suffix, answers }) => {
      const operator = `${qualifier}${qualifier === '' ? '' : ':'}${name}${suffix}`;
      const keyName = key === 'multivalued' ? 'aws:TagKeys' : 'aws:username';
      for (const [index, state] of states.entries()) {
        const expected = answers[index];
        if (expected === '.') continue;
        const context = contextOf(state, keyName, match, mismatch);
        expect(holds({ [operator]: { [keyName]: policyValue } }, context), `${operator} on ${state}`).toBe(expected === 'y');
      }
    });
  });
});

describe('Null asks whether a key is there', () => {
  const nullStates: readonly (readonly [string, Context, boolean])[] = [
    ['absent', {}, true],
    ['an empty list', { 'aws:username': [] }, true],
    ['a value', { 'aws:username': 'a' }, false],
    ['the value 0', { 'aws:username': '0' }, false],
    ['the empty string in a key that AWS defines', { 'aws:username': '' }, false],
  ];
  test.each(nullStates)('%s', (_, context, isNull) => {
    expect(holds({ Null: { 'aws:username': 'true' } }, context)).toBe(isNull);
    expect(holds({ Null: { 'aws:username': 'TRUE' } }, context)).toBe(isNull);
    expect(holds({ Null: { 'aws:username': true } }, context)).toBe(isNull);
    expect(holds({ Null: { 'aws:username': 'false' } }, context)).toBe(!isNull);
    expect(holds({ Null: { 'aws:username': ['true', 'false'] } }, context)).toBe(true);
    expect(holds({ Null: { 'aws:username': 'neither' } }, context)).toBe(false);
    expect(holds({ Null: { 'aws:username': [] } }, context)).toBe(false);
    expect(holds({ 'ForAllValues:Null': { 'aws:username': 'false' } }, context)).toBe(true);
    expect(holds({ 'ForAnyValue:Null': { 'aws:username': 'true' } }, context)).toBe(false);
  });

  test('the empty string in a key that the user chose, as a tag, is null; so is a set of nothing else', () => {
    expect(holds({ Null: { 'aws:RequestTag/dept': 'true' } }, { 'aws:RequestTag/dept': '' })).toBe(true);
    expect(holds({ Null: { 'aws:TagKeys': 'true' } }, { 'aws:TagKeys': [''] })).toBe(true);
    expect(holds({ Null: { 'aws:TagKeys': 'true' } }, { 'aws:TagKeys': ['', ''] })).toBe(true);
    expect(holds({ Null: { 'aws:TagKeys': 'true' } }, { 'aws:TagKeys': ['', 'a'] })).toBe(false);
    expect(holds({ StringEqualsIfExists: { 'aws:RequestTag/dept': 'it' } }, { 'aws:RequestTag/dept': '' })).toBe(true);
    expect(holds({ StringLike: { 'aws:RequestTag/dept': '*' } }, { 'aws:RequestTag/dept': '' })).toBe(true);
  });
});

describe('values of a list are alternatives; of a negated operator, none may match', () => {
  test.each([
    ['StringEquals', ['a', 'b'], 'b', true],
    ['StringEquals', ['a', 'b'], 'c', false],
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringNotEquals', ['a', 'b'], 'c', true],
    ['StringLike', ['a*', '*z'], 'xyz', true],
    ['StringNotLike', ['a*', '*z'], 'xyz', false],
    ['NumericLessThan', ['1', '10'], '5', true],
    ['NotIpAddress', ['10.0.0.0/8', '192.168.0.0/16'], '192.168.1.1', false],
    ['StringEquals', [], 'a', false],
    ['StringNotEquals', [], 'a', true],
  ])('%s %j against %s: %s', (operator, values, value, expected) => {
    expect(holds({ [operator]: { 'aws:username': values } }, { 'aws:username': value })).toBe(expected);
  });
});

describe('keys and operators', () => {
  test('operators are combined with AND, and so are keys', () => {
    const both = { StringEquals: { 'aws:username': 'a', 'aws:userid': 'b' }, Bool: { 'aws:SecureTransport': 'true' } };
    const context = { 'aws:username': 'a', 'aws:userid': 'b', 'aws:SecureTransport': 'true' };
    expect(holds(both, context)).toBe(true);
    for (const key of Object.keys(context)) expect(holds(both, { ...context, [key]: 'x' }), key).toBe(false);
  });

  test('names of keys and operators ignore case, also in the request', () => {
    expect(holds({ stringEQUALSifexists: { 'AWS:UserName': 'a' } }, { 'aws:USERNAME': 'a' })).toBe(true);
    expect(holds({ 'forallvalues:stringlike': { 'aws:tagkeys': 'a*' } }, { 'aws:TagKeys': ['ab'] })).toBe(true);
    expect(holds({ StringEquals: { 'aws:RequestTag/Dept': 'it' } }, { 'aws:RequestTag/dept': 'it' })).toBe(true);
  });

  test('names that every JavaScript object has are absent like any other', () => {
    for (const key of ['aws:constructor', 'aws:PrincipalTag/__proto__', 'aws:PrincipalTag/toString']) {
      expect(holds({ Null: { [key]: 'true' } }, {}), key).toBe(true);
    }
    const context: Context = Object.fromEntries([['aws:PrincipalTag/__proto__', 'x']]);
    expect(holds({ StringEquals: { 'aws:PrincipalTag/__proto__': 'x' } }, context)).toBe(true);
  });

  test('several values under a key of unknown arity are a set: without a qualifier nothing matches', () => {
    expect(holds({ StringEquals: { 'app:Key': 'a' } }, { 'app:Key': ['a', 'b'] })).toBe(false);
    expect(holds({ StringNotEquals: { 'app:Key': 'c' } }, { 'app:Key': ['a', 'b'] })).toBe(false);
    expect(holds({ 'ForAnyValue:StringEquals': { 'app:Key': 'b' } }, { 'app:Key': ['a', 'b'] })).toBe(true);
    expect(holds({ StringEquals: { 'app:Key': 'a' } }, { 'app:Key': ['a'] })).toBe(true);
  });

  test('unquoted numbers and booleans mean what they mean quoted', () => {
    expect(holds({ NumericEquals: { 'aws:MultiFactorAuthAge': 10 } }, { 'aws:MultiFactorAuthAge': '10' })).toBe(true);
    expect(holds({ Bool: { 'aws:SecureTransport': true } }, { 'aws:SecureTransport': 'true' })).toBe(true);
    expect(holds({ StringEquals: { 'aws:username': 10 } }, { 'aws:username': '10' })).toBe(true);
  });
});

interface Row {
  readonly key: string;
  readonly qualifier: string;
  readonly suffix: string;
  readonly answers: readonly string[];
}

function readTable(table: string): Row[] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const words = line.trim().split(/\s+/);
      const answers = words.slice(-states.length);
      const [key = '', ...uses] = words.slice(0, -states.length);
      const suffix = uses.includes('IfExists') ? 'IfExists' : '';
      return { key, qualifier: uses.find((use) => use.startsWith('For')) ?? '', suffix, answers };
    });
}

function contextOf(state: string, key: string, match: string, mismatch: string): Context {
  if (state === 'absent') return {};
  const values = state
    .replaceAll(/[[\]]/g, '')
    .split(' ')
    .filter((sign) => sign !== '')
    .map((sign) => (sign === '+' ? match : sign === '-' ? mismatch : ''));
  const [first = ''] = values;
  return { [key]: state.startsWith('[') ? values : first };
}
