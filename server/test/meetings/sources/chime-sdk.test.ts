import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { addSource, basic, bearer, post, reportOf, secret } from '../../support/ingest.ts';
import { listen } from '../../support/listening.ts';
import { insertMember } from '../../support/meetings.ts';
import { createTeam } from '../../support/members.ts';
import { connect, createWorld } from '../../support/world.ts';
import { createHttpServer } from '../../../src/compose.ts';

// The events of https://docs.aws.amazon.com/chime-sdk/latest/dg/using-events.html, with other values.
const world = await createWorld({ instant: Date.UTC(2026, 5, 1, 12) });
const listening = await listen(world);
afterAll(async () => {
  await listening.close();
  await world.close();
});

const begin = world.clock.now() - 3_600_000;
const key = { 'x-api-key': secret };

function change(meetingId: string, eventType: string, seconds: number, more: object = {}): object {
  return {
    version: '0',
    source: 'aws.chime',
    account: '111122223333',
    region: 'us-east-1',
    'detail-type': 'Chime Meeting State Change',
    time: new Date(begin + seconds * 1000).toISOString(),
    resources: [],
    detail: {
      version: '0',
      eventType: `chime:${eventType}`,
      timestamp: begin + seconds * 1000,
      meetingId,
      externalMeetingId: 'weekly',
      mediaRegion: 'us-east-1',
      ...more,
    },
  };
}

const bo = { attendeeId: 'attendee-bo', externalUserId: 'bo@sdk.example', networkType: 'Voip' };
const jo = { attendeeId: 'attendee-jo', externalUserId: 'guest#7', networkType: 'Voip' };
const content = { attendeeId: 'attendee-jo#content', externalUserId: 'guest#7#content', networkType: 'Voip' };

function sequence(meetingId: string): object[] {
  return [
    change(meetingId, 'MeetingStarted', 0),
    change(meetingId, 'AttendeeAdded', 1, bo),
    change(meetingId, 'AttendeeJoined', 2, bo),
    change(meetingId, 'AttendeeJoined', 3, jo),
    change(meetingId, 'AttendeeVideoStarted', 4, bo),
    change(meetingId, 'AttendeeContentJoined', 5, content),
    change(meetingId, 'AttendeeContentVideoStarted', 6, content),
    change(meetingId, 'AttendeeContentVideoStopped', 7, content),
    change(meetingId, 'AttendeeContentLeft', 8, content),
    change(meetingId, 'AttendeeVideoStopped', 9, bo),
    change(meetingId, 'AttendeeDropped', 60, jo),
    change(meetingId, 'AttendeeJoined', 90, jo),
    change(meetingId, 'AttendeeLeft', 120, jo),
    change(meetingId, 'AttendeeDeleted', 180, bo),
    change(meetingId, 'MeetingEnded', 300),
  ];
}

const sns = (event: object) => ({
  Type: 'Notification',
  MessageId: 'm',
  TopicArn: 'arn:aws:sns:us-east-1:111122223333:meetings',
  Message: JSON.stringify(event),
});
const envelopes: readonly (readonly [string, (events: readonly object[]) => readonly object[]])[] = [
  ['EventBridge', (events) => events],
  ['SNS', (events) => events.map(sns)],
  ['SNS, raw', (events) => events.map((event) => ('detail' in event ? event.detail : event) as object)],
  ['SQS through Lambda', (events) => [{ Records: events.map((event) => ({ messageId: 'm', body: JSON.stringify(event) })) }]],
  ['SQS through Pipes', (events) => [events.map((event) => ({ messageId: 'm', body: JSON.stringify(event) }))]],
  ['SNS in SQS', (events) => [{ Messages: events.map((event) => ({ MessageId: 'm', Body: JSON.stringify(sns(event)) })) }]],
];

test.each(envelopes)('the documented events give one report, by %s', async (name, wrap) => {
  const AccountId = await createTeam(world.ana, `By ${name}`);
  const user = await insertMember(world.database, AccountId, 'bo@sdk.example');
  const path = await addSource(world, AccountId, 'chime-sdk');
  const bodies = wrap(sequence('87654321-4321-4321-1234-111122223333')).map((body) => JSON.stringify(body));
  for (const body of [...bodies, ...bodies]) expect(await post(listening, path, body, key)).toMatchObject({ status: 200 });
  const [report, ...more] = await reportOf(world, AccountId);
  expect(more).toEqual([]);
  expect(report?.Meeting).toMatchObject({
    ConferenceId: '87654321-4321-4321-1234-111122223333',
    DurationSeconds: 300,
    NumberOfAttendees: 2,
  });
  expect(report?.Attendees).toMatchObject([
    { UserId: user, VideoUsed: true, ScreenShareUsed: false, Connections: [{ Exit: 'Removed' }] },
    { DisplayName: '<guest#7>', ScreenShareUsed: true, Connections: [{ Exit: 'Dropped' }, { Exit: 'Left' }] },
  ]);
});

test('401 without the secret; with it as a key, as a bearer token, or as the password of the subscription', async () => {
  const path = await addSource(world, await createTeam(world.ana, 'Keys'), 'chime-sdk');
  const body = JSON.stringify(change('keys', 'MeetingStarted', 0));
  for (const headers of [{}, { 'x-api-key': 'wrong' }, bearer('wrong'), basic('wrong')]) {
    expect((await post(listening, path, body, headers)).status).toBe(401);
  }
  for (const headers of [key, bearer(), basic()]) expect((await post(listening, path, body, headers)).status).toBe(200);
});

test('a topic that asks whether it may deliver is told to the operator, and nobody is called', async () => {
  const path = await addSource(world, await createTeam(world.ana, 'Topic'), 'chime-sdk');
  const body = JSON.stringify({
    Type: 'SubscriptionConfirmation',
    TopicArn: 'arn:aws:sns:us-east-1:111122223333:meetings',
    Token: 'abc',
    SubscribeURL: 'https://evil.example',
  });
  const notices: string[] = [];
  const { door } = connect(world.database, world.clock, world.faults, { notice: (message) => void notices.push(message) });
  const app = createHttpServer(
    door,
    { version: '1', documents: new Map(), url: () => 'http://carillon.test', ready: async () => ({ ready: true }) },
    [],
  );
  const { statusCode } = await app.inject({ method: 'POST', url: path, payload: body, headers: key });
  await app.close();
  expect(statusCode).toBe(200);
  expect(notices.join()).toContain('aws sns confirm-subscription --topic-arn arn:aws:sns:us-east-1:111122223333:meetings --token abc');
});

test('other events of a rule that lets too much through are taken and mean nothing; what is no event at all is a 400', async () => {
  const path = await addSource(world, await createTeam(world.ana, 'Broad'), 'chime-sdk');
  for (const other of [{ source: 'aws.ec2', 'detail-type': 'EC2 Instance State-change Notification', detail: { state: 'running' } }, []]) {
    expect(await post(listening, path, JSON.stringify(other), key)).toMatchObject({ status: 200, recorded: 0 });
  }
  const nested = (depth: number): unknown => (depth === 0 ? change('deep', 'MeetingStarted', 0) : [nested(depth - 1)]);
  for (const body of ['{}', '"text"', 'no JSON', JSON.stringify({ Type: 'Notification', Message: 'no JSON' }), JSON.stringify(nested(9))]) {
    expect((await post(listening, path, body, key)).status).toBe(400);
  }
});

test('in whatever order, however often and in however many pieces they are delivered, the report is the same', async () => {
  let accounts = 0;
  const deliver = async (events: readonly object[], size: number) => {
    accounts += 1;
    const AccountId = await createTeam(world.ana, `Order ${accounts}`);
    const path = await addSource(world, AccountId, 'chime-sdk');
    for (let from = 0; from < events.length; from += size) {
      await post(listening, path, JSON.stringify(events.slice(from, from + size)), key);
    }
    return reportOf(world, AccountId);
  };
  const events = sequence('ordered');
  const wanted = await deliver(events, events.length);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...events, ...events], { minLength: 2 * events.length }),
      fc.integer({ min: 1, max: 7 }),
      async (shuffled, size) => {
        expect((await deliver(shuffled, size)).map(withoutSource)).toEqual(wanted.map(withoutSource));
      },
    ),
    { numRuns: 10 },
  );
});

/** Each run has an account and a source of its own. */
function withoutSource({ Meeting, Attendees }: Awaited<ReturnType<typeof reportOf>>[number]): object {
  return { ...Meeting, AccountId: undefined, Source: undefined, Attendees };
}
