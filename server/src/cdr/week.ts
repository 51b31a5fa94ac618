import { dayMs } from '../shapes/timestamp.ts';

export const weekMs = 7 * dayMs;
/** The first Sunday after the epoch, which was a Thursday. */
const firstSunday = 3 * dayMs;

/** When the week of an instant began: on Sunday, 00:00 UTC. */
export function weekOf(time: number): number {
  return Math.floor((time - firstSunday) / weekMs) * weekMs + firstSunday;
}

/** The UTC days of a week, counted since 1970. */
export function daysOfWeek(week: number): { first: number; last: number } {
  return { first: week / dayMs, last: week / dayMs + 6 };
}
