import { afterAll, expect, test } from 'vitest';
import type { MeetingEvent } from '../../src/meetings/event.ts';
import { toCallDetailRecord } from '../../src/meetings/call-detail-record.ts';
import {
  listUndeliveredCallDetailRecords,
  markCallDetailRecordDelivered,
  postponeCallDetailRecord,
  type UndeliveredRecord,
} from '../../src/store/call-detail-records.ts';
import { deliver, insertMember } from '../support/meetings.ts';
import { createTeam, present } from '../support/members.ts';
import { acme, createWorld } from '../support/world.ts';

const world = await createWorld({ instant: Date.UTC(2026, 1, 18, 12) });
afterAll(() => world.close());
const AccountId = await createTeam(world.ana, 'Acme');
const ana = await insertMember(world.database, AccountId, 'ana@acme.example');
const at = (minutes: number, ms = 0): number => Date.UTC(2026, 1, 18, 10, minutes, 0, ms);
const phone = { conferenceId: 'c', attendeeSessionId: 'p', data: {} } as const;
const numbers = {
  callerPhoneNumber: '+15555550100',
  callerCountry: 'US',
  destinationPhoneNumber: '+4930123456',
  destinationCountry: 'DE',
  direction: 'Inbound',
} as const;

async function due(now = world.clock.now()): Promise<UndeliveredRecord[]> {
  return world.database.read('', (tx) => listUndeliveredCallDetailRecords(tx, { awsAccountId: acme, now, limit: 10 }));
}

const events: MeetingEvent[] = [
  { id: '1', type: 'meeting.started', time: at(0), conferenceId: 'c', userId: ana, data: {} },
  { ...phone, id: '2', type: 'attendee.joined', time: at(5) },
  { ...phone, id: '3', type: 'dialin.started', time: at(5, 7), data: numbers },
  { ...phone, id: '4', type: 'dialin.ended', time: at(7, 30) },
  { ...phone, id: '5', type: 'dialin.started', time: at(8), data: numbers },
];

test('a call has a record once its meeting has ended and late events had their time', async () => {
  await deliver(world.database, AccountId, events, world.clock.now());
  expect(await due(world.clock.now() + 3_600_000)).toEqual([]);
  await deliver(
    world.database,
    AccountId,
    [{ id: '6', type: 'meeting.ended', time: at(10, 500), conferenceId: 'c', data: {} }],
    world.clock.now(),
  );
  expect(await due()).toEqual([]);
  world.clock.advance(5 * 60_000);
  const [first, second, ...others] = await due();
  expect(others).toEqual([]);
  const records = [present(first), present(second)].toSorted((a, b) => a.started_at - b.started_at).map(toCallDetailRecord);
  const id = String(records[0]?.body['CdrId']);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(records[0]).toEqual({
    key: `Amazon-Chime-Business-Calling-CDRs/json/${acme}/2026/02/18/c_2026-02-18-10.05.00.007_${id}`,
    body: {
      SchemaVersion: '2.0',
      CdrId: id,
      ServiceCode: 'AmazonChimeBusinessCalling',
      ChimeAccountId: AccountId,
      AwsAccountId: acme,
      ConferenceId: 'c',
      ConferencePin: 'XXXXXXXXXX',
      OrganizerUserId: ana,
      OrganizerEmail: 'ana@acme.example',
      CallerPhoneNumber: '+15555550100',
      CallerCountry: 'US',
      DestinationPhoneNumber: '+4930123456',
      DestinationCountry: 'DE',
      ConferenceStartTimeEpochSeconds: String(at(0) / 1000),
      ConferenceEndTimeEpochSeconds: String(at(10) / 1000),
      StartTimeEpochSeconds: String(at(5) / 1000),
      EndTimeEpochSeconds: String(at(7) / 1000),
      BillableDurationSeconds: '120',
      BillableDurationMinutes: '2',
      Direction: 'Inbound',
    },
  });
  expect(records[1]?.body).toMatchObject({ EndTimeEpochSeconds: String(at(10) / 1000), BillableDurationMinutes: '2' });
});

test('a late event corrects what is not delivered, and leaves what is', async () => {
  const [first, second] = (await due()).toSorted((a, b) => a.started_at - b.started_at);
  expect(await world.database.write('', (tx) => markCallDetailRecordDelivered(tx, present(first).id, world.clock.now()))).toBe(true);
  expect(await world.database.write('', (tx) => markCallDetailRecordDelivered(tx, present(first).id, world.clock.now()))).toBe(false);
  await deliver(
    world.database,
    AccountId,
    [
      { ...phone, id: '7', type: 'dialin.ended', time: at(6) },
      { ...phone, id: '8', type: 'dialin.ended', time: at(9) },
    ],
    world.clock.now(),
  );
  expect(await due()).toEqual([{ ...present(second), ended_at: at(9) }]);
});

test('a delivery that failed is put off, and counted', async () => {
  const [record] = await due();
  const dueAt = world.clock.now() + 60_000;
  await world.database.write('', (tx) => postponeCallDetailRecord(tx, { id: present(record).id, dueAt, error: 'The store was away.' }));
  expect(await due()).toEqual([]);
  expect(await due(dueAt)).toMatchObject([{ attempts: 1, error: 'The store was away.' }]);
});

test('another AWS account’s records are not its own', async () => {
  const records = await world.database.read('', (tx) =>
    listUndeliveredCallDetailRecords(tx, { awsAccountId: '222222222222', now: Number.MAX_SAFE_INTEGER, limit: 10 }),
  );
  expect(records).toEqual([]);
});
