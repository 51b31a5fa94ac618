import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { lockMeetingLedger } from '../src/store/meeting-events.ts';
import { daysPerBlock } from '../src/store/meeting-figures.ts';
import { openDatabase } from '../src/store/open.ts';
import type { Home } from '../test/support/server.ts';

/** What is loaded: an account whose meetings are spread evenly over the days, eight connections in each, one of them a guest's. */
export interface Plan {
  readonly accountId: string;
  readonly users: number;
  readonly spans: number;
  readonly firstDay: number;
  readonly days: number;
}

const sessionsPerMeeting = 8;
const msPerDay = 86_400_000;
const meetingMs = 30 * 60_000;

/** Fills a projection as its events would have, by SQL: ten million connections come in minutes instead of an hour. */
export async function loadMeetings(home: Home, plan: Plan): Promise<void> {
  const url = home.environment['DATABASE_URL'];
  const database = await openDatabase({ dataDir: home.dataDir, databaseUrl: url, databaseConnections: 1 }, randomBytes);
  await database.write('', (tx) => lockMeetingLedger(tx, plan.accountId));
  await database.close();
  if (url === undefined) {
    const sqlite = new DatabaseSync(join(home.dataDir, 'carillon.db'));
    // Nobody else is there, and what a crash would cost is one more run.
    sqlite.exec('pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -1000000; pragma temp_store = memory');
    for (const text of statements(plan, sqliteWords)) sqlite.exec(text);
    sqlite.exec('analyze; pragma journal_mode = wal');
    sqlite.close();
    return;
  }
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`set work_mem = '1GB'`);
  for (const text of statements(plan, postgresWords)) await client.query(text);
  await client.query('vacuum analyze');
  await client.end();
}

/** The words in which the engines differ. */
interface Words {
  /** Rows `i` from 0 on. */
  numbers(name: string, count: number): string;
  padded(number: string): string;
  text(number: string): string;
  bit(day: string): string;
}

const sqliteWords: Words = {
  numbers: (name, count) =>
    `(with recursive numbers (i) as (select 0 union all select i + 1 from numbers where i < ${count - 1}) select i from numbers) ${name}`,
  padded: (number) => `printf('%012d', ${number})`,
  text: (number) => number,
  bit: (day) => `(1 << (${day} % ${daysPerBlock}))`,
};

const postgresWords: Words = {
  numbers: (name, count) => `(select i::bigint as i from generate_series(0, ${count - 1}) as i) ${name}`,
  padded: (number) => `lpad((${number})::text, 12, '0')`,
  text: (number) => `(${number})::text`,
  bit: (day) => `(1::bigint << (${day} % ${daysPerBlock})::int)`,
};

function statements({ accountId, users, spans, firstDay, days }: Plan, words: Words): string[] {
  const meetings = Math.ceil(spans / sessionsPerMeeting);
  const conference = `'01b00000-0000-7000-8000-' || ${words.padded('m.i')}`;
  const user = (session: string): string =>
    `'${accountId.slice(0, 8)}-0000-7000-8000-' || ${words.padded(`(m.i * 7919 + ${session} * 104729) % ${users} + 1`)}`;
  const start = `(${firstDay * msPerDay} + m.i * ${days * msPerDay} / ${meetings})`;
  const end = `(${start} + ${meetingMs})`;
  const at = (time: string): string => `' || ${words.text(time)} || '`;
  const everyMeeting = words.numbers('m', meetings);
  const everySession = `${everyMeeting} cross join ${words.numbers('s', sessionsPerMeeting)}`;
  const meetingFacts = `'{"source":["engine",${at(start)}],"organizer":[{"userId":"' || ${user('0')} || '","isPro":true},${at(start)}],"startedAt":${at(start)},"firstJoinAt":${at(start)},"lastJoinAt":${at(start)},"endedAt":${at(end)}}'`;
  const sessionFacts = `'{"name":["Somebody",${at(start)}],"client":"Web","audio":"Computer"}'`;
  const isUser = `s.i < ${sessionsPerMeeting - 1}`;
  return [
    `insert into meetings (projection_id, conference_id, type, organizer_user_id, started_at, ended_at, attendees, connected, sip_sessions, data_complete, last_event_at, last_received_at, facts)
     select '${accountId}', ${conference}, case when m.i % 5 = 0 then 'PersonalMeetingId' else 'Instant' end, ${user('0')}, ${start}, ${end}, 8, 0, 0, 1, ${end}, ${end}, ${meetingFacts} from ${everyMeeting}`,
    `insert into attendee_sessions (projection_id, conference_id, id, user_id, facts, marks)
     select '${accountId}', ${conference}, 'session-' || s.i, case when ${isUser} then ${user('s.i')} end, ${sessionFacts}, ${words.text(start)} || 'j' from ${everySession}`,
    `insert into connection_spans (projection_id, conference_id, attendee_session_id, started_at, ended_at, exit)
     select '${accountId}', ${conference}, 'session-' || s.i, ${start}, ${end}, 'ended' from ${everySession}`,
    `insert into meeting_attendances (projection_id, user_id, day, conference_id)
     select '${accountId}', ${user('s.i')}, ${start} / ${msPerDay}, ${conference} from ${everySession} where ${isUser} order by 2, 3, 4 on conflict do nothing`,
    `insert into meeting_user_days (projection_id, user_id, day, meetings_attended, meetings_organized, pro_meetings, answers, positive_answers, messages_sent)
     select projection_id, user_id, day, count(*), 0, 0, 0, 0, 0 from meeting_attendances where projection_id = '${accountId}' group by projection_id, user_id, day`,
    `insert into meeting_user_activity (projection_id, block, user_id, days)
     select projection_id, day / ${daysPerBlock}, user_id, sum(${words.bit('day')}) from meeting_user_days where projection_id = '${accountId}' group by 1, 2, 3`,
    `insert into meeting_account_days (projection_id, day, meetings_held, active_users, active_pro_users, answers, positive_answers, messages_sent)
     select projection_id, day, ${Math.round(meetings / days)}, count(*), 0, 0, 0, 0 from meeting_user_days where projection_id = '${accountId}' group by 1, 2`,
  ];
}
