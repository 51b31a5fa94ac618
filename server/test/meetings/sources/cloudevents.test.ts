import { createHmac } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { meetingSourceRemove } from '../../../src/cli/meeting-source-remove.ts';
import { runCommand } from '../../support/command.ts';
import { addSource, bearer, post, reportOf, secret } from '../../support/ingest.ts';
import { listen } from '../../support/listening.ts';
import { insertMember } from '../../support/meetings.ts';
import { createTeam } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld({ instant: Date.UTC(2026, 5, 1, 12) });
const listening = await listen(world);
afterAll(async () => {
  await listening.close();
  await world.close();
});

const begin = world.clock.now() - 3_600_000;
let ids = 0;
function event(type: string, seconds: number, data: object, id = `e${(ids += 1)}`): object {
  return {
    specversion: '1.0',
    id,
    source: '/rooms',
    type,
    time: new Date(begin + seconds * 1000).toISOString(),
    data: { conferenceId: 'c1', ...data },
  };
}

function signed(body: string, { at = world.clock.now(), of = body, word = secret } = {}): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  const signature = createHmac('sha256', word).update(`msg_1.${timestamp}.${of}`).digest('base64');
  return { 'webhook-id': 'msg_1', 'webhook-timestamp': timestamp, 'webhook-signature': `v1,b3RoZXI= v1,${signature}` };
}

test('a meeting of anything else, one event at a time and as a batch', async () => {
  const AccountId = await createTeam(world.ana, 'Anything');
  const user = await insertMember(world.database, AccountId, 'cy@any.example');
  const path = await addSource(world, AccountId, 'cloudevents');
  const start = event('meeting.started', 0, { email: 'cy@any.example', type: 'Moderated' });
  expect(await post(listening, path, JSON.stringify(start), bearer())).toMatchObject({ status: 200, recorded: 1 });
  const rest = [
    event('carillon.attendee.joined', 0, { attendeeSessionId: 'a', email: 'CY@any.example' }),
    event('attendee.joined', 10, { attendeeSessionId: 'b', displayName: 'Jane', clientType: 'Web' }),
    event('survey.answered', 90, { attendeeSessionId: 'b', positive: true }),
    event('meeting.ended', 100, {}),
  ];
  expect(await post(listening, path, JSON.stringify(rest), bearer())).toMatchObject({ status: 200, recorded: 4 });
  const [report] = await reportOf(world, AccountId);
  expect(report).toMatchObject({
    Meeting: { Type: 'Moderated', DurationSeconds: 100, Organizer: { UserId: user } },
    Attendees: [{ UserId: user }, { DisplayName: '<Jane>', ClientType: 'Web', Feedback: { Positive: true } }],
  });
});

test('signed as Standard Webhooks are: 401 for another body, another secret, a stale or future timestamp', async () => {
  const path = await addSource(world, await createTeam(world.ana, 'Signed'), 'cloudevents');
  const body = JSON.stringify(event('meeting.started', 0, { conferenceId: 'signed' }, 'same'));
  const minutes = (count: number) => world.clock.now() + count * 60_000;
  for (const headers of [
    {},
    bearer('wrong'),
    signed(body, { of: `${body} ` }),
    signed(body, { word: 'other' }),
    signed(body, { at: minutes(-6) }),
    signed(body, { at: minutes(6) }),
    { ...signed(body), 'webhook-timestamp': 'soon' },
    { ...signed(body), 'webhook-signature': 'v1,' },
  ]) {
    expect((await post(listening, path, body, headers)).status).toBe(401);
  }
  expect(await post(listening, path, body, signed(body))).toMatchObject({ status: 200, recorded: 1 });
  // A replay within five minutes is the same event.
  expect(await post(listening, path, body, signed(body))).toMatchObject({ status: 200, recorded: 0, duplicates: 1 });
});

test('a batch with one wrong event is refused whole, with its number and without its values', async () => {
  const AccountId = await createTeam(world.ana, 'Whole');
  const path = await addSource(world, AccountId, 'cloudevents');
  const good = event('meeting.started', 0, { conferenceId: 'whole' });
  for (const [bad, message] of [
    [
      event('attendee.joined', 0, { conferenceId: 'whole', attendeeSessionId: 'a', sdp: 'v=0 secret' }),
      /^Event 1 .*unknown members sdp\.$/,
    ],
    [event('attendee.joined', 0, { conferenceId: 'whole' }), /^Event 1 .*attendeeSessionId/],
    [event('attendee.teleported', 0, { conferenceId: 'whole' }), /^Event 1 .*type/],
    [event('attendee.joined', 0, { conferenceId: 'whole', attendeeSessionId: 'nul\0' }), /^Event 1 .*attendeeSessionId/],
    [{ ...good, specversion: '0.3' }, /^Event 1 is no CloudEvent/],
    [{ ...good, time: 'yesterday' }, /^Event 1 is no CloudEvent.*time/],
    ['text', /^Event 1 is no CloudEvent/],
    [JSON.parse('{"__proto__": {"polluted": true}}'), /^Event 1 is no CloudEvent/],
  ] as const) {
    const answer = await post(listening, path, JSON.stringify([good, bad]), bearer());
    expect(answer).toMatchObject({ status: 400, message: expect.stringMatching(message) });
    expect(answer.message).not.toContain('secret');
  }
  expect(await reportOf(world, AccountId)).toEqual([]);
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

test('bounds: 1 MiB, 1,000 events; 404 for a source of another kind, one that was removed, and none at all', async () => {
  const AccountId = await createTeam(world.ana, 'Bounds');
  const path = await addSource(world, AccountId, 'cloudevents');
  expect((await post(listening, path, ' '.repeat(1024 * 1024 + 1), bearer())).status).toBe(413);
  const many = Array.from({ length: 1_001 }, (_, index) => event('meeting.locked', 1, { conferenceId: 'many' }, `many${index}`));
  expect((await post(listening, path, JSON.stringify(many), bearer())).status).toBe(400);
  expect(await post(listening, path, JSON.stringify(many.slice(0, 1_000)), bearer())).toMatchObject({ status: 200, recorded: 1_000 });
  const id = path.split('/').at(-1) ?? '';
  for (const other of [`/ingest/janus/${id}`, `/ingest/nothing/${id}`, '/ingest/cloudevents/none']) {
    expect((await post(listening, other, '[]', bearer())).status).toBe(404);
  }
  await runCommand(world, meetingSourceRemove, [id]);
  expect((await post(listening, path, '[]', bearer())).status).toBe(404);
});

test('a source that sends more than its share is told to wait', async () => {
  const busy = await createWorld({ instant: world.clock.now(), requestsPerSecond: 1 });
  const door = await listen(busy);
  const path = await addSource(busy, await createTeam(busy.ana, 'Busy'), 'cloudevents');
  const statuses = [];
  for (let sent = 0; sent < 25; sent++) statuses.push((await post(door, path, '[]', bearer())).status);
  expect([statuses[0], statuses.at(-1)]).toEqual([200, 429]);
  await door.close();
  await busy.close();
});
