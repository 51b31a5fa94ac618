import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toTimestamp } from '../src/shapes/timestamp.ts';

const first = 0;
const last = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

test('a timestamp reads as Date writes it, at any time', () => {
  fc.assert(
    fc.property(fc.integer({ min: first, max: last }), (time) => {
      expect(toTimestamp(time)).toBe(new Date(time).toISOString());
    }),
    { numRuns: 2_000 },
  );
});

test('so do the ends of days, months, leap years and centuries', () => {
  const midnights = [1970, 1972, 1999, 2000, 2023, 2024, 2099, 2100, 2400, 9999].flatMap((year) =>
    Array.from({ length: 12 }, (_, month) => Date.UTC(year, month, 1)),
  );
  const times = [
    ...midnights,
    ...midnights.map((time) => time - 1),
    Date.UTC(2024, 1, 29),
    Date.UTC(2100, 1, 28, 23, 59, 59, 999),
    first,
    last,
  ];
  for (const time of times.filter((one) => one >= first)) expect(toTimestamp(time)).toBe(new Date(time).toISOString());
});
