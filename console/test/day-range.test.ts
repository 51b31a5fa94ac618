import { expect, test } from 'vitest';
import { rangeBefore, readDayRange } from '../src/ui/day-range.ts';

const today = '2026-03-01';

test('the last days include today, and nothing chosen is 30 of them', () => {
  expect(readDayRange({ last: '7d' }, today).range).toEqual({ StartDate: '2026-02-23', EndDate: today });
  expect(readDayRange({}, today).range).toEqual({ StartDate: '2026-01-31', EndDate: today });
});

test('what no report covers is explained instead of asked for', () => {
  const faultOf = (from?: string, to?: string) => readDayRange({ from, to }, today).fault;
  expect(faultOf('2026-02-19', '2026-02-01')).toContain('before it starts on 2026-02-19. Exchange the two days.');
  expect(faultOf('2024-01-01', '2026-01-01')).toContain('732 days; a report covers at most 400');
  expect(faultOf('2026-02-30', '2026-03-01')).toContain('“2026-02-30” is no day');
  expect(faultOf('2026-02-01')).toBe('The range has no last day.');
  expect(readDayRange({ last: '401d' }, today).fault).toContain('from 1 to 400');
  expect(readDayRange({ last: 'week' }, today).fault).toContain('such as 30d');
  expect(readDayRange({ from: '2025-01-26', to: today }, today).fault).toBeUndefined();
});

test('figures are compared with as many days right before', () => {
  expect(rangeBefore({ StartDate: '2026-02-23', EndDate: today })).toEqual({ StartDate: '2026-02-16', EndDate: '2026-02-22' });
});
