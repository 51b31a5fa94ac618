import type { Output } from '../../api/calls.ts';

export type Meeting = Output<'chime:ListMeetingsReportData'>['Meetings'][number];
export type MeetingDetail = Output<'chime:GetMeetingDetail'>['Meeting'];
export type Attendee = Output<'chime:GetMeetingDetail'>['Attendees'][number];
export type MeetingEvent = Output<'chime:ListMeetingEvents'>['Events'][number];
export type Usage = Output<'chime:ListAccountUsageReportData'>;

/** What people call the types of meetings. */
export const meetingTypes: Readonly<Record<Meeting['Type'], string>> = {
  PersonalMeetingId: 'Personal meeting id',
  UniqueId: 'Unique meeting id',
  Moderated: 'Moderated',
  Instant: 'Instant',
  ChatCall: 'Call from a chat',
  PhoneCall: 'Telephone call',
  External: 'From another system',
};

/** `1 h 5 min`; less than a minute in seconds. */
export function formatDuration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min` : `${hours.toLocaleString()} h ${minutes % 60} min`;
}

/** An instant of something that began at `start`: the day is said only where it is another. */
export function formatWithin(start: string, time: string | undefined, timeStyle: 'short' | 'medium' = 'short'): string {
  if (time === undefined) return '–';
  const instant = new Date(time);
  const isSameDay = new Date(start).toDateString() === instant.toDateString();
  return (isSameDay ? timesOfDay : instants)[timeStyle].format(instant);
}

// Made once: to make one takes a hundred times as long as to use it, and a table has hundreds of times.
const timesOfDay = {
  short: new Intl.DateTimeFormat(undefined, { timeStyle: 'short' }),
  medium: new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' }),
};
const instants = {
  short: new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }),
  medium: new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' }),
};

/** A share of 0 to 1; null = there is nothing to take a share of. */
export function formatShare(share: number | null): string {
  return share === null ? '–' : share.toLocaleString(undefined, { style: 'percent', maximumFractionDigits: 0 });
}

/** A UTC day of a report, whatever the reader's time zone. */
export function formatReportDay(day: string, style: Intl.DateTimeFormatOptions = { dateStyle: 'medium' }): string {
  return new Date(day).toLocaleDateString(undefined, { ...style, timeZone: 'UTC' });
}
