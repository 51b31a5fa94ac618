import { createHash, createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { InvariantError } from '../src/errors.ts';
import { hmacHex, prepareHmacKey, sha256Hex } from '../src/http/sigv4/hmac.ts';

/** One character per byte; some longer than what is hashed without memory of its own. */
const text = fc
  .tuple(fc.string({ unit: fc.integer({ max: 255 }).map((byte) => String.fromCharCode(byte)) }), fc.constantFrom(1, 1000))
  .map(([part, times]) => part.repeat(times));

test('the HMAC and the hash are those of OpenSSL, for any key up to a block and any text of bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), text, (key, one) => {
      expect(hmacHex(prepareHmacKey(key), one)).toBe(createHmac('sha256', key).update(one, 'latin1').digest('hex'));
      expect(sha256Hex(one)).toBe(createHash('sha256').update(one, 'latin1').digest('hex'));
    }),
  );
});

test('a key that would have to be hashed first is refused rather than cut', () => {
  expect(() => prepareHmacKey(new Uint8Array(65))).toThrow(InvariantError);
});
