import { describe, expect, test } from 'vitest';
import { bindLayers, compilePolicy, evaluate, validatePolicy } from '../src/index.ts';
import { parseInstant } from '../src/operators/date.ts';
import { formatRange, hasHostBits, parseAddress, parseRange } from '../src/operators/ip.ts';
import { compareDecimals, parseDecimal } from '../src/operators/numeric.ts';
import { parseJson } from '../src/parse.ts';
import { mindComponents } from '../src/arn.ts';
import { isUserDefinedKey } from '../src/catalogue.ts';
import { anyOne, anyOneInSegment, star, starInSegment } from '../src/tokens.ts';
import { covers, holds, policyText } from './support/decide.ts';

// Each of these was once a change of the engine that no other test noticed (npm run evidence).

describe('dates', () => {
  const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  const date = (year: number, month: number, day: number): string =>
    [String(year).padStart(4, '0'), month, day].map((part) => String(part).padStart(2, '0')).join('-');

  test.each(days.map((last, index) => [index + 1, last]))('month %i of a common year has %i days', (month, last) => {
    expect(parseInstant(date(2026, month, last))).toBe(Date.UTC(2026, month - 1, last));
    expect(parseInstant(date(2026, month, last + 1))).toBeUndefined();
    expect(parseInstant(date(2026, month, 0))).toBeUndefined();
  });

  test.each([
    [2024, true],
    [2025, false],
    [1900, false],
    [2000, true],
    [2100, false],
    [2400, true],
    [2002, false],
  ])('%i is a leap year: %s', (year, isLeap) => {
    expect(parseInstant(date(year, 2, 29)) !== undefined).toBe(isLeap);
  });

  test('a month alone, a year alone, and what is neither', () => {
    expect(parseInstant('2026-05')).toBe(Date.UTC(2026, 4, 1));
    expect(parseInstant('2026')).toBe(Date.UTC(2026, 0, 1));
    for (const text of ['2026-', '2026-5', '2026-0', '2026-00', '2026-13', '2026-05-', '2026-05-1', '2026-05-123', '2026x05'])
      expect(parseInstant(text), text).toBeUndefined();
  });

  test('hours, minutes, seconds and zones end where clocks do', () => {
    const at = (time: string): number | undefined => parseInstant(`2026-05-01T${time}`);
    expect(at('23:59:59Z')).toBe(Date.UTC(2026, 4, 1, 23, 59, 59));
    expect(at('00:00:00+23:59')).toBe(Date.UTC(2026, 4, 1, 0, -23 * 60 - 59));
    expect(at('00:00:00-23:59')).toBe(Date.UTC(2026, 4, 1, 0, 23 * 60 + 59));
    for (const time of [
      '24:00:00Z',
      '00:60:00Z',
      '00:00:60Z',
      '00:00:00+24:00',
      '00:00:00+00:60',
      '00:00:00+0:00',
      '00:00:00 00:00',
      '00:00:0:Z',
      '0a:00:00Z',
      '00:00:00/00:00',
      ':0:00:00Z',
    ]) {
      expect(at(time), time).toBeUndefined();
    }
  });
});

describe('numbers of many digits', () => {
  const order = (a: string, b: string): number => {
    const [left, right] = [parseDecimal(a), parseDecimal(b)];
    if (left === undefined || right === undefined) throw new Error(`${a} or ${b} is no number.`);
    return Math.sign(compareDecimals(left, right)) || 0;
  };
  test.each([
    ['12345678901234567.5', '12345678901234567.50', 0],
    ['12345678901234567.5', '12345678901234567.6', -1],
    ['-12345678901234567.5', '-12345678901234567.6', 1],
    ['12345678901234567', '12345678901234568', -1],
    ['100000000000000000', '99999999999999999', 1],
    ['-100000000000000000', '-99999999999999999', -1],
    ['0.1234567890123456', '0.12345678901234567', -1],
    ['-1', '1234567890123456789', -1],
    ['-0.00000000000000000', '0', 0],
    ['00000000000000000012', '12', 0],
  ])('%s beside %s', (a, b, expected) => {
    expect(order(a, b)).toBe(expected);
    expect(order(b, a)).toBe(expected === 0 ? 0 : -expected);
  });
});

describe('addresses', () => {
  test.each([
    '.1.2.3',
    '1..2.3',
    '1.2.3.',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '01.2.3.4',
    '1.2.3.4x',
    '::1::',
    ':::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1::2:3:4:5:6:7:8',
    'g::',
    '::12345',
  ])('%s is none', (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });

  test('ranges are written with their host bits cleared, whichever words they are in', () => {
    const written = (text: string): string => {
      const range = parseRange(text);
      return range === undefined ? '' : formatRange(range);
    };
    expect(written('203.0.113.77/28')).toBe('203.0.113.64/28');
    expect(written('255.255.255.255/1')).toBe('128.0.0.0/1');
    expect(written('10.1.2.3/0')).toBe('0.0.0.0/0');
    expect(written('2001:db8:ffff:ffff:ffff::1/33')).toBe('2001:db8:8000::/33');
    expect(written('ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/127')).toBe('ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe/127');
  });

  test('host bits are those behind the prefix', () => {
    const has = (text: string): boolean | undefined => {
      const range = parseRange(text);
      return range && hasHostBits(range);
    };
    expect(['10.0.0.0/8', '10.0.0.1/32', '2001:db8::/32', '::/0'].map(has)).toEqual([false, false, false, false]);
    expect(['10.0.0.1/8', '10.0.0.1/31', '2001:db8::1/32', '8000::/0'].map(has)).toEqual([true, true, true, true]);
  });
});

describe('JSON', () => {
  const valueOf = (text: string): unknown => {
    const parsed = parseJson(text);
    return 'error' in parsed ? parsed.error : parsed.node.type === 'string' ? parsed.node.value : parsed.node.type;
  };

  test('every escape is what JSON says', () => {
    const text = String.raw`"\"\\\/\b\f\n\r\t\u00e9\u00E9"`;
    expect(valueOf(text)).toBe(JSON.parse(text));
  });

  test('what is missing is named', () => {
    expect(valueOf('["a" "b"]')).toBe('"," or "]" was expected.');
    expect(valueOf('{"a": 1 "b"}')).toBe('"," or "}" was expected.');
    expect(valueOf('{"a" 1}')).toBe('":" was expected.');
  });

  test('the depth that counts is that of open brackets, not of all there were', () => {
    expect(valueOf(`[${Array.from({ length: 100 }, () => '[[]]').join(',')}]`)).toBe('array');
    expect(valueOf('['.repeat(32) + ']'.repeat(32))).toBe('array');
    expect(valueOf('['.repeat(33) + ']'.repeat(33))).toContain('deeper than 32 levels');
  });

  test('a mistake is one character long, and within the text', () => {
    for (const text of ['{"Version" 1}', '{"Version":', '{', '']) {
      const [finding] = validatePolicy(text, { kind: 'identity' });
      expect([text, finding?.length]).toEqual([text, text === '' || text.length === finding?.offset ? 0 : 1]);
    }
  });
});

describe('variables', () => {
  const user = { 'aws:username': 'alice' };
  test.each([
    ["arn:aws:s3:::${aws:username, 'x'}/a", 'alice/a', true],
    ["arn:aws:s3:::${aws:nobody, 'x'}/a", 'x/a', true],
    ["arn:aws:s3:::${aws:nobody,'x'  }/a", 'x/a', true],
    ["arn:aws:s3:::${aws:nobody, 'x}/a", 'x/a', false],
    ["arn:aws:s3:::${aws:nobody, x'}/a", 'x/a', false],
    ["arn:aws:s3:::${aws:nobody, 'x'y}/a", 'x/a', false],
    ["arn:aws:s3:::${aws:nobody, 'a}b'}/a", 'a}b/a', true],
  ])('%s on %s: %s', (pattern, name, expected) => {
    expect(covers(pattern, `arn:aws:s3:::${name}`, user)).toBe(expected);
  });

  test('each resource with a variable keeps its own answer, whichever statement it stands in', () => {
    const on = (...names: string[]): object => ({
      Effect: 'Allow',
      Action: 's3:*',
      Resource: names.map((name) => `arn:aws:s3:::${name}/\${aws:username}`),
    });
    const bound = bindLayers({
      scp: [],
      identity: [compilePolicy(policyText([on('a', 'b'), on('c', 'd'), on('e')]), { kind: 'identity' })],
    });
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) {
      const { decision } = evaluate(bound, { action: 's3:x', resource: `arn:aws:s3:::${name}/alice`, context: user });
      expect([name, decision]).toEqual([name, name === 'f' ? 'implicitDeny' : 'allowed']);
    }
  });
});

describe('the grammar', () => {
  const codes = (text: string, kind: 'identity' | 'trust' = 'identity'): string[] => validatePolicy(text, { kind }).map(({ code }) => code);
  const trusting = { Effect: 'Allow', Principal: { AWS: '111111111111' }, Action: 'sts:AssumeRole' };

  test('two Sids may be empty, and no other one twice', () => {
    const twice = (Sid: string): string =>
      policyText([1, 2].map((index) => ({ Sid, Effect: 'Allow', Action: `chime:A${index}`, Resource: '*' })));
    expect(codes(twice(''))).not.toContain('UNIQUE_SIDS_REQUIRED');
    expect(codes(twice('x'))).toContain('UNIQUE_SIDS_REQUIRED');
  });

  test('a trust policy has no resource, and is told which of the two it has', () => {
    expect(codes(policyText(trusting), 'trust')).toEqual([]);
    for (const name of ['Resource', 'NotResource']) {
      const [finding] = validatePolicy(policyText({ ...trusting, [name]: '*' }), { kind: 'trust' });
      expect(finding).toMatchObject({ code: 'INVALID_POLICY_ELEMENT', message: `The policy element ${name} is not valid.` });
    }
  });

  test('white space of any kind is free', () => {
    expect(
      validatePolicy(`${policyText({ Effect: 'Allow', Action: 'chime:*', Resource: '*' })}${'\t\r\n '.repeat(5_000)}`, {
        kind: 'identity',
      }),
    ).toEqual([]);
  });

  test('types that do not suit an operator are named as AWS names them', () => {
    const typeOf = (operator: string, key: string): string | undefined =>
      validatePolicy(policyText({ Effect: 'Allow', Action: '*', Resource: '*', Condition: { [operator]: { [key]: 'x' } } }), {
        kind: 'identity',
      }).find(({ code }) => code === 'TYPE_MISMATCH')?.message;
    for (const operator of [
      'StringEquals',
      'StringNotEquals',
      'StringEqualsIgnoreCase',
      'StringNotEqualsIgnoreCase',
      'StringLike',
      'StringNotLike',
    ]) {
      expect(typeOf(operator, 'aws:username'), operator).toBeUndefined();
      expect(typeOf(operator, 'aws:SourceIp'), operator).toContain('IPAddress');
    }
    for (const operator of ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike']) {
      expect(typeOf(operator, 'aws:PrincipalArn'), operator).toBeUndefined();
      expect(typeOf(operator, 'aws:username'), operator).toContain('String');
    }
  });
});

test('an ARN with an empty part in front is split where its colons are', () => {
  expect(holds({ ArnLike: { 'aws:SourceArn': '::s3:::x' } }, { 'aws:SourceArn': '::s3:::x' })).toBe(true);
  expect(holds({ ArnLike: { 'aws:SourceArn': 'a:*:s3:::x' } }, { 'aws:SourceArn': 'a::s3:::x' })).toBe(true);
  expect(isUserDefinedKey('aws:PrincipalTag/x')).toBe(true);
});

test('the prefix of an IPv4 block in IPv6 form is counted from the IPv4 address', () => {
  for (const bits of [0, 8, 31, 32]) expect(parseRange(`::ffff:10.0.0.0/${96 + bits}`)).toEqual(parseRange(`10.0.0.0/${bits}`));
  expect(holds({ IpAddress: { 'aws:SourceIp': '::ffff:10.0.0.0/104' } }, { 'aws:SourceIp': '10.255.0.1' })).toBe(true);
  expect(holds({ IpAddress: { 'aws:SourceIp': '::ffff:10.0.0.0/104' } }, { 'aws:SourceIp': '11.0.0.1' })).toBe(false);
});

describe('components of ARNs', () => {
  test('the first counts like the others, and a text with fewer than six is none', () => {
    const wants = (pattern: string, given: string): boolean => holds({ ArnLike: { 'aws:SourceArn': pattern } }, { 'aws:SourceArn': given });
    expect(wants('arn:aws:s3:::x', 'brn:aws:s3:::x')).toBe(false);
    expect(wants('*:*:*:*:*:*', 'a:b:c:d:e')).toBe(false);
    expect(wants('*:*:*:*:*:*', 'x')).toBe(false);
    expect(wants('*:*:*:*:*:*', 'a:b:c:d:e:f')).toBe(true);
  });

  test('a wildcard within the fifth segment of a Resource stays within it', () => {
    expect(covers('arn:aws:iam::1*3:user/x', 'arn:aws:iam::12:y3:user/x')).toBe(false);
    expect(covers('arn:aws:iam::1*3:user/x', 'arn:aws:iam::123:user/x')).toBe(true);
  });

  test('for the analyses, only the sixth component of a pattern may hold colons', () => {
    expect(mindComponents(['arn:aws:s3::', star, ':a', star])?.at(-1)).toBe(star);
    expect(mindComponents(['arn:aws:s3::', star, ':a', star])).toContain(starInSegment);
    const parts = ['arn', ':', 'aws', ':', 's3', ':', anyOneInSegment, 'x', ':', ':', 'a', anyOne];
    expect(mindComponents(['arn:aws:s3:', anyOne, 'x::a', anyOne])).toEqual(parts);
  });
});

test('a number is as long as it is, also where the text ends with it', () => {
  const parsed = parseJson('12');
  expect('node' in parsed && [parsed.node.start, parsed.node.end]).toEqual([0, 2]);
});
