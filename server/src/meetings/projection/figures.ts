import { z } from 'zod';
import type { LoggedEvent } from '../../store/meeting-events.ts';
import type { Conference } from './conference.ts';
import { endOf, organizerOf } from './facts.ts';
import { dayOf } from './marks.ts';

/** By how much a user's figures of one UTC day change. */
export interface UserDayChange {
  readonly user_id: string;
  readonly day: number;
  meetings_attended: number;
  meetings_organized: number;
  pro_meetings: number;
  answers: number;
  positive_answers: number;
  messages_sent: number;
  /** The latest message of the day among those that changed it. */
  last_message_at: number | null;
}

/** By how much an account's figures of one UTC day change; those of active people follow from the users'. */
export interface AccountDayChange {
  readonly day: number;
  meetings_held: number;
  answers: number;
  positive_answers: number;
  messages_sent: number;
}

/** What changes in the figures of a batch of events, added up. */
export interface Figures {
  readonly userDays: ReadonlyMap<string, UserDayChange>;
  readonly accountDays: ReadonlyMap<number, AccountDayChange>;
  ofUser(userId: string, day: number): UserDayChange;
  ofAccount(day: number): AccountDayChange;
}

export function createFigures(): Figures {
  const userDays = new Map<string, UserDayChange>();
  const accountDays = new Map<number, AccountDayChange>();
  return {
    userDays,
    accountDays,
    ofUser(userId, day) {
      const key = `${day} ${userId}`;
      const known = userDays.get(key);
      if (known) return known;
      const change: UserDayChange = {
        user_id: userId,
        day,
        meetings_attended: 0,
        meetings_organized: 0,
        pro_meetings: 0,
        answers: 0,
        positive_answers: 0,
        messages_sent: 0,
        last_message_at: null,
      };
      userDays.set(key, change);
      return change;
    },
    ofAccount(day) {
      const change = accountDays.get(day) ?? { day, meetings_held: 0, answers: 0, positive_answers: 0, messages_sent: 0 };
      accountDays.set(day, change);
      return change;
    },
  };
}

const Counted = z.object({ count: z.number().optional(), positive: z.boolean().optional() });

/**
 * Adds what events say by themselves, whatever the meeting: messages and answers to surveys, on the day of the event.
 * @param sign -1 takes them away: the log forgets them
 */
export function addEvents(figures: Figures, events: readonly LoggedEvent[], sign: 1 | -1): void {
  for (const { type, time, user_id, data } of events) {
    const isAnswer = type === 'survey.answered';
    if (!isAnswer && (type !== 'message.sent' || user_id === null)) continue;
    const { count = 1, positive = false } = Counted.parse(JSON.parse(data));
    const day = dayOf(time);
    for (const change of [figures.ofAccount(day), ...(user_id === null ? [] : [figures.ofUser(user_id, day)])]) {
      if (!isAnswer) change.messages_sent += sign * count;
      if (isAnswer) change.answers += sign;
      if (isAnswer && positive) change.positive_answers += sign;
      if (!isAnswer && 'last_message_at' in change) change.last_message_at = Math.max(change.last_message_at ?? 0, time);
    }
  }
}

/** Adds, or takes away, a meeting as the day of its end counts it: as held, as organised, as what makes an active Pro day. */
export function addMeeting(figures: Figures, conference: Conference, sign: 1 | -1): void {
  const ended = endOf(conference.facts);
  const organizer = organizerOf(conference.facts);
  if (ended === undefined || organizer?.userId === undefined) return;
  const day = dayOf(ended);
  figures.ofAccount(day).meetings_held += sign;
  const change = figures.ofUser(organizer.userId, day);
  change.meetings_organized += sign;
  if (organizer.isPro === true && isProMeeting(conference)) change.pro_meetings += sign;
}

/** More people than these make a meeting of a Pro user one that counts. */
const attendeesOfBasicMeetingMax = 2;

/** Source: "Amazon Chime pricing", what makes an active Pro user of the day. */
function isProMeeting({ facts, counts }: Conference): boolean {
  const { isScheduled = false, isRecorded = false, isDialedIn = false } = facts;
  return isScheduled || isRecorded || isDialedIn || counts.attendees > attendeesOfBasicMeetingMax || counts.sipSessions > 0;
}
