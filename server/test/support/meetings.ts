import fc from 'fast-check';
import type { MeetingEvent, MeetingEventType } from '../../src/meetings/event.ts';
import { recordMeetingEvents, type Recorded } from '../../src/meetings/record.ts';
import type { Database } from '../../src/store/database.ts';
import { insertUser, type UserRow } from '../../src/store/users.ts';

/** Delivers events of an account as its source does. */
export async function deliver(
  database: Database,
  accountId: string,
  events: readonly MeetingEvent[],
  now: number,
  sourceId = 'source',
): Promise<Recorded> {
  return database.write('', (tx) => recordMeetingEvents(tx, accountId, sourceId, events, now));
}

let pins = 0;

/** A registered user of an account, whose id is the address's beginning and the account's id. */
export async function insertMember(database: Database, accountId: string, email: string, change: Partial<UserRow> = {}): Promise<string> {
  const id = `${email.split('@')[0]}-${accountId}`;
  pins += 1;
  const user: UserRow = {
    account_id: accountId,
    id,
    primary_email: email,
    display_name: email.split('@')[0] ?? '',
    display_name_folded: email.split('@')[0] ?? '',
    license_type: 'Pro',
    user_type: 'PrivateUser',
    registration_status: 'Registered',
    invitation_status: 'Accepted',
    pin: String(8_000_000_000 + pins),
    managed_by: 'carillon',
    source_active: 1,
    invited_on: 0,
    registered_on: 0,
    created_at: 0,
    ...change,
  };
  await database.write('', (tx) => insertUser(tx, user));
  return id;
}

/** Tables that a projection consists of. */
const projectedTables = [
  'meetings',
  'attendee_sessions',
  'connection_spans',
  'meeting_feedback',
  'meeting_attendances',
  'meeting_user_days',
  'meeting_user_activity',
  'meeting_account_days',
] as const;

/** Everything that is projected, as lines in an order that depends on the content only. @param rename ids that differ between accounts */
export async function dumpProjection(database: Database, projectionId: string, accountId: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const table of projectedTables) {
    const rows = await database.read('', (tx) => tx.query(tx.sql.selectFrom(table).selectAll().where('projection_id', '=', projectionId)));
    for (const row of rows) {
      const { projection_id: _, ...rest } = row;
      // What a day without activity says, and no row of it, is the same.
      if (table === 'meeting_user_activity' && 'days' in rest && rest.days === 0) continue;
      lines.push(
        `${table} ${JSON.stringify({ ...rest, facts: 'facts' in rest ? sorted(rest.facts) : undefined })
          .replaceAll(accountId, '…')
          .replaceAll(/"event_key":"[^"]*"/g, '')}`,
      );
    }
  }
  return lines.toSorted();
}

/** Facts are kept in the order in which they became known. */
function sorted(facts: string): object {
  const known: unknown = JSON.parse(facts);
  return Object.fromEntries(
    Object.entries(typeof known === 'object' && known !== null ? known : {}).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Midnight between two days, one of them a leap day. */
export const midnight = Date.UTC(2028, 1, 29);

const minute = 60_000;
const sessions = ['s1', 's2', 's3', 's4'] as const;
const people = ['ana@acme.example', 'bo@acme.example', 'cy@elsewhere.example', undefined] as const;

const kinds: readonly MeetingEventType[] = [
  'attendee.joined',
  'attendee.joined',
  'attendee.joined',
  'attendee.left',
  'attendee.dropped',
  'attendee.removed',
  'meeting.started',
  'meeting.ended',
  'meeting.scheduled',
  'attendee.waiting',
  'dialin.started',
  'dialin.ended',
  'video.started',
  'quality.sample',
  'survey.answered',
  'message.sent',
  'recording.started',
];

/** Events of two meetings around a midnight, sensible or not, with few instants so that many fall together. */
export const meetingEvents: fc.Arbitrary<MeetingEvent[]> = fc
  .array(
    fc.record({
      type: fc.constantFrom(...kinds),
      at: fc.integer({ min: -8, max: 8 }),
      conference: fc.constantFrom('c1', 'c2'),
      session: fc.constantFrom(...sessions),
      person: fc.constantFrom(...people),
      positive: fc.boolean(),
      variant: fc.integer({ min: 0, max: 3 }),
    }),
    { minLength: 1, maxLength: 24 },
  )
  .map((drafts) => drafts.map((draft, index) => toEvent(draft, index)));

interface Draft {
  readonly type: MeetingEventType;
  readonly at: number;
  readonly conference: string;
  readonly session: string;
  readonly person: string | undefined;
  readonly positive: boolean;
  readonly variant: number;
}

function toEvent({ type, at, conference, session, person, positive, variant }: Draft, index: number): MeetingEvent {
  const who = { attendeeSessionId: session, ...(person !== undefined && { email: person }), displayName: `${session} ${variant}` };
  const common = { id: String(index), time: midnight + at * 7 * minute, conferenceId: conference };
  switch (type) {
    case 'meeting.started':
    case 'meeting.scheduled':
      return { ...common, type, ...(person !== undefined && { email: person }), data: { pin: String(variant) } };
    case 'meeting.ended':
      return { ...common, type, data: { reason: (['Ended', 'Ended', 'NoEvents', 'NobodyConnected'] as const)[variant] ?? 'Ended' } };
    case 'attendee.joined':
      return {
        ...common,
        ...who,
        type,
        data: { role: variant === 0 ? 'Organizer' : 'Attendee', isRecorder: variant === 3, clientType: positive ? 'Sip' : 'Web' },
      };
    case 'quality.sample':
      return { ...common, ...who, type, data: { jitterMs: variant + 0.1 } };
    case 'survey.answered':
      return { ...common, ...who, type, data: { positive } };
    case 'dialin.started':
      return { ...common, ...who, type, data: { callerPhoneNumber: `+1555${variant}` } };
    case 'message.sent':
      return { ...common, ...who, ...(positive && { conferenceId: undefined }), type, data: { count: variant + 1 } };
    case 'recording.started':
      return { ...common, type, data: {} };
    default:
      return { ...common, ...who, type, data: {} };
  }
}

/** A meeting as its engine reports it, from the beginning to the end. */
export function meeting(
  conferenceId: string,
  { from, to, organizer, people }: { from: number; to: number; organizer: string | undefined; people: readonly (string | undefined)[] },
): MeetingEvent[] {
  const id = (name: string): string => `${conferenceId} ${name}`;
  const who = organizer === undefined ? { displayName: 'Host' } : { userId: organizer };
  return [
    { id: id('started'), type: 'meeting.started', time: from, conferenceId, ...who, data: {} },
    ...people.map((userId, index): MeetingEvent => ({
      id: id(`joined ${index}`),
      type: 'attendee.joined',
      time: from,
      conferenceId,
      attendeeSessionId: `session-${index}`,
      ...(userId === undefined ? { displayName: `Guest ${index}` } : { userId }),
      data: {},
    })),
    { id: id('ended'), type: 'meeting.ended', time: to, conferenceId, data: {} },
  ];
}
