import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMark, callsOf, daysOf, readMarks, spansOf, writeMarks, type Mark } from '../../src/meetings/projection/marks.ts';

const mark = fc.record({
  time: fc.integer({ min: 0, max: 12 }),
  kind: fc.constantFrom<Mark['kind']>('joined', 'left', 'dropped', 'removed', 'callStarted', 'callEnded'),
});

/** `j1 l3` → a join at 1, a leave at 3. */
function of(text: string): readonly Mark[] {
  const kinds = { j: 'joined', l: 'left', d: 'dropped', r: 'removed', c: 'callStarted', e: 'callEnded' } as const;
  return text.split(' ').reduce<readonly Mark[]>((marks, word) => {
    const kind = Object.entries(kinds).find(([letter]) => word.startsWith(letter))?.[1] ?? 'left';
    return addMark(marks, { time: Number(word.slice(1)), kind });
  }, []);
}

describe('connections', () => {
  test.each([
    ['a join while one is open is ignored', 'j1 j2 l3', undefined, [{ start: 1, end: 3, exit: 'left' }]],
    ['an exit without an open one is ignored', 'l1 j2 d3 l4', undefined, [{ start: 2, end: 3, exit: 'dropped' }]],
    [
      'a drop and a rejoin are two',
      'j1 d2 j4 l5',
      undefined,
      [
        { start: 1, end: 2, exit: 'dropped' },
        { start: 4, end: 5, exit: 'left' },
      ],
    ],
    ['the end closes what is open', 'j1', 5, [{ start: 1, end: 5, exit: 'ended' }]],
    ['a join after the end opens none', 'j1 l2 j6 l7', 5, [{ start: 1, end: 2, exit: 'left' }]],
    ['an exit after the end changes nothing', 'j1 l9', 5, [{ start: 1, end: 5, exit: 'ended' }]],
    ['an exit at the end is the exit', 'j1 r5', 5, [{ start: 1, end: 5, exit: 'removed' }]],
    ['a join at the end opens none', 'j5', 5, []],
    [
      'a reconnection within one instant',
      'j1 d3 j3 l5',
      undefined,
      [
        { start: 1, end: 3, exit: 'dropped' },
        { start: 3, end: 5, exit: 'left' },
      ],
    ],
    ['a visit within one instant', 'j3 l3', undefined, [{ start: 3, end: 3, exit: 'left' }]],
    ['a clock that stepped back: the exit before its join closes nothing', 'j5 l4', 9, [{ start: 5, end: 9, exit: 'ended' }]],
    ['a removal counts before a drop in one instant', 'j1 d2 r2 l2', undefined, [{ start: 1, end: 2, exit: 'removed' }]],
  ])('%s', (_, marks, ended, spans) => {
    expect(spansOf(of(marks), ended)).toEqual(spans);
  });

  test('never overlap, never run backwards, and depend on the set of marks only', () => {
    fc.assert(
      fc.property(fc.array(mark, { maxLength: 20 }), fc.option(fc.integer({ min: 0, max: 14 }), { nil: undefined }), (marks, ended) => {
        const one = marks.reduce<readonly Mark[]>(addMark, []);
        const other = [...marks, ...marks].toReversed().reduce<readonly Mark[]>(addMark, []);
        expect(other).toEqual(one);
        expect(readMarks(writeMarks(one))).toEqual(one);
        for (const spans of [spansOf(one, ended), callsOf(one, ended)]) {
          for (const [index, { start, end }] of spans.entries()) {
            expect(end === undefined ? index : start).toBeLessThanOrEqual(end ?? spans.length - 1);
            expect(start).toBeGreaterThanOrEqual(spans[index - 1]?.end ?? 0);
            if (ended !== undefined) expect(end).toBeLessThanOrEqual(ended);
          }
        }
      }),
    );
  });
});

test('a call ends with its own end, with its connection, or with the meeting', () => {
  expect(callsOf(of('j1 c2 e3 c4 d5 c6'), 9)).toEqual([
    { start: 2, end: 3, exit: 'left' },
    { start: 4, end: 5, exit: 'dropped' },
    { start: 6, end: 9, exit: 'ended' },
  ]);
});

const day = 86_400_000;

test.each([
  [{ start: 0, end: day }, [0]],
  [{ start: 0, end: day + 1 }, [0, 1]],
  [{ start: day - 1, end: day + 1 }, [0, 1]],
  [{ start: day, end: day }, [1]],
  [{ start: day - 1 }, [0]],
  // The change to summer time in Europe is a day like any other.
  [{ start: Date.UTC(2026, 2, 29, 0, 30), end: Date.UTC(2026, 2, 29, 23, 59) }, [Date.UTC(2026, 2, 29) / day]],
])('%o was on the days %o', (span, days) => {
  expect(daysOf(span)).toEqual(days);
});
