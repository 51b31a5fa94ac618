import type { z } from 'zod';
import { NotFoundException } from '../errors.ts';
import { readSession } from '../meetings/projection/conference.ts';
import { endOf } from '../meetings/projection/facts.ts';
import type { MeetingAttendee, MeetingDetail } from '../shapes/report.ts';
import type { Tx } from '../store/database.ts';
import { listSessionsOfMeeting } from '../store/meeting-projection.ts';
import { findMeeting, findProjection, listFeedback, type ListedMeeting } from '../store/meeting-reports.ts';
import { listMeetingSourceKinds } from '../store/meeting-sources.ts';
import { findProfiles } from '../store/meeting-users.ts';
import { toAttendee } from './attendee-output.ts';
import { readFacts, toMeetingSummary, toSource } from './meeting-output.ts';

interface Detail {
  readonly Meeting: z.input<typeof MeetingDetail>;
  readonly Attendees: z.input<typeof MeetingAttendee>[];
}

/** Everything about one meeting but its single events. Throws NotFoundException. */
export async function getMeetingDetail(tx: Tx, accountId: string, conferenceId: string, now: number): Promise<Detail> {
  const { projectionId, meeting } = await getMeeting(tx, accountId, conferenceId);
  const facts = readFacts(meeting);
  const ended = endOf(facts);
  const sessions = (await listSessionsOfMeeting(tx, projectionId, conferenceId)).map(readSession);
  const profiles = await findProfiles(
    tx,
    accountId,
    sessions.flatMap((session) => (session.facts.user ? [session.facts.user[0]] : [])),
  );
  // A second answer takes the place of the first.
  const feedback = new Map((await listFeedback(tx, projectionId, conferenceId)).map((row) => [row.attendee_session_id, row]));
  const { EndTime, ...summary } = toMeetingSummary(meeting, now);
  const reason = ended === undefined ? undefined : facts.endedAt === undefined ? facts.inferredEnd?.[1] : 'Ended';
  return {
    Meeting: {
      ...summary,
      AccountId: accountId,
      ...(ended !== undefined && { EndTime }),
      Source: toSource(facts.source?.[0] ?? '', await listMeetingSourceKinds(tx, accountId)),
      ExternalId: facts.externalId?.[0],
      Pin: facts.pin?.[0],
      Scheduled: facts.isScheduled ?? false,
      EndReason: reason,
      Region: facts.region?.[0],
      DataComplete: meeting.data_complete === 1,
    },
    Attendees: sessions
      .filter((session) => session.facts.isRecorder !== true)
      .map((session) => {
        const profile = session.facts.user && profiles.get(session.facts.user[0]);
        return toAttendee(session, { ended, organizerUserId: meeting.organizer_user_id, profile, feedback: feedback.get(session.id), now });
      })
      .toSorted(
        (one, other) => compare(one.JoinTime ?? '~', other.JoinTime ?? '~') || compare(one.AttendeeSessionId, other.AttendeeSessionId),
      ),
  };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** The meeting and where it is projected. Throws NotFoundException. */
export async function getMeeting(
  tx: Tx,
  accountId: string,
  conferenceId: string,
): Promise<{ projectionId: string; meeting: ListedMeeting }> {
  const projectionId = await findProjection(tx, accountId);
  const meeting = projectionId === undefined ? undefined : await findMeeting(tx, projectionId, conferenceId);
  if (projectionId === undefined || !meeting)
    throw new NotFoundException(`Meeting ${conferenceId} does not exist in account ${accountId}.`);
  return { projectionId, meeting };
}
