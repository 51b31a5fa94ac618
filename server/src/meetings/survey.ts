import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { equalTexts } from '../equal-texts.ts';
import { NotFoundException } from '../errors.ts';
import type { Tx } from '../store/database.ts';
import { findAttendee, findSessionOfUser, listUnansweredMeetings, type RateableMeeting } from '../store/meeting-surveys.ts';
import type { Vault } from '../store/vault.ts';
import { carillonSource, type MeetingEvent } from './event.ts';
import { recordMeetingEvents } from './record.ts';
import { hashOf } from './sources/format.ts';
import { dayMs } from '../shapes/timestamp.ts';

/** How long after a meeting somebody is asked about it, and how long a link holds. */
const askedForDays = 30;
export const linkLifetimeMs = askedForDays * dayMs;
/** Meetings that a page asks about at once. */
const askedMax = 10;
/** Letters of a comment that are kept. */
export const commentMax = 4_000;

/** One presence in one meeting, whose person is asked. */
const Invitation = z.strictObject({
  accountId: z.string(),
  conferenceId: z.string(),
  attendeeSessionId: z.string(),
  /** Epoch milliseconds. */
  expiresAt: z.number(),
});

export type SurveyInvitation = z.output<typeof Invitation>;

export interface SurveyAnswer {
  readonly positive: boolean;
  /** '' = none. */
  readonly comment: string;
}

/** What a survey's link ends in. Nobody can make one up, and it says nothing but whom it asks about what. */
export function surveyToken(vault: Vault, invitation: SurveyInvitation): string {
  const text = Buffer.from(JSON.stringify(invitation)).toString('base64url');
  return `${text}.${mac(vault, text)}`;
}

/** Throws NotFoundException for a token that is none of ours or has expired. */
export function readSurveyToken(vault: Vault, token: string, now: number): SurveyInvitation {
  const [text = '', given = ''] = token.split('.');
  const parsed = equalTexts(given, mac(vault, text))
    ? Invitation.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
    : undefined;
  if (!parsed?.success) throw new NotFoundException('This link leads nowhere. See that it was copied completely.');
  if (parsed.data.expiresAt <= now) throw new NotFoundException('This link has expired: it is too late to answer.');
  return parsed.data;
}

function mac(vault: Vault, text: string): string {
  return createHmac('sha256', vault.derive('survey')).update(text).digest('base64url');
}

/** Stores what whoever was present answers; answers false if that person has answered already. Throws NotFoundException. */
export async function answerByLink(tx: Tx, invitation: SurveyInvitation, answer: SurveyAnswer, now: number): Promise<boolean> {
  const { accountId, conferenceId, attendeeSessionId: id } = invitation;
  const attendee = await findAttendee(tx, { accountId, conferenceId, id });
  if (!attendee) throw new NotFoundException('Nothing is known of this meeting any more.');
  const userId = attendee.user_id ?? undefined;
  return record(tx, { accountId, conferenceId, attendeeSessionId: id, userId }, answer, now);
}

/** The meetings that a user is asked about: those of the last days without an answer, the latest first. */
export async function listMeetingsToRate(tx: Tx, accountId: string, userId: string, now: number): Promise<RateableMeeting[]> {
  return listUnansweredMeetings(tx, { accountId, userId, sinceDay: Math.floor(now / dayMs) - askedForDays, limit: askedMax });
}

interface Rating {
  readonly accountId: string;
  readonly userId: string;
  readonly conferenceId: string;
}

/** Stores what a signed-in user answers; answers false for a meeting that the user was not in, or has answered about already. */
export async function answerSignedIn(tx: Tx, rating: Rating, answer: SurveyAnswer, now: number): Promise<boolean> {
  const { accountId, userId, conferenceId } = rating;
  const asked = await listMeetingsToRate(tx, accountId, userId, now);
  if (!asked.some(({ conference_id }) => conference_id === conferenceId)) return false;
  const attendeeSessionId = await findSessionOfUser(tx, rating);
  return record(tx, { accountId, conferenceId, attendeeSessionId, userId }, answer, now);
}

interface Respondent {
  readonly accountId: string;
  readonly conferenceId: string;
  readonly attendeeSessionId: string | undefined;
  readonly userId: string | undefined;
}

async function record(tx: Tx, respondent: Respondent, { positive, comment }: SurveyAnswer, now: number): Promise<boolean> {
  const { accountId, conferenceId, attendeeSessionId, userId } = respondent;
  // One answer of one person, whichever way it comes: a second one is the same event, and says nothing new.
  const event: MeetingEvent = {
    type: 'survey.answered',
    id: hashOf(['survey', conferenceId, userId ?? ['guest', attendeeSessionId]]),
    time: now,
    conferenceId,
    ...(attendeeSessionId !== undefined && { attendeeSessionId }),
    ...(userId !== undefined && { userId }),
    data: { positive, ...(comment !== '' && { comment: comment.replaceAll('\0', '').slice(0, commentMax) }) },
  };
  return (await recordMeetingEvents(tx, accountId, carillonSource, [event], now)).recorded === 1;
}
