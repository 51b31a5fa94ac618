import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { addSource, basic, post, reportOf } from '../../support/ingest.ts';
import { listen } from '../../support/listening.ts';
import { carillonSource } from '../../../src/meetings/event.ts';
import { deliver, insertMember } from '../../support/meetings.ts';
import { createTeam } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

// Events as Janus 1.1.2 sends them; `wire/janus.test.ts` has the real one.
const world = await createWorld({ instant: Date.UTC(2026, 5, 1, 12) });
const listening = await listen(world);
afterAll(async () => {
  await listening.close();
  await world.close();
});

const begin = world.clock.now() - 3_600_000;

function inRoom(event: string, seconds: number, data: object, room: number | string = 1234, handle = 5665924603877621): object {
  return {
    emitter: 'MyJanusInstance',
    type: 64,
    timestamp: (begin + seconds * 1000) * 1000 + 123,
    session_id: 2431060096527223,
    handle_id: handle,
    event: { plugin: 'janus.plugin.videoroom', data: { event, room, ...data } },
  };
}

const offer = {
  emitter: 'x',
  type: 8,
  timestamp: begin * 1000,
  session_id: 1,
  handle_id: 2,
  event: { owner: 'remote', jsep: { type: 'offer', sdp: 'v=0 a=ice-pwd:secret' } },
};

test('one room holds many meetings: each lasts until the room is destroyed or empty for good', async () => {
  const AccountId = await createTeam(world.ana, 'Rooms');
  const user = await insertMember(world.database, AccountId, 'di@rooms.example');
  const path = await addSource(world, AccountId, 'janus');
  const batches = [
    [offer, inRoom('joined', 0, { id: 77, private_id: 9, display: 'di@rooms.example' })],
    [inRoom('joined', 10, { id: 78, display: 'Jane' }), inRoom('published', 11, { id: 78 })],
    [inRoom('kicked', 60, { id: 78 }), inRoom('destroyed', 120, {})],
    [inRoom('leaving', 130, { id: 77 })],
    [inRoom('joined', 600, { id: 79, display: 'Kim' }), inRoom('leaving', 660, { id: 79 }), inRoom('destroyed', 700, {})],
  ];
  for (const batch of [...batches, ...batches])
    expect(await post(listening, path, JSON.stringify(batch), basic())).toMatchObject({ status: 200 });
  const reports = (await reportOf(world, AccountId)).toSorted((a, b) => (a.Meeting.StartTime < b.Meeting.StartTime ? -1 : 1));
  expect(reports).toMatchObject([
    {
      Meeting: { DurationSeconds: 120, NumberOfAttendees: 2 },
      Attendees: [
        { UserId: user, Connections: [{ Exit: 'Ended' }] },
        { DisplayName: '<Jane>', Connections: [{ Exit: 'Removed' }] },
      ],
    },
    { Meeting: { DurationSeconds: 100, NumberOfAttendees: 1 }, Attendees: [{ DisplayName: '<Kim>', Connections: [{ Exit: 'Left' }] }] },
  ]);
  const rows = await world.database.read('', (tx) =>
    tx.query(tx.sql.selectFrom('meeting_events').selectAll().where('account_id', '=', AccountId)),
  );
  expect(JSON.stringify(rows)).not.toMatch(/ice-pwd|private_id/);
});

test('a room that is destroyed long after everybody has gone did not keep the meeting going', async () => {
  const AccountId = await createTeam(world.ana, 'Empty');
  const path = await addSource(world, AccountId, 'janus');
  await post(listening, path, JSON.stringify([inRoom('joined', 0, { id: 1, display: 'A' }), inRoom('leaving', 60, { id: 1 })]), basic());
  const rows = await world.database.read('', (tx) =>
    tx.query(tx.sql.selectFrom('meeting_events').select('conference_id').where('account_id', '=', AccountId)),
  );
  // As the reaper ends it.
  const end = { type: 'meeting.ended', id: 'reaped', time: begin + 60_000, conferenceId: rows[0]?.conference_id ?? '' } as const;
  await deliver(world.database, AccountId, [{ ...end, data: { reason: 'NobodyConnected' } }], world.clock.now(), carillonSource);
  await post(listening, path, JSON.stringify([inRoom('destroyed', 3_000, {})]), basic());
  expect(await reportOf(world, AccountId)).toMatchObject([{ Meeting: { DurationSeconds: 60 } }]);
});

test('however a day in a room is cut into deliveries, and however often each is repeated, the report is the same', async () => {
  const day = [
    inRoom('joined', 0, { id: 1, display: 'A' }),
    inRoom('joined', 5, { id: 2, display: 'B' }),
    inRoom('leaving', 20, { id: 1 }),
    inRoom('joined', 30, { id: 1, display: 'A' }),
    inRoom('kicked', 40, { id: 2 }),
    inRoom('destroyed', 50, {}),
    inRoom('joined', 60, { id: 3, display: 'C' }),
    inRoom('destroyed', 90, {}),
  ];
  const deliver = async (batches: readonly (readonly object[])[]) => {
    const AccountId = await createTeam(world.ana, `Cut ${Math.random()}`);
    const path = await addSource(world, AccountId, 'janus');
    for (const batch of batches) await post(listening, path, JSON.stringify(batch), basic());
    const reports = await reportOf(world, AccountId);
    // Ids of meetings are made of the source's, which is another one here.
    return reports.map(({ Meeting, Attendees }) => [
      Meeting.StartTime,
      Meeting.EndTime,
      Attendees.map(({ DisplayName, Connections }) => [DisplayName, Connections]),
    ]);
  };
  const wanted = await deliver([day]);
  expect(wanted).toHaveLength(2);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 8, maxLength: 8 }),
      fc.integer({ min: 1, max: 3 }),
      async (cuts, copies) => {
        const batches: object[][] = [];
        for (let from = 0, turn = 0; from < day.length; from += cuts[turn++] ?? 1) batches.push(day.slice(from, from + (cuts[turn] ?? 1)));
        expect(await deliver(batches.flatMap((batch) => Array.from({ length: copies }, () => batch)))).toEqual(wanted);
        // Whoever was not heard begins anew, from anywhere.
        expect(await deliver([...batches, ...batches])).toEqual(wanted);
      },
    ),
    { numRuns: 8 },
  );
});

/** Whether something that a handle sends arrives, as Janus tells it a second after the last packet. */
function medium(receiving: boolean, seconds: number, handle: number, media = 'audio', mid = media): object {
  const event = { media, mid, receiving, ...(!receiving && { seconds: 1 }) };
  const quality = { media, base: 48000, rtt: 4, lost: 0 };
  const about = { emitter: 'MyJanusInstance', type: 32, timestamp: (begin + seconds * 1000) * 1000, session_id: 1, handle_id: handle };
  return { ...about, event: { ...quality, ...event } };
}

/** Who was connected from when to when, and how that ended; seconds from the begin. */
async function connections(AccountId: string): Promise<unknown[]> {
  const seconds = (time: Date | string | undefined): number => (new Date(time ?? 0).getTime() - begin) / 1000;
  const reports = await reportOf(world, AccountId);
  return reports.flatMap(({ Attendees }) =>
    Attendees.map(({ DisplayName, Connections }) => [
      DisplayName,
      ...Connections.map(({ StartTime, EndTime, Exit }) => `${seconds(StartTime)}-${seconds(EndTime)} ${Exit}`),
    ]),
  );
}

test('somebody whom Janus gives up after their media had stopped has dropped when they stopped', async () => {
  const day = [
    inRoom('joined', 0, { id: 1, display: 'Gone' }, 7, 11),
    inRoom('joined', 0, { id: 2, display: 'Back' }, 7, 12),
    inRoom('joined', 0, { id: 3, display: 'Camera' }, 7, 13),
    inRoom('joined', 0, { id: 4, display: 'Bye' }, 7, 14),
    inRoom('joined', 0, { id: 5, display: 'Kicked' }, 7, 15),
    inRoom('joined', 0, { id: 6, display: 'Last' }, 7, 16),
    inRoom('joined', 0, { id: 7, display: 'Silent film' }, 7, 17),
    ...[11, 12, 13, 14, 15, 16].map((handle) => medium(true, 1, handle)),
    ...[11, 13, 17].map((handle) => medium(true, 1, handle, 'video')),
    // A handle that only receives: nobody's.
    medium(false, 2, 99),
    medium(false, 100, 11, 'video'),
    medium(false, 101, 11),
    medium(false, 101, 12),
    medium(true, 130, 12),
    medium(false, 101, 13, 'video'),
    medium(false, 102, 17, 'video'),
    inRoom('leaving', 160, { id: 1 }, 7, 11),
    inRoom('leaving', 200, { id: 2 }, 7, 12),
    inRoom('leaving', 201, { id: 3 }, 7, 13),
    medium(false, 210, 14),
    inRoom('leaving', 212, { id: 4 }, 7, 14),
    medium(false, 221, 15),
    medium(false, 231, 16),
    inRoom('kicked', 260, { id: 5 }, 7, 15),
    inRoom('destroyed', 300, {}, 7),
  ];
  const wanted = [
    ['<Back>', '0-200 Left'],
    ['<Bye>', '0-212 Left'],
    ['<Camera>', '0-201 Left'],
    ['<Gone>', '0-100 Dropped'],
    ['<Kicked>', '0-220 Dropped'],
    ['<Last>', '0-230 Dropped'],
    ['<Silent film>', '0-300 Ended'],
  ];
  for (const [name, size, copies] of [
    ['Whole', day.length, 1],
    ['Piece by piece, twice', 5, 2],
    ['All of it again', 9, 1],
  ] as const) {
    const AccountId = await createTeam(world.ana, name);
    const path = await addSource(world, AccountId, 'janus');
    for (let turn = name === 'All of it again' ? 0 : 1; turn < 2; turn++) {
      for (let from = 0; from < day.length; from += size) {
        const batch = JSON.stringify(day.slice(from, from + size));
        for (let copy = 0; copy < copies; copy++) expect(await post(listening, path, batch, basic())).toMatchObject({ status: 200 });
      }
    }
    expect(new Set(await connections(AccountId))).toEqual(new Set(wanted));
  }
});

test('401 without the password; 400 for what is no event; other plugins and kinds mean nothing', async () => {
  const path = await addSource(world, await createTeam(world.ana, 'Password'), 'janus');
  for (const headers of [{}, basic('wrong'), { authorization: 'Basic !' }])
    expect((await post(listening, path, '[]', headers)).status).toBe(401);
  for (const body of ['[{}]', '"x"', '{"type":"64"}', '[{"type":64,"timestamp":-1}]'])
    expect((await post(listening, path, body, basic())).status).toBe(400);
  const other = [
    offer,
    { type: 64, timestamp: 1, event: { plugin: 'janus.plugin.echotest', data: {} } },
    inRoom('leaving', 0, { id: 5 }, 'empty'),
  ];
  expect(await post(listening, path, JSON.stringify(other), basic())).toMatchObject({ status: 200, recorded: 0 });
});
