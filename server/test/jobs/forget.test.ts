import { afterAll, expect, test } from 'vitest';
import { forgetMail } from '../../src/jobs/forget-mail.ts';
import { forgetSignIns } from '../../src/jobs/forget-sign-ins.ts';
import { openBrowser } from '../support/browser.ts';
import { listen } from '../support/listening.ts';
import { createTeam, inviteUser } from '../support/members.ts';
import { registerIn, signInAt } from '../support/portal.ts';
import { createWorld } from '../support/world.ts';

const world = await createWorld();
const server = await listen(world);
afterAll(async () => {
  await server.close();
  await world.close();
});
const day = 24 * 60 * 60_000;
const context = () => ({ database: world.database, now: world.clock.now() });
const count = (table: 'invites' | 'outbox' | 'user_sessions' | 'user_links' | 'sign_in_throttles'): Promise<number> =>
  world.database.read('', async (tx) => (await tx.query(tx.sql.selectFrom(table).selectAll())).length);

test('sessions and links are forgotten when they have expired, and counts of attempts after an hour', async () => {
  await registerIn(openBrowser(server), world, 'ida@people.example');
  await signInAt(openBrowser(server), 'ida@people.example', 'a wrong guess');
  expect(await forgetSignIns.run(context())).toBe(0);
  world.clock.advance(2 * 60 * 60_000);
  await forgetSignIns.run(context());
  expect([await count('user_sessions'), await count('user_links'), await count('sign_in_throttles')]).toEqual([1, 0, 0]);
  world.clock.advance(14 * day);
  expect(await forgetSignIns.run(context())).toBe(1);
  expect(await count('user_sessions')).toBe(0);
});

test('invitations and messages are forgotten a month after they ended', async () => {
  await inviteUser(world.ana, await createTeam(world.ana, 'Acme'), 'bo@people.example');
  const messages = await count('outbox');
  world.clock.advance(37 * day - 1);
  await forgetMail.run(context());
  expect([await count('invites'), await count('outbox')]).toEqual([1, 1]);
  expect(messages).toBe(2);
  world.clock.advance(1);
  await forgetMail.run(context());
  expect([await count('invites'), await count('outbox')]).toEqual([0, 0]);
});
