import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { endSilentMeetings } from '../../src/jobs/end-silent-meetings.ts';
import { forgetMeetings } from '../../src/jobs/forget-meetings.ts';
import { rebuildMeetings } from '../../src/jobs/rebuild-meetings.ts';
import type { MeetingEvent } from '../../src/meetings/event.ts';
import { rebuildStep } from '../../src/meetings/rebuild.ts';
import { beginRebuild, type MeetingRebuildRow } from '../../src/store/meeting-rebuilds.ts';
import { findProjection } from '../../src/store/meeting-reports.ts';
import { purgeMeetings } from '../../src/store/meeting-remains.ts';
import { putMeetingAlias } from '../../src/store/meeting-users.ts';
import { createTestDatabase } from '../support/database.ts';
import { deliver, dumpProjection, insertMember, meeting, meetingEvents, midnight } from '../support/meetings.ts';
import { present } from '../support/members.ts';

const store = await createTestDatabase();
afterAll(() => store.remove());
const { database } = store;
const hour = 60 * 60_000;
const now = midnight + hour;
const runs = database.engine === 'sqlite' ? 40 : 20;

async function createPeople(): Promise<string> {
  const accountId = randomUUID();
  await insertMember(database, accountId, 'ana@acme.example');
  await insertMember(database, accountId, 'bo@acme.example', { license_type: 'Basic' });
  return accountId;
}

async function dump(accountId: string): Promise<readonly string[]> {
  const projectionId = present(await database.read('', (tx) => findProjection(tx, accountId)));
  return dumpProjection(database, projectionId, accountId);
}

async function begin(accountId: string): Promise<MeetingRebuildRow> {
  return present(await database.write('', (tx) => beginRebuild(tx, { id: randomUUID(), accountId, now })));
}

test('a rebuilding comes to what the deliveries came to, also when events arrive while it is under way', async () => {
  const steps = fc.array(fc.nat({ max: 23 }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(meetingEvents, steps, fc.integer({ min: 1, max: 5 }), async (events, late, limit) => {
      const accountId = await createPeople();
      const isLate = (_: MeetingEvent, index: number): boolean => late.includes(index);
      const waiting = events.filter(isLate);
      await deliver(
        database,
        accountId,
        events.filter((event, index) => !isLate(event, index)),
        now,
      );
      const rebuild = await begin(accountId);
      for (let taken = 1; taken > 0;) {
        taken = await rebuildStep(database, rebuild, { now, limit });
        const next = waiting.shift();
        if (next) await deliver(database, accountId, [next], now);
      }
      for (const next of waiting) await deliver(database, accountId, [next], now);
      const straight = await createPeople();
      await deliver(database, straight, events, now);
      expect(await database.read('', (tx) => findProjection(tx, accountId))).toBe(rebuild.id);
      expect(await dump(accountId)).toEqual(await dump(straight));
    }),
    { numRuns: runs },
  );
}, 60_000);

test('an interrupted rebuilding is carried on by the job, and what it replaced is deleted', async () => {
  const accountId = await createPeople();
  const ana = `ana-${accountId}`;
  await deliver(
    database,
    accountId,
    meeting('c', { from: midnight - hour, to: midnight + hour, organizer: ana, people: [ana, undefined] }),
    now,
  );
  const before = await dump(accountId);
  const rebuild = await begin(accountId);
  await rebuildStep(database, rebuild, { now, limit: 2 });
  expect(await dump(accountId)).toEqual(before);
  expect(await begin(accountId)).toMatchObject({ id: rebuild.id, events_done: 2, events_total: 4 });
  await rebuildMeetings.run({ database, now });
  expect(await database.read('', (tx) => findProjection(tx, accountId))).toBe(rebuild.id);
  expect(await dump(accountId)).toEqual(before);
  await forgetMeetings.run({ database, now });
  expect(await dumpProjection(database, accountId, accountId)).toEqual([]);
});

test('a rebuilding repairs figures that somebody has changed', async () => {
  const accountId = await createPeople();
  const ana = `ana-${accountId}`;
  await deliver(database, accountId, meeting('c', { from: midnight - hour, to: midnight, organizer: ana, people: [ana] }), now);
  const before = await dump(accountId);
  await database.write('', (tx) =>
    tx.query(tx.sql.updateTable('meeting_account_days').set({ meetings_held: 77 }).where('projection_id', '=', accountId)),
  );
  await begin(accountId);
  await rebuildMeetings.run({ database, now });
  expect(await dump(accountId)).toEqual(before);
});

test('an alias that is given later is applied to what was reported before, by a rebuilding', async () => {
  const accountId = await createPeople();
  const events: MeetingEvent[] = [
    { id: '1', type: 'attendee.joined', time: midnight, conferenceId: 'c', attendeeSessionId: 's', userId: 'PBX-17', data: {} },
  ];
  await deliver(database, accountId, events, now);
  expect((await dump(accountId)).join('\n')).not.toContain('bo-');
  await database.write('', (tx) => putMeetingAlias(tx, { accountId, alias: 'pbx-17', userId: `bo-${accountId}`, now }));
  await begin(accountId);
  await rebuildMeetings.run({ database, now });
  expect((await dump(accountId)).join('\n')).toContain('meeting_attendances {"user_id":"bo-…"');
});

test('meetings that nobody ends are ended: empty ones after five minutes, silent ones after a day', async () => {
  const accountId = await createPeople();
  const common = { attendeeSessionId: 's', data: {} } as const;
  const joined = { ...common, type: 'attendee.joined', time: midnight } as const;
  await deliver(
    database,
    accountId,
    [
      { ...joined, id: '1', conferenceId: 'empty' },
      { ...common, id: '2', type: 'attendee.left', time: midnight + 1_000, conferenceId: 'empty' },
      { ...joined, id: '3', conferenceId: 'silent' },
      { id: '4', type: 'meeting.scheduled', time: midnight, conferenceId: 'planned', data: {} },
    ],
    now,
  );
  const ends = async (): Promise<unknown> => {
    const rows = await database.read('', (tx) =>
      tx.query(
        tx.sql
          .selectFrom('meetings')
          .select(['conference_id', 'ended_at', 'data_complete'])
          .where('projection_id', '=', accountId)
          .orderBy('conference_id'),
      ),
    );
    return Object.fromEntries(rows.map(({ conference_id, ended_at, data_complete }) => [conference_id, [ended_at, data_complete]]));
  };
  await endSilentMeetings.run({ database, now: now + 4 * 60_000 });
  expect(await ends()).toEqual({ empty: [null, 1], silent: [null, 1], planned: [null, 1] });
  await endSilentMeetings.run({ database, now: now + 5 * 60_000 });
  expect(await ends()).toEqual({ empty: [midnight + 1_000, 0], silent: [null, 1], planned: [null, 1] });
  await endSilentMeetings.run({ database, now: now + 24 * hour });
  expect(await ends()).toEqual({ empty: [midnight + 1_000, 0], silent: [midnight, 0], planned: [null, 1] });
  // The real end comes late, and takes the place of the inferred one; a join after it opens nothing.
  await deliver(database, accountId, [{ id: '5', type: 'meeting.ended', time: midnight + hour, conferenceId: 'silent', data: {} }], now);
  expect(await ends()).toMatchObject({ silent: [midnight + hour, 1] });
  await deliver(database, accountId, [{ ...joined, id: '6', time: midnight + 2 * hour, conferenceId: 'silent' }], now);
  expect(await ends()).toMatchObject({ silent: [midnight + hour, 0] });
  const before = await dump(accountId);
  await begin(accountId);
  await rebuildMeetings.run({ database, now });
  expect(await dump(accountId)).toEqual(before);
});

test('what is older than is kept is forgotten, as if it had never been reported, and is not taken again', async () => {
  const [accountId, straight] = [await createPeople(), await createPeople()];
  const eventsOf = (id: string, from: number, account: string): MeetingEvent[] => [
    ...meeting(id, { from, to: from + hour, organizer: `ana-${account}`, people: [`ana-${account}`, `bo-${account}`, undefined] }),
    { id: `${id} message`, type: 'message.sent', time: from, userId: `bo-${account}`, data: {} },
    { id: `${id} survey`, type: 'survey.answered', time: from, conferenceId: id, userId: `bo-${account}`, data: { positive: true } },
  ];
  const later = midnight + 500 * 24 * hour;
  await deliver(database, accountId, eventsOf('old', midnight, accountId), now);
  for (const account of [accountId, straight]) await deliver(database, account, eventsOf('new', later, account), later + hour);
  await forgetMeetings.run({ database, now: midnight + 801 * 24 * hour });
  expect((await dump(accountId)).join()).toContain('"conference_id":"old"');
  await forgetMeetings.run({ database, now: midnight + 803 * 24 * hour });
  expect(await dump(accountId)).toEqual(await dump(straight));
  const again = await deliver(database, accountId, eventsOf('old', midnight, accountId), midnight + 803 * 24 * hour);
  expect(again).toEqual({ recorded: 0, duplicates: 0, outOfTime: 7 });
  const ahead: MeetingEvent = { id: 'ahead', type: 'meeting.started', time: now + 25 * hour, conferenceId: 'ahead', data: {} };
  expect(await deliver(database, accountId, [ahead], now)).toMatchObject({ outOfTime: 1 });
});

test('of an account that is purged nothing is left, bit by bit', async () => {
  const accountId = await createPeople();
  const ana = `ana-${accountId}`;
  await deliver(database, accountId, meeting('c', { from: midnight - hour, to: midnight, organizer: ana, people: [ana] }), now);
  await begin(accountId);
  await database.write('', (tx) => purgeMeetings(tx, [accountId]));
  await forgetMeetings.run({ database, now });
  expect(await dumpProjection(database, accountId, accountId)).toEqual([]);
  const logged = await database.read('', (tx) =>
    tx.query(tx.sql.selectFrom('meeting_events').select('id').where('account_id', '=', accountId)),
  );
  expect(logged).toEqual([]);
});
