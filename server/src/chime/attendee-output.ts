import type { z } from 'zod';
import type { Session } from '../meetings/projection/conference.ts';
import type { SessionFacts } from '../meetings/projection/facts.ts';
import { spansOf, type Span } from '../meetings/projection/marks.ts';
import type { MeetingAttendee } from '../shapes/report.ts';
import { toTimestamp } from '../shapes/timestamp.ts';
import type { UserProfile } from '../store/meeting-users.ts';
import { bracketed } from './meeting-output.ts';

/** What there is to a presence besides the session itself. */
interface Surroundings {
  readonly ended: number | undefined;
  readonly organizerUserId: string | null;
  readonly profile: UserProfile | undefined;
  /** The session's last answer to the survey. */
  readonly feedback: { readonly positive: number; readonly comment: string | null; readonly time: number } | undefined;
  readonly now: number;
}

/** One person's presence in a meeting as the details show it. */
export function toAttendee(
  { id, facts, marks }: Session,
  { ended, organizerUserId, profile, feedback, now }: Surroundings,
): z.input<typeof MeetingAttendee> {
  const spans = spansOf(marks, ended);
  const [first] = spans;
  const last = spans.at(-1);
  const connectedMs = spans.reduce((sum, { start, end = now }) => sum + Math.max(0, end - start), 0);
  return {
    AttendeeSessionId: id,
    ...toPerson(facts, profile),
    ...(profile && { EmailAddress: profile.primary_email }),
    Authenticated: facts.user !== undefined,
    Role: facts.role ?? (facts.user?.[0] === organizerUserId ? 'Organizer' : 'Attendee'),
    State: stateOf(facts, last),
    ...(first && { JoinTime: toTimestamp(first.start) }),
    ...(last?.end !== undefined && { LeaveTime: toTimestamp(last.end) }),
    Minutes: Math.round((connectedMs / 60_000) * 100) / 100,
    Reconnects: Math.max(0, spans.length - 1),
    ...(last?.exit && { Exit: exits[last.exit] }),
    Connections: spans.map(({ start, end, exit }) => ({
      StartTime: toTimestamp(start),
      ...(end !== undefined && { EndTime: toTimestamp(end) }),
      ...(exit && { Exit: exits[exit] }),
    })),
    ClientType: facts.client ?? 'Unknown',
    AudioType: facts.audio ?? 'Unknown',
    VideoUsed: facts.usedVideo ?? false,
    ScreenShareUsed: facts.sharedScreen ?? false,
    ...qualityOf(facts),
    ...(feedback && {
      Feedback: {
        Positive: feedback.positive === 1,
        ...(feedback.comment !== null && { Comment: feedback.comment }),
        Time: toTimestamp(feedback.time),
      },
    }),
  };
}

/** Signed in: the profile's name. Else what they call themselves, or the number they call from, in angle brackets. */
export function toPerson({ user, name, call }: Pick<SessionFacts, 'user' | 'name' | 'call'>, profile: UserProfile | undefined) {
  if (user === undefined) return { DisplayName: bracketed(name?.[0] ?? call?.[0]['callerPhoneNumber']) };
  return { UserId: user[0], DisplayName: profile?.display_name ?? profile?.primary_email ?? name?.[0] };
}

const exits = { left: 'Left', dropped: 'Dropped', removed: 'Removed', ended: 'Ended' } as const;

/** Source: the states of the meeting roster, Amazon Chime User Guide. */
function stateOf({ status }: SessionFacts, last: Span | undefined): z.input<typeof MeetingAttendee>['State'] {
  if (!last) return status?.[0] ?? 'Invited';
  if (last.exit === undefined) return 'Present';
  return last.exit === 'dropped' ? 'Dropped' : 'Left';
}

const goodQuality = { lossPercent: 2, roundTripMs: 200, jitterMs: 30 };
const fairQuality = { lossPercent: 5, roundTripMs: 400, jitterMs: 60 };

/** The means of the samples, and what they amount to for a listener. Assumed: the thresholds, which follow ITU-T G.114 for the delay. */
function qualityOf({ quality }: SessionFacts): Pick<z.input<typeof MeetingAttendee>, 'Quality'> {
  if (!quality) return {};
  const [loss, losses, jitter, jitters, trip, trips] = quality;
  const measured = { lossPercent: mean(loss, losses), jitterMs: mean(jitter, jitters), roundTripMs: mean(trip, trips) };
  const isWithin = (bounds: typeof goodQuality): boolean =>
    (measured.lossPercent ?? 0) <= bounds.lossPercent &&
    (measured.jitterMs ?? 0) <= bounds.jitterMs &&
    (measured.roundTripMs ?? 0) <= bounds.roundTripMs;
  return {
    Quality: {
      Rating: isWithin(goodQuality) ? 'Good' : isWithin(fairQuality) ? 'Fair' : 'Poor',
      ...(measured.lossPercent !== undefined && { PacketLossPercent: measured.lossPercent }),
      ...(measured.jitterMs !== undefined && { JitterMs: measured.jitterMs }),
      ...(measured.roundTripMs !== undefined && { RoundTripMs: measured.roundTripMs }),
    },
  };
}

/** Of sums in thousandths. */
function mean(sum: number, count: number): number | undefined {
  return count === 0 ? undefined : Math.round(sum / count) / 1000;
}
