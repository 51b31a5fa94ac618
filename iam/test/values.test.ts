import { describe, expect, test } from 'vitest';
import { decodeBase64 } from '../src/operators/binary.ts';
import { parseInstant } from '../src/operators/date.ts';
import { formatRange, hasHostBits, isInRange, parseAddress, parseRange } from '../src/operators/ip.ts';
import { compareDecimals, parseDecimal } from '../src/operators/numeric.ts';
import { draws } from './support/draws.ts';
import fc from 'fast-check';

describe('numbers', () => {
  test.each(['', ' ', ' 1', '1 ', '+1', '.5', '5.', '1e3', '0x10', '1_000', 'Infinity', 'NaN', '--1', '1.2.3', '١', '-'])(
    '%j is no number and matches nothing',
    (text) => expect(parseDecimal(text)).toBeUndefined(),
  );

  test.each([
    ['1.20', '1.2', 0],
    ['007', '7', 0],
    ['-0', '0', 0],
    ['-0.0', '0.00', 0],
    ['9', '10', -1],
    ['-9', '-10', 1],
    ['-1', '1', -1],
    ['9007199254740993', '9007199254740992', 1],
    ['-9007199254740993', '-9007199254740992', -1],
    ['0.1000000000000000000001', '0.1', 1],
    ['123456789012345678901234567890', '123456789012345678901234567890.0', 0],
    ['100000000000000000000', '99999999999999999999', 1],
    ['0.00000000000000000001', '0', 1],
  ])('%s against %s compares exactly: %i', (a, b, order) => {
    expect(compare(a, b)).toBe(order);
    expect(compare(b, a)).toBe(order === 0 ? 0 : -order);
  });

  test('compare as their values do, whatever their length', () => {
    const whole = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
    fc.assert(
      fc.property(whole, whole, fc.nat(8), (a, b, places) => {
        const scaled = (value: bigint): string => {
          const digits = String(value < 0n ? -value : value).padStart(places + 1, '0');
          const split = digits.length - places;
          return `${value < 0n ? '-' : ''}${digits.slice(0, split)}${places === 0 ? '' : `.${digits.slice(split)}`}`;
        };
        expect(compare(scaled(a), scaled(b))).toBe(a === b ? 0 : a < b ? -1 : 1);
      }),
      draws(100),
    );
  });
});

describe('times', () => {
  test.each([
    ['2026', '2026-01-01T00:00:00Z'],
    ['2026-04', '2026-04-01T00:00:00Z'],
    ['2026-04-30', '2026-04-30T00:00:00Z'],
    ['2026-04-30T23:59Z', '2026-04-30T23:59:00Z'],
    ['2026-04-30T23:59', '2026-04-30T23:59:00Z'],
    ['2026-04-30T23:59+01:00', '2026-04-30T22:59:00Z'],
    ['2026-04-30T23:59:58Z', '2026-04-30T23:59:58Z'],
    ['2026-04-30T23:59:58.125Z', '2026-04-30T23:59:58.125Z'],
    ['2026-01-01T00:00:00-05:00', '2026-01-01T05:00:00Z'],
    ['2026-01-01T00:00:00+05:30', '2025-12-31T18:30:00Z'],
    ['2026-01-01T00:00:00', '2026-01-01T00:00:00Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z'],
    ['1969-12-31T23:59:59Z', '1969-12-31T23:59:59Z'],
    ['1767225600', '2026-01-01T00:00:00Z'],
    ['1767225600000', '2026-01-01T00:00:00Z'],
    ['176722560000', '1975-08-08T09:36:00Z'],
    ['17672256000', '2530-01-05T00:00:00Z'],
    ['0', '1970-01-01T00:00:00Z'],
    ['20261', '1970-01-01T05:37:41Z'],
    ['2026-12-31', '2026-12-31T00:00:00Z'],
    ['2026-06-30', '2026-06-30T00:00:00Z'],
  ])('%s is %s', (text, instant) => {
    expect(parseInstant(text)).toBe(Date.parse(instant));
  });

  test.each(
    [
      [
        '',
        'tomorrow',
        '2026-13',
        '2026-00',
        '2026-02-29',
        '2024-02-30',
        '2026-',
        '2026-04-',
        '2026-04-3',
        '2026-04-31',
        '2026-06-31',
        '2026-09-31',
        '2026-11-31',
        '2026-01-32',
        '2026-01-01T10:00:00+0a:00',
        '2026-01-01T10:00:00+05:0a',
        '2026-01-01T10:00:00+05-30',
        '2026-01-01T10:00:00+05:60',
        '2026-01-01T10:00:00*05:30',
        '2026-01-01T10:00:00.Z',
        '2026-1-1',
        '2026-01-01T24:00Z',
        '2026-01-01T10Z',
        '2026-01-01 10:00Z',
      ],
      [
        '2026-01-01T10:60Z',
        '2026-01-01T10:00:60Z',
        '2026-01-01T10:00:00z',
        '2026-01-01T10:00:00+25:00',
        '-1',
        '1.5',
        '1767225600 ',
        '2'.repeat(16),
      ],
    ].flat(),
  )('%j is no time and matches nothing', (text) => expect(parseInstant(text)).toBeUndefined());

  test('agree with the Gregorian calendar for four centuries', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date('1800-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }), (date) => {
        expect(parseInstant(date.toISOString())).toBe(date.getTime());
      }),
      draws(100),
    );
  });
});

describe('IP addresses', () => {
  test.each([
    ['203.0.113.255', '203.0.113.0/24', true],
    ['203.0.114.0', '203.0.113.0/24', false],
    ['203.0.113.5', '203.0.113.77/24', true],
    ['203.0.113.9', '203.0.113.9', true],
    ['203.0.113.8', '203.0.113.9', false],
    ['0.0.0.0', '0.0.0.0/0', true],
    ['255.255.255.255', '0.0.0.0/0', true],
    ['128.0.0.1', '128.0.0.0/1', true],
    ['127.255.255.255', '128.0.0.0/1', false],
    ['192.168.255.1', '192.168.0.0/16', true],
    ['2001:db8::1', '::/0', true],
    ['2001:db8::1', '0.0.0.0/0', false],
    ['203.0.113.9', '::/0', false],
    ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1/128', true],
    ['2001:db8:0:0::1', '2001:db8::1', true],
    ['2001:db8:8000::', '2001:db8:8000::/33', true],
    ['2001:db8:7fff::', '2001:db8:8000::/33', false],
    ['2001:db8::ff', '2001:db8::/120', true],
    ['2001:db8::1:0', '2001:db8::/120', false],
    ['::ffff:203.0.113.9', '203.0.113.0/24', true],
    ['203.0.113.9', '::ffff:203.0.113.0/120', true],
    ['203.0.113.9', '::ffff:0:0/96', true],
    ['64:ff9b::203.0.113.9', '64:ff9b::cb00:7109', true],
    ['::', '::', true],
    ['1::', '1:0::/32', true],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0', true],
  ])('%s is in %s: %s', (address, range, expected) => {
    const parsed = [parseAddress(address), parseRange(range)] as const;
    expect(parsed[0] !== undefined && parsed[1] !== undefined && isInRange(parsed[0], parsed[1])).toBe(expected);
  });

  test.each(
    [
      '',
      '1.2.3',
      '1.2.3.4.5',
      '1.2.3.256',
      '1.2.3.04',
      '1.2.3.4 ',
      '0x1.2.3.4',
      ':',
      ':::',
      '1::2::3',
      '1:2:3:4:5:6:7',
      '1:2:3:4:5:6:7:8:9',
    ].concat(['12345::', 'g::', 'fe80::1%eth0', '1:2:3:4:5:6:7::8', '::1.2.3', '1.2.3.4::']),
  )('%j is no address', (text) => expect(parseAddress(text)).toBeUndefined());

  test.each(['10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/08', '10.0.0.0/', '10.0.0.0/8/8', '::/129', 'a/8', '10.0.0.0/1e1'])(
    '%j is no range',
    (text) => expect(parseRange(text)).toBeUndefined(),
  );

  test.each([
    ['203.0.113.77/24', '203.0.113.0/24'],
    ['2001:db8::1/32', '2001:db8::/32'],
    ['255.255.255.255/1', '128.0.0.0/1'],
    ['1:2:3:4:5:6:7:8/64', '1:2:3:4::/64'],
  ])('the host bits of %s are ignored: it is %s', (text, canonical) => {
    const range = parseRange(text);
    expect(range && [hasHostBits(range), formatRange(range)]).toEqual([true, canonical]);
    const again = parseRange(canonical);
    expect(again && [hasHostBits(again), formatRange(again)]).toEqual([false, canonical]);
  });
});

describe('binary values', () => {
  test('are the bytes, not the letters, of base64', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 20 }), (bytes) => {
        const text = Buffer.from(bytes).toString('base64');
        expect(decodeBase64(text)).toBe(Buffer.from(bytes).toString('latin1'));
        expect(decodeBase64(text.replaceAll('=', ''))).toBe(decodeBase64(text));
      }),
      draws(100),
    );
  });

  test.each(['a', 'aGk==', 'a-_b', 'aG k=', '=', 'aGk=a'])('%j is not base64', (text) => expect(decodeBase64(text)).toBeUndefined());
});

function compare(a: string, b: string): number {
  const [left, right] = [parseDecimal(a), parseDecimal(b)];
  if (left === undefined || right === undefined) throw new Error(`${a} or ${b} is no number.`);
  // Math.sign keeps the sign of zero, which toBe minds.
  return Math.sign(compareDecimals(left, right)) + 0;
}
