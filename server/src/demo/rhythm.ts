import { dayMs } from '../shapes/timestamp.ts';

const hourMs = 3_600_000;

/** Whether a UTC day (its first instant) is a Saturday or Sunday. */
export function isWeekend(day: number): boolean {
  const weekday = new Date(day).getUTCDay();
  return weekday === 0 || weekday === 6;
}

/** Clocks of the world. */
export interface Clocks {
  /**
   * The instant at which clocks in a time zone show an hour (with fractions) on the UTC day `day`, daylight saving time
   * included. @param zone IANA name @param day the first instant of the day, epoch milliseconds
   */
  hourIn(zone: string, day: number, hour: number): number;
}

/** Asking a calendar takes long, so each zone and day is asked for once. */
export function createClocks(): Clocks {
  const formats = new Map<string, Intl.DateTimeFormat>();
  const offsets = new Map<string, number>();
  const offsetOn = (zone: string, day: number): number => {
    const key = `${zone} ${day}`;
    const known = offsets.get(key);
    if (known !== undefined) return known;
    const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    formats.set(zone, format);
    const offset = readOffset(format, day + dayMs / 2);
    offsets.set(key, offset);
    return offset;
  };
  return { hourIn: (zone, day, hour) => day + hour * hourMs - offsetOn(zone, day) };
}

/** How far the clocks of a zone are ahead of UTC at an instant, milliseconds; negative in the west. */
function readOffset(format: Intl.DateTimeFormat, time: number): number {
  const name = format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes = '0'] = /^GMT(?:([+-])(\d\d):?(\d\d)?)?$/.exec(name) ?? [];
  return hours === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
