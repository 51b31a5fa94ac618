import type { z } from 'zod';
import { MeetingFacts, organizerOf } from '../meetings/projection/facts.ts';
import { carillonSource } from '../meetings/event.ts';
import type { MeetingSummary } from '../shapes/report.ts';
import { toTimestamp } from '../shapes/timestamp.ts';
import type { ListedMeeting } from '../store/meeting-reports.ts';
import type { MeetingSourceKind } from '../store/meeting-sources.ts';

/** A meeting that is over as the list shows it, or one that is held, until `now`. */
export function toMeetingSummary(meeting: ListedMeeting, now: number): z.input<typeof MeetingSummary> {
  const { ended_at, organizer_user_id, organizer_name, organizer_email } = meeting;
  const facts = readFacts(meeting);
  const start = startTimeOf(meeting, facts);
  const guest = organizerOf(facts)?.name;
  const organizer =
    organizer_user_id === null
      ? guest !== undefined && { DisplayName: bracketed(guest) }
      : {
          UserId: organizer_user_id,
          DisplayName: organizer_name ?? organizer_email ?? guest,
          EmailAddress: organizer_email ?? undefined,
        };
  return {
    ConferenceId: meeting.conference_id,
    StartTime: toTimestamp(start),
    EndTime: toTimestamp(ended_at ?? now),
    Type: meeting.type,
    ...(organizer && { Organizer: organizer }),
    DurationSeconds: Math.max(0, Math.floor(((ended_at ?? now) - start) / 1000)),
    NumberOfAttendees: meeting.attendees,
  };
}

export function readFacts({ facts }: Pick<ListedMeeting, 'facts'>): MeetingFacts {
  return MeetingFacts.parse(JSON.parse(facts));
}

/** When the meeting began; one that nobody has begun, when it was to, or when it was over. */
function startTimeOf({ started_at, ended_at, last_event_at }: ListedMeeting, { plannedStart }: MeetingFacts): number {
  return started_at ?? plannedStart?.[0] ?? ended_at ?? last_event_at;
}

/** Who is not signed in is shown in angle brackets, as Amazon Chime's roster does: `<Jane>`, `<+15555550100>`. */
export function bracketed(name: string | undefined): string {
  return `<${name ?? 'Unknown'}>`;
}

const kinds = {
  livekit: 'LiveKit',
  'chime-sdk': 'AmazonChimeSDK',
  janus: 'Janus',
  cloudevents: 'CloudEvents',
  import: 'Import',
} as const satisfies Record<MeetingSourceKind, string>;

/** Where an event came from. @param known the account's sources; what is none of them came with an import */
export function toSource(id: string, known: ReadonlyMap<string, MeetingSourceKind>) {
  if (id === carillonSource) return { SourceId: id, Kind: 'Carillon' as const };
  return { SourceId: id, Kind: kinds[known.get(id) ?? 'import'] };
}
