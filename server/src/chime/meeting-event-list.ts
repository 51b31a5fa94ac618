import { z } from 'zod';
import { MeetingEvent, type MeetingEventPerson } from '../shapes/report.ts';
import { toTimestamp } from '../shapes/timestamp.ts';
import type { Tx } from '../store/database.ts';
import { listEventsOfMeeting, type MeetingEventRow } from '../store/meeting-events.ts';
import { listMeetingSourceKinds, type MeetingSourceKind } from '../store/meeting-sources.ts';
import { findProfiles, type UserProfile } from '../store/meeting-users.ts';
import { toPage } from '../store/paging.ts';
import { toPerson } from './attendee-output.ts';
import { getMeeting } from './meeting-detail.ts';
import { toSource } from './meeting-output.ts';

interface Question {
  readonly accountId: string;
  readonly conferenceId: string;
  /** Key of the last event of the page before, '' for the first page. */
  readonly after: string;
  readonly size: number;
}

interface EventPage {
  readonly events: z.input<typeof MeetingEvent>[];
  readonly lastKey: string | undefined;
}

/** One page of what happened in a meeting, in the order of time. Throws NotFoundException. */
export async function listEvents(tx: Tx, { accountId, conferenceId, after, size }: Question): Promise<EventPage> {
  await getMeeting(tx, accountId, conferenceId);
  const [time, key] = after === '' ? [-1, ''] : Key.parse(JSON.parse(after));
  const found = await listEventsOfMeeting(tx, accountId, { conferenceId, time, key }, size + 1);
  const { rows, lastKey } = toPage(found, size, (row) => JSON.stringify([row.time, row.event_key]));
  const known = {
    kinds: await listMeetingSourceKinds(tx, accountId),
    profiles: await findProfiles(
      tx,
      accountId,
      rows.flatMap(({ user_id }) => (user_id === null ? [] : [user_id])),
    ),
  };
  return { events: rows.map((row) => toEvent(row, known)), lastKey };
}

const Key = z.tuple([z.number(), z.string()]);

const Person = z.object({ displayName: z.string().optional(), attendeeSessionId: z.string().optional() });
const People = Person.extend({ actor: Person.optional() });
const Data = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

interface Known {
  readonly kinds: ReadonlyMap<string, MeetingSourceKind>;
  readonly profiles: ReadonlyMap<string, UserProfile>;
}

function toEvent(row: MeetingEventRow, { kinds, profiles }: Known): z.input<typeof MeetingEvent> {
  const { actor, displayName } = People.parse(JSON.parse(row.person));
  const data = Object.entries(Data.parse(JSON.parse(row.data)));
  const isAboutSomebody = row.attendee_session_id !== null || row.user_id !== null || displayName !== undefined;
  const subject = isAboutSomebody
    ? {
        ...(row.attendee_session_id !== null && { AttendeeSessionId: row.attendee_session_id }),
        ...toPerson(
          { user: row.user_id === null ? undefined : [row.user_id, 0], name: displayName === undefined ? undefined : [displayName, 0] },
          row.user_id === null ? undefined : profiles.get(row.user_id),
        ),
      }
    : undefined;
  return {
    EventId: row.id,
    Type: MeetingEvent.shape.Type.parse(row.type),
    Time: toTimestamp(row.time),
    ReceivedAt: toTimestamp(row.received_at),
    Source: toSource(row.source_id, kinds),
    ...peopleOf(subject, actor),
    ...(data.length > 0 && { Data: Object.fromEntries(data.map(([name, value]) => [name, String(value)])) }),
  };
}

type EventPerson = z.input<typeof MeetingEventPerson>;

/** Whoever did it is the actor; with nobody else named, that is whom it is about. */
function peopleOf(
  subject: EventPerson | undefined,
  actor: z.output<typeof Person> | undefined,
): { Actor?: EventPerson; Target?: EventPerson } {
  if (!actor) return subject ? { Actor: subject } : {};
  const Actor = {
    ...(actor.attendeeSessionId !== undefined && { AttendeeSessionId: actor.attendeeSessionId }),
    ...toPerson({ name: actor.displayName === undefined ? undefined : [actor.displayName, 0] }, undefined),
  };
  return subject ? { Actor, Target: subject } : { Actor };
}
