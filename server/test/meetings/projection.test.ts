import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { MeetingEvent } from '../../src/meetings/event.ts';
import { createTestDatabase } from '../support/database.ts';
import { deliver, dumpProjection, insertMember, meetingEvents, midnight } from '../support/meetings.ts';

const store = await createTestDatabase();
afterAll(() => store.remove());
const { database } = store;
const now = midnight + 60 * 60_000;
const runs = database.engine === 'sqlite' ? 150 : 40;

/** An account of its own with the same people in it. */
async function createPeople(): Promise<string> {
  const accountId = randomUUID();
  await insertMember(database, accountId, 'ana@acme.example');
  await insertMember(database, accountId, 'bo@acme.example', { license_type: 'Basic' });
  return accountId;
}

async function project(deliveries: readonly (readonly MeetingEvent[])[]): Promise<readonly string[]> {
  const accountId = await createPeople();
  for (const delivery of deliveries) await deliver(database, accountId, delivery, now);
  return dumpProjection(database, accountId, accountId);
}

test('events cut into deliveries anywhere, in any order and delivered again give the same meetings and figures', async () => {
  const cuts = fc.array(fc.nat({ max: 30 }), { maxLength: 6 });
  const delivered = meetingEvents.chain((events) =>
    fc.record({
      events: fc.constant(events),
      order: fc.shuffledSubarray([...events, ...events.slice(0, 5)], { minLength: events.length }),
      cuts,
    }),
  );
  await fc.assert(
    fc.asyncProperty(delivered, async ({ events, order, cuts: at }) => {
      // All of them at least once, in some order.
      const shuffled = [...order, ...events];
      const bounds = [0, ...at.filter((cut) => cut < shuffled.length).toSorted((a, b) => a - b), shuffled.length];
      const pieces = bounds.slice(1).map((bound, index) => shuffled.slice(bounds[index], bound));
      expect(await project(pieces)).toEqual(await project([events]));
    }),
    { numRuns: runs },
  );
}, 60_000);
