import type { MeetingEvent } from '../src/meetings/event.ts';
import { daysPerBlock } from '../src/store/meeting-figures.ts';
import { dayMs } from '../src/shapes/timestamp.ts';
import { userId } from './site.ts';

/** What is loaded: an account whose meetings are spread evenly over the days, eight connections in each, one of them a guest's. */
export interface Plan {
  readonly accountId: string;
  readonly users: number;
  readonly spans: number;
  readonly firstDay: number;
  readonly days: number;
}

export const source = 'engine';
const sessionsPerMeeting = 8;
const meetingMs = 30 * 60_000;
/** Steps from meeting to meeting and from person to person: primes, so that everybody meets everybody. */
const [meetingStep, personStep] = [7919, 104_729];
/** Of so many meetings one is held with a personal id. */
const personalEvery = 5;

function meetingsOf({ spans }: Plan): number {
  return Math.ceil(spans / sessionsPerMeeting);
}

/** When the events of all meetings came in: on the day after. */
export function receivedAt({ firstDay, days }: Plan): number {
  return (firstDay + days + 1) * dayMs;
}

/** The events of one of the meetings, whose rows are those of `projectionStatements`. */
export function eventsOfMeeting(plan: Plan, index: number): MeetingEvent[] {
  const { accountId, users, firstDay, days } = plan;
  const conferenceId = `01b00000-0000-7000-8000-${String(index).padStart(12, '0')}`;
  const time = firstDay * dayMs + Math.floor((index * days * dayMs) / meetingsOf(plan));
  const user = (session: number): string => userId(accountId, 1 + ((index * meetingStep + session * personStep) % users));
  const type = index % personalEvery === 0 ? 'PersonalMeetingId' : 'Instant';
  return [
    { id: `${index} started`, type: 'meeting.started', time, conferenceId, userId: user(0), data: { type } },
    ...Array.from({ length: sessionsPerMeeting }, (_, session): MeetingEvent => ({
      id: `${index} joined ${session}`,
      type: 'attendee.joined',
      time,
      conferenceId,
      attendeeSessionId: `session-${session}`,
      ...(session < sessionsPerMeeting - 1 && { userId: user(session) }),
      displayName: 'Somebody',
      data: { clientType: 'Web', audioType: 'Computer' },
    })),
    { id: `${index} ended`, type: 'meeting.ended', time: time + meetingMs, conferenceId, data: {} },
  ];
}

/** The words in which the engines differ. */
interface Words {
  /** Rows `i` from 0 on. */
  numbers(name: string, count: number): string;
  padded(number: string): string;
  text(number: string): string;
  bit(day: string): string;
}

export const sqliteWords: Words = {
  numbers: (name, count) =>
    `(with recursive numbers (i) as (select 0 union all select i + 1 from numbers where i < ${count - 1}) select i from numbers) ${name}`,
  padded: (number) => `printf('%012d', ${number})`,
  text: (number) => number,
  bit: (day) => `(1 << (${day} % ${daysPerBlock}))`,
};

export const postgresWords: Words = {
  numbers: (name, count) => `(select i::bigint as i from generate_series(0, ${count - 1}) as i) ${name}`,
  padded: (number) => `lpad((${number})::text, 12, '0')`,
  text: (number) => `(${number})::text`,
  bit: (day) => `(1::bigint << (${day} % ${daysPerBlock})::int)`,
};

/**
 * SQL that fills an empty projection with the rows that projecting the events of all meetings makes. The log stays empty.
 */
export function projectionStatements(plan: Plan, words: Words): string[] {
  return [...meetingStatements(plan, words), ...figureStatements(plan, words)];
}

function meetingStatements(plan: Plan, words: Words): string[] {
  const { accountId, users, firstDay, days } = plan;
  const meetings = meetingsOf(plan);
  const conference = `'01b00000-0000-7000-8000-' || ${words.padded('m.i')}`;
  const user = (session: string): string =>
    `'${accountId.slice(0, 8)}-0000-7000-8000-' || ${words.padded(`(m.i * ${meetingStep} + ${session} * ${personStep}) % ${users} + 1`)}`;
  const start = `(${firstDay * dayMs} + m.i * ${days * dayMs} / ${meetings})`;
  const end = `(${start} + ${meetingMs})`;
  const at = (time: string): string => `' || ${words.text(time)} || '`;
  const everyMeeting = words.numbers('m', meetings);
  const everySession = `${everyMeeting} cross join ${words.numbers('s', sessionsPerMeeting)}`;
  const type = `case when m.i % ${personalEvery} = 0 then 'PersonalMeetingId' else 'Instant' end`;
  const meetingFacts = `'{"source":["${source}",${at(start)}],"organizer":[{"userId":"' || ${user('0')} || '","isPro":true},${at(start)}],"type":["' || ${type} || '",${at(start)}],"startedAt":${at(start)},"firstJoinAt":${at(start)},"lastJoinAt":${at(start)},"endedAt":${at(end)}}'`;
  const isUser = `s.i < ${sessionsPerMeeting - 1}`;
  const sessionFacts = `'{' || case when ${isUser} then '"user":["' || ${user('s.i')} || '",${at(start)}],' else '' end || '"name":["Somebody",${at(start)}],"client":"Web","audio":"Computer"}'`;
  const [startDay, lastDay] = [`${start} / ${dayMs}`, `(${end} - 1) / ${dayMs}`];
  return [
    `insert into meetings (projection_id, conference_id, type, organizer_user_id, started_at, ended_at, attendees, connected, sip_sessions, data_complete, last_event_at, last_received_at, facts)
     select '${accountId}', ${conference}, ${type}, ${user('0')}, ${start}, ${end}, ${sessionsPerMeeting}, 0, 0, 1, ${end}, ${receivedAt(plan)}, ${meetingFacts} from ${everyMeeting}`,
    `insert into attendee_sessions (projection_id, conference_id, id, user_id, facts, marks)
     select '${accountId}', ${conference}, 'session-' || s.i, case when ${isUser} then ${user('s.i')} end, ${sessionFacts}, ${words.text(start)} || 'j' from ${everySession}`,
    `insert into connection_spans (projection_id, conference_id, attendee_session_id, started_at, ended_at, exit)
     select '${accountId}', ${conference}, 'session-' || s.i, ${start}, ${end}, 'ended' from ${everySession}`,
    // One that goes on after midnight is on both days.
    `insert into meeting_attendances (projection_id, user_id, day, conference_id)
     select '${accountId}', ${user('s.i')}, ${startDay}, ${conference} from ${everySession} where ${isUser}
     union all select '${accountId}', ${user('s.i')}, ${lastDay}, ${conference} from ${everySession} where ${isUser} and ${lastDay} > ${startDay} order by 2, 3, 4`,
  ];
}

function figureStatements({ accountId }: Plan, words: Words): string[] {
  return [
    `insert into meeting_user_days (projection_id, user_id, day, meetings_attended, meetings_organized, pro_meetings, answers, positive_answers, messages_sent)
     select projection_id, user_id, day, count(*), 0, 0, 0, 0, 0 from meeting_attendances where projection_id = '${accountId}' group by projection_id, user_id, day`,
    // Everybody has a Pro license, and each meeting more than two attendees.
    `insert into meeting_user_days (projection_id, user_id, day, meetings_attended, meetings_organized, pro_meetings, answers, positive_answers, messages_sent)
     select projection_id, organizer_user_id, ended_at / ${dayMs}, 0, count(*), count(*), 0, 0, 0 from meetings where projection_id = '${accountId}' group by 1, 2, 3
     on conflict (projection_id, user_id, day) do update set meetings_organized = excluded.meetings_organized, pro_meetings = excluded.pro_meetings`,
    `insert into meeting_user_activity (projection_id, block, user_id, days)
     select projection_id, day / ${daysPerBlock}, user_id, sum(${words.bit('day')}) from meeting_user_days where projection_id = '${accountId}' and meetings_attended > 0 group by 1, 2, 3`,
    `insert into meeting_account_days (projection_id, day, meetings_held, active_users, active_pro_users, answers, positive_answers, messages_sent)
     select projection_id, day, sum(meetings_organized), sum(case when meetings_attended > 0 then 1 else 0 end), sum(case when pro_meetings > 0 then 1 else 0 end), 0, 0, 0
     from meeting_user_days where projection_id = '${accountId}' group by 1, 2`,
  ];
}
