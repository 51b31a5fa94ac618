import type { LoggedEvent, Position } from '../store/meeting-events.ts';

/** Whether an event comes, in the order in which the log is read, at or before the position: a projection that came so far has it. */
export function isUpTo(
  { conference_id, time, event_key }: Pick<LoggedEvent, 'conference_id' | 'time' | 'event_key'>,
  { conferenceId, time: until, key }: Position,
): boolean {
  if (conference_id !== conferenceId) return Buffer.compare(Buffer.from(conference_id), Buffer.from(conferenceId)) < 0;
  return time < until || (time === until && event_key <= key);
}
