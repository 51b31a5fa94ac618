// What is measured of meetings, on the measured processor. Started by meetings.ts; prints its figures as JSON.
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { sql as raw } from 'kysely';
import { z } from 'zod';
import { listUsage } from '../src/chime/account-usage.ts';
import { getMeetingDetail } from '../src/chime/meeting-detail.ts';
import { listMeetings } from '../src/chime/meeting-list.ts';
import type { MeetingEvent } from '../src/meetings/event.ts';
import { recordMeetingEvents } from '../src/meetings/record.ts';
import { eventsPerStep, rebuildStep } from '../src/meetings/rebuild.ts';
import { createAccount, getAccount } from '../src/store/accounts.ts';
import type { Database } from '../src/store/database.ts';
import { appendMeetingEvents, eventKey, lockMeetingLedger } from '../src/store/meeting-events.ts';
import { beginRebuild } from '../src/store/meeting-rebuilds.ts';
import { openDatabase } from '../src/store/open.ts';
import { userId } from './site.ts';

const Job = z.object({
  dataDir: z.string(),
  databaseUrl: z.string().optional(),
  awsAccountId: z.string(),
  accountId: z.string(),
  users: z.number(),
  firstDay: z.number(),
  days: z.number(),
  events: z.number(),
});

const job = Job.parse(JSON.parse(process.argv[2] ?? '{}'));
const range = { first: job.firstDay, last: job.firstDay + job.days - 1 };
const after = (range.last + 2) * 86_400_000;
const now = after + 86_400_000;
const reports = 20;
const pages = 100;
/** Events of one delivery: what a busy source sends at once, or what has come in while the transaction before was under way. */
const delivery = 100;
let turn = 0;

const database = await openDatabase({ ...job, databaseConnections: 2 }, randomBytes);
const report = await times(reports, async () => {
  await database.read(job.awsAccountId, async (tx) => listUsage(tx, (await getAccount(tx, job.accountId)).id, range));
});
const figures = {
  reportMs: report,
  rawMs: await rawMs(),
  pageMs: await times(pages, onePage),
  detailMs: await times(pages, async () => {
    const { meetings } = await page({});
    const [meeting] = meetings;
    if (meeting) await database.read(job.awsAccountId, (tx) => getMeetingDetail(tx, job.accountId, meeting.ConferenceId, now));
  }),
  ...(await ingest()),
};
await database.close();
console.log(JSON.stringify(figures));

/** Milliseconds of each of so many, after a few that do not count. */
async function times(count: number, work: () => Promise<unknown>): Promise<number[]> {
  const measured: number[] = [];
  for (let index = -3; index < count; index += 1) {
    const startedAt = performance.now();
    await work();
    if (index >= 0) measured.push(performance.now() - startedAt);
  }
  return measured;
}

/** The report's people and meetings, counted from the connections themselves. */
async function rawMs(): Promise<number> {
  return database.write('', async (tx) => {
    // Of ten million connections it takes longer than any request may.
    if (database.engine === 'postgres') await tx.query({ compile: () => raw`set local statement_timeout = 0`.compile(tx.sql) });
    const startedAt = performance.now();
    await tx.query(
      tx.sql
        .selectFrom('connection_spans as span')
        .innerJoin('attendee_sessions as session', (join) =>
          join
            .onRef('session.projection_id', '=', 'span.projection_id')
            .onRef('session.conference_id', '=', 'span.conference_id')
            .onRef('session.id', '=', 'span.attendee_session_id'),
        )
        .select(({ fn }) => [fn.count('session.user_id').distinct().as('users'), fn.count('span.conference_id').distinct().as('meetings')])
        .where('span.projection_id', '=', job.accountId)
        .where('span.started_at', '>=', range.first * 86_400_000)
        .where('span.started_at', '<', (range.last + 1) * 86_400_000),
    );
    return performance.now() - startedAt;
  });
}

async function page(filter: { organizer?: string; type?: 'PersonalMeetingId' }) {
  const endedAt = (range.first + 1) * 86_400_000 + randomInt((job.days - 1) * 86_400_000);
  const question = { range, organizer: filter.organizer, type: filter.type, after: JSON.stringify([endedAt, '']), size: 100, now };
  return database.read(job.awsAccountId, async (tx) => listMeetings(tx, await getAccount(tx, job.accountId), question));
}

/** Any page: from anywhere in the range, of everybody, of one organiser, of one type, of both. */
async function onePage(): Promise<void> {
  turn += 1;
  const { meetings } = await page({
    ...(turn % 2 === 0 && { organizer: userId(job.accountId, 1 + randomInt(job.users)) }),
    ...(turn % 4 < 2 && { type: 'PersonalMeetingId' as const }),
  });
  if (turn % 2 === 1 && meetings.length === 0) throw new Error('A page in the middle is empty.');
}

/** A meeting as an engine reports it: ten people come, half of them switch something on, all leave. */
function eventsOf(index: number): MeetingEvent[] {
  const conferenceId = randomUUID();
  const time = after + index * 1_000;
  const common = { conferenceId, data: {} };
  const people = Array.from({ length: 10 }, (_, session): MeetingEvent[] => {
    const person = {
      ...common,
      attendeeSessionId: `s${session}`,
      userId: userId(job.accountId, 1 + ((index * 7919 + session * 104_729) % job.users)),
    };
    return [
      { ...person, id: randomUUID(), type: 'attendee.joined', time: time + session, displayName: 'Somebody', data: { clientType: 'Web' } },
      {
        ...person,
        id: randomUUID(),
        type: session % 2 === 0 ? 'video.started' : 'attendee.muted',
        time: time + 60_000 + session,
        data: {},
      },
      { ...person, id: randomUUID(), type: 'attendee.left', time: time + 1_800_000 + session, data: {} },
    ];
  });
  const of = (step: number): MeetingEvent[] => people.flatMap((events) => events.slice(step, step + 1));
  return [
    { ...common, id: randomUUID(), type: 'meeting.started', time, userId: userId(job.accountId, 1 + (index % job.users)), data: {} },
    ...of(0),
    ...of(1),
    ...of(2),
    { ...common, id: randomUUID(), type: 'meeting.ended', time: time + 1_801_000, data: {} },
  ];
}

/** Fifty meetings go on at once, so that deliveries have a bit of each. */
function deliveries(count: number): MeetingEvent[][] {
  const events: MeetingEvent[] = [];
  for (let index = 0; events.length < count; index += 50) {
    const meetings = Array.from({ length: 50 }, (_, offset) => eventsOf(index + offset));
    for (let step = 0; step < (meetings[0]?.length ?? 0); step += 1)
      for (const meeting of meetings) events.push(...meeting.slice(step, step + 1));
  }
  return Array.from({ length: Math.floor(count / delivery) }, (_, index) => events.slice(index * delivery, (index + 1) * delivery));
}

async function ingest() {
  const [rounds, plain] = [deliveries(job.events), deliveries(job.events / 4)];
  const [projected, logged] = [randomUUID(), randomUUID()];
  await database.write(job.awsAccountId, async (tx) => {
    for (const id of [projected, logged]) await createAccount(tx, { id, name: id, now: 0 });
  });
  // The people belong to another account; here they are recognised as they would be in it.
  await moveUsers(database, projected);
  const ingestRate = await rate(rounds.flat().length, async () => {
    for (const events of rounds) await database.write('', (tx) => recordMeetingEvents(tx, projected, 'engine', events, now));
  });
  const logRate = await rate(plain.flat().length, async () => {
    for (const events of plain) await database.write('', (tx) => appendOnly(tx, logged, events));
  });
  const rebuild = await database.write('', (tx) => beginRebuild(tx, { id: randomUUID(), accountId: projected, now }));
  if (!rebuild) throw new Error('There is nothing to rebuild.');
  const rebuildRate = await rate(rebuild.events_total, async () => {
    while ((await rebuildStep(database, rebuild, { now, limit: eventsPerStep })) > 0);
  });
  return { ingestRate, logRate, rebuildRate };
}

async function moveUsers(on: Database, accountId: string): Promise<void> {
  await on.write('', (tx) => tx.query(tx.sql.updateTable('users').set({ account_id: accountId }).where('account_id', '=', job.accountId)));
}

/** What the log alone costs. */
async function appendOnly(
  tx: Parameters<typeof recordMeetingEvents>[0],
  accountId: string,
  events: readonly MeetingEvent[],
): Promise<void> {
  await lockMeetingLedger(tx, accountId);
  const rows = events.map(({ id, type, time, conferenceId, attendeeSessionId, userId: user, displayName, data }) => ({
    account_id: accountId,
    conference_id: conferenceId ?? '',
    time,
    event_key: eventKey(accountId, 'engine', id),
    source_id: 'engine',
    id,
    type,
    received_at: now,
    attendee_session_id: attendeeSessionId ?? null,
    user_id: user ?? null,
    is_pro: 0,
    person: JSON.stringify({ displayName }),
    data: JSON.stringify(data),
  }));
  await appendMeetingEvents(tx, accountId, rows, now);
}

/** So many per second of this process's own processor time, so that other programs and the disk do not count. */
async function rate(count: number, work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (count * 1_000_000) / (user + system);
}
