import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePolicy, MalformedPolicyError, PolicySizeError, validatePolicy, type PolicyKind } from '../src/index.ts';
import { depthMax, parseJson, type JsonNode } from '../src/parse.ts';
import { draws } from './support/draws.ts';

describe('the parser accepts what JSON.parse accepts, and reads it alike', () => {
  test('for any JSON value, however spaced', () => {
    const spaces = fc.constantFrom(undefined, 0, 2, '\t', '\r\n');
    fc.assert(
      fc.property(fc.json({ maxDepth: 10 }), spaces, (json, space) => {
        const text = JSON.stringify(JSON.parse(json), undefined, space);
        const result = parseJson(text);
        expect('node' in result && plainValue(result.node)).toEqual(JSON.parse(text));
      }),
      draws(100),
    );
  });

  test('for any string of JSON characters, right or wrong, but for duplicate keys and depth', () => {
    const character = fc.constantFrom(...Array.from('{}[]",:0123456789.-+eE \\/bfnrtu"aé\u0000\n'));
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 12 }), (text) => {
        const result = parseJson(text);
        expect('node' in result).toBe(isJson(text) && !hasDuplicateKeys(result));
      }),
      draws(20_000),
    );
  });
});

describe('the parser is strict', () => {
  test.each([
    ['an empty text', '', 1, 1],
    ['a duplicate key', '{"a":1,\n "a":2}', 2, 2],
    ['a duplicate key written with an escape', '{"a":1,"\\u0061":2}', 1, 8],
    ['a trailing comma', '[1,]', 1, 4],
    ['a comment', '{} // policy', 1, 4],
    ['two values', '{}{}', 1, 3],
    ['single quotes', "{'a':1}", 1, 2],
    ['a leading zero', '[01]', 1, 2],
    ['a bare point', '[1.]', 1, 2],
    ['NaN', '[NaN]', 1, 2],
    ['a raw line break in a string', '"a\nb"', 1, 3],
    ['an unknown escape', '"\\x"', 1, 2],
    ['half an escape', '"\\u00"', 1, 2],
    ['a string without end', '["a', 1, 2],
    ['a byte order mark', '\uFEFF{}', 1, 1],
    ['a missing colon', '{"a" 1}', 1, 6],
    ['a missing bracket', '{"Version":"2012-10-17","Statement":[', 1, 38],
  ])('%s is a syntax error, with its place', (_, text, line, column) => {
    const [finding, ...more] = validatePolicy(text, { kind: 'identity' });
    expect(finding).toMatchObject({ severity: 'ERROR', code: 'JSON_SYNTAX_ERROR', line, column });
    expect(more).toEqual([]);
    expect(() => compilePolicy(text, { kind: 'identity' })).toThrow(MalformedPolicyError);
  });

  test('nesting counts the levels that are open, however many were closed before', () => {
    const closed = '[],'.repeat(depthMax);
    const nest = (levels: number): string => `[${closed}${'['.repeat(levels)}${']'.repeat(levels)}]`;
    expect(parseJson(nest(depthMax - 1))).toHaveProperty('node');
    expect(parseJson(nest(depthMax))).toHaveProperty('error');
  });

  test('nesting that would exhaust the stack is a syntax error', () => {
    const text = '['.repeat(5_000);
    expect(() => compilePolicy(text, { kind: 'identity' })).toThrow(MalformedPolicyError);
    expect('error' in parseJson('['.repeat(32) + ']'.repeat(32))).toBe(false);
    expect('error' in parseJson('['.repeat(33) + ']'.repeat(33))).toBe(true);
  });

  test('__proto__ is a key like any other', () => {
    const text = '{"Version":"2012-10-17","Statement":[],"__proto__":{"Statement":[]}}';
    expect(validatePolicy(text, { kind: 'identity' }).map(({ code, offset }) => [code, offset])).toEqual([
      ['MISSING_STATEMENT', 36],
      ['INVALID_POLICY_ELEMENT', 39],
    ]);
  });

  test('numbers keep every digit', () => {
    const result = parseJson('9007199254740993');
    expect('node' in result && result.node).toMatchObject({ type: 'number', text: '9007199254740993' });
  });

  test('each node knows its place', () => {
    const text = '{ "a": [true, "b"] }';
    const result = parseJson(text);
    const [member] = 'node' in result && result.node.type === 'object' ? result.node.members : [];
    expect(text.slice(member?.key.start, member?.key.end)).toBe('"a"');
    expect(text.slice(member?.value.start, member?.value.end)).toBe('[true, "b"]');
  });
});

describe('only MalformedPolicyError and PolicySizeError come out', () => {
  const kind = fc.constantFrom<PolicyKind>(
    'identity',
    'managed',
    'inline-user',
    'inline-role',
    'inline-group',
    'session',
    'scp',
    'boundary',
    'trust',
  );
  const fails = (text: string, as: PolicyKind): void => {
    try {
      compilePolicy(text, { kind: as });
    } catch (error) {
      if (!(error instanceof MalformedPolicyError) && !(error instanceof PolicySizeError)) throw error;
    }
    for (const finding of validatePolicy(text, { kind: as })) expect(text.length - finding.offset).toBeGreaterThanOrEqual(0);
  };

  test('for any text', () => fc.assert(fc.property(fc.string({ unit: 'binary' }), kind, fails), draws(2_000)));

  test('for any JSON', () => fc.assert(fc.property(fc.json(), kind, fails), draws(2_000)));

  test('for anything shaped like a policy', () => fc.assert(fc.property(almostPolicy, kind, fails), draws(5_000)));

  test('for a policy with a piece cut out, doubled or replaced', () => {
    const mutation = fc.tuple(almostPolicy, fc.nat(), fc.nat(20), fc.string({ maxLength: 4 }));
    fc.assert(
      fc.property(mutation, kind, ([text, at, length, piece], as) => {
        const from = at % (text.length + 1);
        fails(text.slice(0, from) + piece + text.slice(from + length), as);
        fails(text.slice(0, from + length) + text.slice(from), as);
      }),
      draws(5_000),
    );
  });
});

const word = fc.constantFrom(
  ...[
    '*',
    'Allow',
    'Deny',
    '2012-10-17',
    '2008-10-17',
    'chime:*',
    'sts:AssumeRole',
    'arn:aws:s3:::a/${aws:username}',
    'arn:',
    '${',
    '${}',
    "${a, '}",
  ],
  ...[
    'aws:TagKeys',
    'aws:RequestTag/',
    'StringEquals',
    'ForAllValues:NullIfExists',
    'NumericLessThan',
    '10.0.0.1/33',
    '::/0',
    '__proto__',
    'constructor',
    '',
  ],
);
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    word,
    fc.constantFrom(null, true, false, 0, -1.5e300),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(word, tie('any'), { maxKeys: 3 }),
  ),
})).any;
const names = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition', 'Principal', 'NotPrincipal', 'Effekt'];
const statement = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 6 });
const almostPolicy = fc
  .record({ Version: word, Id: value, Statement: fc.oneof(statement, fc.array(statement, { maxLength: 3 }), value) }, { requiredKeys: [] })
  .map((policy) => JSON.stringify(policy));

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function hasDuplicateKeys(result: ReturnType<typeof parseJson>): boolean {
  return 'error' in result && result.error.includes('appears twice');
}

function plainValue(node: JsonNode): unknown {
  switch (node.type) {
    case 'string':
    case 'boolean':
      return node.value;
    case 'number':
      return Number(node.text);
    case 'null':
      return null;
    case 'array':
      return node.items.map(plainValue);
    case 'object': {
      const entries = node.members.map(({ key, value: member }) => [key.value, plainValue(member)] as const);
      return Object.fromEntries(entries);
    }
  }
}
