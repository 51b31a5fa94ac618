import { expect, test } from 'vitest';
import { createGate } from '../../src/signin/gate.ts';

test('so many are let through at once, the next wait in order, and who finds the line full is refused', async () => {
  const gate = createGate({ atOnceMax: 2, waitingMax: 2, busy: 'Too many.' });
  const doors = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  const inside: number[] = [];
  const visits = doors.map(({ promise }, index) =>
    gate.pass(async () => {
      inside.push(index);
      await promise;
      return index;
    }),
  );
  await expect(gate.pass(async () => undefined)).rejects.toMatchObject({ status: 503 });
  expect(inside).toEqual([0, 1]);
  doors[1]?.resolve();
  expect(await visits[1]).toBe(1);
  doors[0]?.reject(new Error('failed inside'));
  await expect(visits[0]).rejects.toThrow('failed inside');
  doors[2]?.resolve();
  doors[3]?.resolve();
  expect(await Promise.all(visits.slice(2))).toEqual([2, 3]);
  expect(inside).toEqual([0, 1, 2, 3]);
  expect(await gate.pass(async () => 'free again')).toBe('free again');
});
