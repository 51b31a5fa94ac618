import { sql as raw } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import {
  eventsOfMeeting,
  postgresWords,
  projectionStatements,
  receivedAt,
  source,
  sqliteWords,
  type Plan,
} from '../../bench/meetings-rows.ts';
import { userId } from '../../bench/site.ts';
import { createTestDatabase } from '../support/database.ts';
import { deliver, dumpProjection, insertMember } from '../support/meetings.ts';

const store = await createTestDatabase();
afterAll(() => store.remove());
const { database } = store;

/** Two days, with meetings across the midnight between them and one that ends with the first. */
const meetings = 192;
const plan = { users: 20, spans: 8 * meetings, firstDay: 20_454, days: 2 };
const meetingsAtOnce = 48;

async function dump(accountId: string): Promise<readonly string[]> {
  const lines = await dumpProjection(database, accountId, accountId);
  return lines.map((line) => line.replaceAll(accountId.slice(0, 8), '…')).toSorted();
}

test('what the benchmark loads by SQL is what projecting the events of those meetings comes to', async () => {
  const [loaded, projected] = ['0a000001-0000-7000-8000-00000000000a', '0a000002-0000-7000-8000-00000000000a'];
  const planOf = (accountId: string): Plan => ({ ...plan, accountId });
  const words = database.engine === 'sqlite' ? sqliteWords : postgresWords;
  await database.write('', async (tx) => {
    for (const text of projectionStatements(planOf(loaded), words)) await tx.query({ compile: () => raw.raw(text).compile(tx.sql) });
  });
  for (let number = 1; number <= plan.users; number += 1) {
    await insertMember(database, projected, `user${number}@acme.example`, { id: userId(projected, number) });
  }
  for (let index = 0; index < meetings; index += meetingsAtOnce) {
    const some = Array.from({ length: meetingsAtOnce }, (_, offset) => eventsOfMeeting(planOf(projected), index + offset));
    await deliver(database, projected, some.flat(), receivedAt(planOf(projected)), source);
  }
  const lines = await dump(loaded);
  expect(lines).toEqual(await dump(projected));
  expect(lines.filter((line) => line.startsWith('connection_spans'))).toHaveLength(plan.spans);
});
