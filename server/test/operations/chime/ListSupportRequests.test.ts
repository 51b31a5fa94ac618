import { afterAll, expect, test } from 'vitest';
import { ListSupportRequests } from '../../../src/operations/chime/ListSupportRequests.ts';
import { SubmitSupportRequest } from '../../../src/operations/chime/SubmitSupportRequest.ts';
import { forgetMail } from '../../../src/jobs/forget-mail.ts';
import { dayMs } from '../../support/delegates.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('the pages put together are the AWS account’s own requests, the newest first, and their tokens are of this list only', async () => {
  const submit = (Subject: string, person = world.ana) =>
    person.call(SubmitSupportRequest, { Subject, Description: 'It does not work.', Category: 'Other', Severity: 'Low' });
  for (const subject of ['first', 'second', 'third']) await submit(subject);
  await submit('theirs', world.gil);
  const first = await world.ana.call(ListSupportRequests, { MaxResults: 2 });
  const second = await world.ana.call(ListSupportRequests, { MaxResults: 2, NextToken: first.NextToken });
  expect([...first.SupportRequests, ...second.SupportRequests].map(({ Subject }) => Subject)).toEqual(['third', 'second', 'first']);
  expect(second.NextToken).toBeUndefined();
  await expect(world.gil.call(ListSupportRequests, { NextToken: first.NextToken })).rejects.toMatchObject({ status: 400 });
});

test('403 for whoever may not submit: the requests are for those who make them', async () => {
  await expect(world.bo.call(ListSupportRequests, {})).rejects.toMatchObject({ status: 403 });
});

test('requests are listed for 400 days, whatever became of their mail', async () => {
  const run = () => forgetMail.run({ database: world.database, now: world.clock.now() });
  world.clock.advance(399 * dayMs);
  await run();
  expect((await world.gil.call(ListSupportRequests, {})).SupportRequests).toHaveLength(1);
  world.clock.advance(dayMs);
  await run();
  expect((await world.gil.call(ListSupportRequests, {})).SupportRequests).toEqual([]);
  expect(await world.database.read('', (tx) => tx.query(tx.sql.selectFrom('outbox').select('id')))).toEqual([]);
});
