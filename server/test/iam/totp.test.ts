import { expect, test } from 'vitest';
import { codeOf, findStep, stepAt, toBase32 } from '../../src/iam/totp.ts';

const seed = Buffer.from('12345678901234567890');

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('at %i s the code is the one of RFC 6238, appendix B', (seconds, code) => {
  expect(codeOf(seed, stepAt(seconds * 1000))).toBe(code);
});

test('a code is found as far as the reach goes, and no further', () => {
  expect(findStep(seed, codeOf(seed, 102), 100, 2)).toBe(102);
  expect(findStep(seed, codeOf(seed, 103), 100, 2)).toBeUndefined();
});

test('base32 as RFC 4648 has it', () => {
  expect(toBase32(seed)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
});
