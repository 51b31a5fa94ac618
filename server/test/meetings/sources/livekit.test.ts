import { createHash } from 'node:crypto';
import { AccessToken } from 'livekit-server-sdk';
import { afterAll, expect, test, vi } from 'vitest';
import { addSource, liveKitKey, post, reportOf, secret } from '../../support/ingest.ts';
import { listen } from '../../support/listening.ts';
import { insertMember } from '../../support/meetings.ts';
import { createTeam } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

// Bodies are signed by LiveKit's own SDK, which reads the time from the machine.
const world = await createWorld({ instant: Date.UTC(2026, 5, 1, 12) });
const listening = await listen(world);
afterAll(async () => {
  vi.useRealTimers();
  await listening.close();
  await world.close();
});

const startedAt = Math.floor(world.clock.now() / 1000) - 3_600;

async function signed(
  body: string,
  { key = liveKitKey, word = secret, at = world.clock.now(), of = body } = {},
): Promise<Record<string, string>> {
  vi.useFakeTimers({ now: at, toFake: ['Date'] });
  const token = new AccessToken(key, word, { ttl: 300 });
  token.sha256 = createHash('sha256').update(of).digest('base64');
  const authorization = await token.toJwt();
  vi.useRealTimers();
  return { authorization, 'content-type': 'application/webhook+json' };
}

let events = 0;
/** As LiveKit writes it: 64-bit integers are text. */
function webhook(event: string, seconds: number, more: object = {}, sid = 'RM_one'): string {
  events += 1;
  return JSON.stringify({
    event,
    id: `EV_${events}`,
    createdAt: String(startedAt + seconds),
    room: {
      sid,
      name: 'weekly',
      creationTime: String(startedAt),
      metadata: '{"organizer":"ana@live.example"}',
      enabledCodecs: [{ mime: 'video/H264' }],
    },
    ...more,
  });
}

const person = (identity: string, seconds: number, more: object = {}) => ({
  participant: {
    sid: `PA_${identity}_${seconds}`,
    identity,
    name: identity.split('@')[0],
    state: 'ACTIVE',
    kind: 'STANDARD',
    joinedAt: String(startedAt + seconds),
    joinedAtMs: String((startedAt + seconds) * 1000 + 250),
    metadata: '{"token":"eyJhbGciOi.secret.token"}',
    ...more,
  },
});

test('a meeting with guests, a drop and a rejoin, a removal, a telephone, a recorder and an agent', async () => {
  const AccountId = await createTeam(world.ana, 'Live');
  const ana = await insertMember(world.database, AccountId, 'ana@live.example');
  const path = await addSource(world, AccountId, 'livekit');
  const sip = { kind: 'SIP', attributes: { 'sip.phoneNumber': '+15555550100', 'sip.trunkPhoneNumber': '+15555550199' } };
  const bodies = [
    webhook('room_started', 0),
    webhook('participant_joined', 0, person('ana@live.example', 0)),
    webhook('participant_joined', 60, person('jane', 60)),
    webhook('track_published', 61, { ...person('jane', 60), track: { sid: 'TR_1', type: 'VIDEO', source: 'SCREEN_SHARE' } }),
    webhook('track_unpublished', 62, { ...person('jane', 60), track: { sid: 'TR_1', type: 'VIDEO', source: 'SCREEN_SHARE' } }),
    webhook('participant_joined', 70, person('EG_x', 70, { kind: 'EGRESS' })),
    webhook('participant_joined', 70, person('agent', 70, { kind: 'AGENT' })),
    webhook('egress_started', 71, {
      egressInfo: { egressId: 'EG_x', roomId: 'RM_one', roomName: 'weekly', startedAt: '1780315200000000000' },
    }),
    webhook('participant_joined', 90, person('sip_caller', 90, sip)),
    webhook('participant_connection_aborted', 120, person('jane', 60)),
    webhook('participant_joined', 180, person('jane', 180)),
    webhook('participant_left', 240, person('jane', 180, { disconnectReason: 'PARTICIPANT_REMOVED' })),
    webhook('participant_left', 300, person('sip_caller', 90, { ...sip, disconnectReason: 'CLIENT_INITIATED' })),
    webhook('egress_ended', 310, { egressInfo: { egressId: 'EG_x', roomId: 'RM_one' } }),
    webhook('room_finished', 600),
  ];
  for (const body of bodies) expect(await post(listening, path, body, await signed(body))).toMatchObject({ status: 200 });
  const [report] = await reportOf(world, AccountId);
  expect(report?.Meeting).toMatchObject({
    ConferenceId: 'RM_one',
    DurationSeconds: 600,
    NumberOfAttendees: 3,
    Organizer: { UserId: ana, EmailAddress: 'ana@live.example' },
  });
  expect(report?.Attendees.map(({ DisplayName, Connections }) => [DisplayName, Connections.map(({ Exit }) => Exit)])).toEqual(
    expect.arrayContaining([
      ['ana', ['Ended']],
      ['<jane>', ['Dropped', 'Removed']],
    ]),
  );
  const rows = await world.database.read('', (tx) =>
    tx.query(tx.sql.selectFrom('meeting_events').selectAll().where('account_id', '=', AccountId)),
  );
  expect(JSON.stringify(rows)).not.toMatch(/eyJhbGciOi|enabledCodecs|metadata/);
  expect(rows.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['dialin.started', 'dialin.ended', 'recording.started', 'screenshare.started']),
  );
});

test('401 without a token, for another body, another key, another secret, and a token that is stale', async () => {
  const path = await addSource(world, await createTeam(world.ana, 'Strict'), 'livekit');
  const body = webhook('room_started', 0, {}, 'RM_strict');
  const wrong = [
    {},
    { authorization: 'Bearer nonsense' },
    await signed(body, { of: `${body} ` }),
    await signed(body, { key: 'APIother' }),
    await signed(body, { word: 'another secret of thirty-two chars' }),
    await signed(body, { at: world.clock.now() - 10 * 60_000 }),
  ];
  for (const headers of wrong) expect((await post(listening, path, body, headers)).status).toBe(401);
  expect(await post(listening, path, body, await signed(body))).toMatchObject({ status: 200, recorded: 1 });
  expect(await post(listening, path, body, await signed(body))).toMatchObject({ status: 200, recorded: 0, duplicates: 1 });
});

test('somebody who joins and leaves within a second, told to the second, is connected no longer', async () => {
  const AccountId = await createTeam(world.ana, 'Quick');
  const path = await addSource(world, AccountId, 'livekit');
  const late = { joinedAtMs: String((startedAt + 5) * 1000 + 900) };
  const bodies = [
    webhook('participant_joined', 5, person('quick', 5, late), 'RM_quick'),
    webhook('participant_left', 5, person('quick', 5, late), 'RM_quick'),
    webhook('room_finished', 5, {}, 'RM_quick'),
  ];
  for (const body of bodies) await post(listening, path, body, await signed(body));
  const [report] = await reportOf(world, AccountId);
  expect(report?.Attendees).toMatchObject([{ DisplayName: '<quick>', Connections: [{ Exit: 'Left' }] }]);
});

test('what is no webhook is a 400, and an unknown event or one without a room is taken and means nothing', async () => {
  const path = await addSource(world, await createTeam(world.ana, 'Odd'), 'livekit');
  for (const body of ['{"event":7}', '[]', 'no JSON', '{"event":"room_started","createdAt":{}}']) {
    expect((await post(listening, path, body, await signed(body))).status).toBe(400);
  }
  for (const body of [webhook('something_new', 0), '{"event":"room_started","id":"EV_x"}', webhook('ingress_started', 1)]) {
    expect(await post(listening, path, body, await signed(body))).toMatchObject({ status: 200, recorded: 0 });
  }
});
