import { deliverCallDetailRecords } from '../../src/jobs/deliver-call-detail-records.ts';
import type { MeetingEvent } from '../../src/meetings/event.ts';
import type { Objects } from '../../src/objects/object-store.ts';
import { objectsOf } from './buckets.ts';
import { deliver } from './meetings.ts';
import type { World } from './world.ts';

/** A conference that so many people have called into by telephone, as its engine reports it. */
export function calls(conferenceId: string, count: number, from: number): MeetingEvent[] {
  const minute = 60_000;
  const id = (name: string): string => `${conferenceId} ${name}`;
  const about = { time: from, conferenceId };
  return [
    { id: id('started'), type: 'meeting.started', ...about, displayName: 'Host', data: {} },
    ...Array.from({ length: count }, (_, index) => index).flatMap((index): MeetingEvent[] => {
      const who = { conferenceId, attendeeSessionId: `caller-${index}`, displayName: `Caller ${index}` };
      const data = { callerPhoneNumber: `+1555555${String(index).padStart(4, '0')}` };
      return [
        { id: id(`in ${index}`), type: 'attendee.joined', time: from, ...who, data: {} },
        { id: id(`dial ${index}`), type: 'dialin.started', time: from, ...who, data },
        { id: id(`out ${index}`), type: 'attendee.left', time: from + minute, ...who, data: {} },
      ];
    }),
    { id: id('ended'), type: 'meeting.ended', time: from + 2 * minute, conferenceId, data: {} },
  ];
}

/** Has an engine report telephone calls of an account, and lets the time pass after which their records are due. */
export async function reportCalls(world: World, accountId: string, conferenceId: string, count: number): Promise<void> {
  const now = world.clock.now();
  await deliver(world.database, accountId, calls(conferenceId, count, now - 10 * 60_000), now);
  world.clock.advance(6 * 60_000);
}

/** One run of the delivery, as the server's job does it. @param objects the store, where it is another than the world's */
export async function runDelivery(world: World, objects: Objects = objectsOf(world)): Promise<number> {
  return deliverCallDetailRecords(objects, world.clock.now).run({ database: world.database, now: world.clock.now() });
}

/** All keys of a bucket. */
export async function keysOf(objects: Objects, bucketName: string): Promise<string[]> {
  const keys: string[] = [];
  for (let more = true; more;) {
    const page = await objects.bucket(bucketName).list('', { after: keys.at(-1), limit: 500 });
    keys.push(...page.objects.map(({ key }) => key));
    more = page.more;
  }
  return keys;
}
