import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Operation } from '../../src/operation.ts';
import { CreateAccount } from '../../src/operations/chime/CreateAccount.ts';
import { InviteUsers } from '../../src/operations/chime/InviteUsers.ts';
import { encodeCall } from '../support/call.ts';
import { present } from '../support/members.ts';
import { createHome, readFirstRun, startServer, type Home, type RunningServer } from '../support/server.ts';
import { sign } from '../support/sign.ts';
import { startMailPeer, type MailPeer } from '../support/smtp.ts';

/** Far beyond what the mail of this test takes on a busy machine. */
const patienceMs = 60_000;
const messages = 50;
/** The process is killed once so many were taken. */
const takenBefore = 10;
/** Messages that may have been taken and not yet recorded so: one for each connection to the mail server. */
const connectionsMax = 4;

let home: Home;
let mail: MailPeer;
beforeAll(async () => {
  home = await createHome();
  mail = await startMailPeer();
});
afterAll(async () => {
  await mail.close();
  home.remove();
});

async function call(server: RunningServer, operation: Operation, input: Readonly<Record<string, unknown>>): Promise<unknown> {
  const { method, target, headers, body } = encodeCall(operation, input);
  const url = `${server.url}${target}`;
  const signed = sign({ ...readFirstRun(home), method, url, headers, body, date: Date.now() });
  return (await fetch(url, { method, headers: { ...headers, ...signed }, body: Buffer.from(body) })).json();
}

// On PostgreSQL nothing tells that a process is dead but the end of its leases, minutes later, which no test waits for.
test.skipIf(process.env['CARILLON_TEST_POSTGRES_URL'] !== undefined)(
  'kill -9 in the middle of a mail run: nobody is left without, and what comes twice is known by its Message-ID',
  { timeout: 2 * patienceMs },
  async () => {
    const settings = {
      CARILLON_SMTP_URL: mail.url,
      CARILLON_MAIL_FROM: 'no-reply@carillon.example',
      CARILLON_PUBLIC_URL: 'http://127.0.0.1:8420',
    };
    const first = await startServer(home, settings);
    const { AccountId } = present(CreateAccount.output.parse(await call(first, CreateAccount, { Name: 'Acme' })).Account);
    const UserEmailList = Array.from({ length: messages }, (_, index) => `user${index}@people.example`);
    await call(first, InviteUsers, { AccountId, UserEmailList });
    await expect.poll(() => mail.received.length, { timeout: patienceMs, interval: 1 }).toBeGreaterThanOrEqual(takenBefore);
    await first.kill();
    const taken = mail.received.length;
    const second = await startServer(home, settings);
    const reached = () => new Set(mail.received.flatMap(({ to }) => to));
    await expect.poll(() => reached().size, { timeout: patienceMs }).toBe(messages);
    await second.stop();
    expect(taken).toBeLessThan(messages);
    const copies = Map.groupBy(mail.received, ({ to }) => to.join());
    const twice = [...copies.values()].filter(({ length }) => length > 1);
    expect(twice.length).toBeLessThanOrEqual(connectionsMax);
    for (const one of twice) {
      const ids = one.flatMap(({ headers }) => headers.filter((line) => /^message-id:/i.test(line)));
      expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
    }
  },
);
