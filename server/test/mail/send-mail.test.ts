import { randomUUIDv7 } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createSendMail } from '../../src/jobs/send-mail.ts';
import { createMailer, type Mailer } from '../../src/mail/mailer.ts';
import { GetUser } from '../../src/operations/chime/GetUser.ts';
import { InviteUsers } from '../../src/operations/chime/InviteUsers.ts';
import { SuspendUsers } from '../../src/operations/chime/SuspendUsers.ts';
import type { OutboxRow } from '../../src/store/outbox.ts';
import { createTeam, inviteUser, present } from '../support/members.ts';
import { startMailPeer } from '../support/smtp.ts';
import { createWorld } from '../support/world.ts';

const world = await createWorld();
const peer = await startMailPeer();
afterAll(async () => {
  await peer.close();
  await world.close();
});

const from = 'no-reply@carillon.example';
const smtp = createMailer({ smtpUrl: peer.url, from });
const minuteMs = 60_000;

beforeEach(async () => {
  peer.mood = { kind: 'accept' };
  // Every test starts with an empty outbox and an hour in which nobody got anything.
  world.clock.advance(61 * minuteMs);
  await world.database.write('', (tx) => tx.query(tx.sql.updateTable('outbox').set({ status: 'Sent' }).where('status', '=', 'NotSent')));
});

/** One run of the job, as a process of its own has it. */
async function send(mailer: Mailer = smtp): Promise<number> {
  const job = createSendMail({
    mailer,
    publicUrl: () => 'https://chime.example',
    supportAddress: undefined,
    now: world.clock.now,
    newId: () => randomUUIDv7(),
  });
  return job.run({ database: world.database, now: world.clock.now() });
}

async function mailTo(recipient: string): Promise<OutboxRow> {
  const rows = await world.database.read('', (tx) =>
    tx.query(tx.sql.selectFrom('outbox').selectAll().where('recipient', '=', recipient).orderBy('id', 'desc')),
  );
  return present(rows[0]);
}

const to = (recipient: string) => peer.received.filter((message) => message.to.includes(recipient));
const header = (recipient: string, name: string) =>
  present(to(recipient)[0]).headers.filter((line) => line.toLowerCase().startsWith(`${name}:`));

describe('an invitation', () => {
  test('reaches its one recipient with the account and a link that leads to this installation', async () => {
    const AccountId = await createTeam(world.ana, 'Ällä & Söhne');
    await inviteUser(world.ana, AccountId, 'ida@people.example');
    expect(await send()).toBe(1);
    expect(to('ida@people.example')).toMatchObject([{ from, to: ['ida@people.example'] }]);
    const { text } = present(to('ida@people.example')[0]);
    expect(text).toContain('You are invited to join Ällä & Söhne on Carillon.');
    expect(text).toMatch(/^https:\/\/chime\.example\/invitations\/[\w-]{43}$/m);
    expect(header('ida@people.example', 'from')).toEqual([`From: Carillon <${from}>`]);
    expect(header('ida@people.example', 'to')).toEqual(['To: ida@people.example']);
    expect(header('ida@people.example', 'auto-submitted')).toEqual(['Auto-Submitted: auto-generated']);
  });

  test('shows as sent, and its link is kept nowhere any more', async () => {
    await inviteUser(world.ana, await createTeam(world.ana, 'Sent'), 'sent@people.example');
    await send();
    expect(await mailTo('sent@people.example')).toMatchObject({
      status: 'Sent',
      attempts: 1,
      sent_at: world.clock.now(),
      body_sealed: '',
      error: null,
    });
    expect(await send()).toBe(0);
    expect(to('sent@people.example')).toHaveLength(1);
  });

  test('of an account whose name holds header lines has no header but ours', async () => {
    const AccountId = await createTeam(world.ana, 'Acme\r\nBcc: eve@evil.example\r\n\r\nhttps://evil.example\u202e');
    await inviteUser(world.ana, AccountId, 'victim@people.example');
    await send();
    expect(present(to('victim@people.example')[0]).to).toEqual(['victim@people.example']);
    expect(to('eve@evil.example')).toEqual([]);
    expect(header('victim@people.example', 'bcc')).toEqual([]);
    expect(header('victim@people.example', 'subject')).toEqual([
      'Subject: You are invited to Acme Bcc: eve@evil.example https://evil.example',
    ]);
  });

  test('withdrawn before it was sent is never sent', async () => {
    const AccountId = await createTeam(world.ana, 'Withdrawn');
    const id = await inviteUser(world.ana, AccountId, 'withdrawn@people.example');
    await world.ana.call(SuspendUsers, { AccountId, UserIdList: [id] });
    expect(await send()).toBe(0);
    expect(await mailTo('withdrawn@people.example')).toMatchObject({
      status: 'Failed',
      error: 'Withdrawn before it was sent.',
      body_sealed: '',
    });
  });
});

describe('a mail server that', () => {
  test('refuses the recipient for good fails the message with its words, and the invitation with it', async () => {
    const AccountId = await createTeam(world.ana, 'Refused');
    const UserId = await inviteUser(world.ana, AccountId, 'nobody@people.example');
    peer.mood = { kind: 'refuse-recipient', code: 550, words: 'No such user here' };
    await send();
    expect(await mailTo('nobody@people.example')).toMatchObject({
      status: 'Failed',
      error: expect.stringContaining('550 No such user here'),
    });
    expect(await world.ana.call(GetUser, { AccountId, UserId })).toMatchObject({ User: { UserInvitationStatus: 'Failed' } });
    peer.mood = { kind: 'accept' };
    world.clock.advance(24 * 60 * minuteMs);
    expect(await send()).toBe(0);
    await inviteUser(world.ana, AccountId, 'nobody@people.example');
    expect(await world.ana.call(GetUser, { AccountId, UserId })).toMatchObject({ User: { UserInvitationStatus: 'Pending' } });
  });

  test('refuses the message itself for good fails it', async () => {
    await inviteUser(world.ana, await createTeam(world.ana, 'Spam'), 'spam@people.example');
    peer.mood = { kind: 'refuse-message', code: 554, words: 'Looks like spam' };
    await send();
    expect(await mailTo('spam@people.example')).toMatchObject({ status: 'Failed', error: expect.stringContaining('Looks like spam') });
  });

  test('greylists gets the message again after half a minute, then less and less often, until it takes it', async () => {
    await inviteUser(world.ana, await createTeam(world.ana, 'Grey'), 'grey@people.example');
    peer.mood = { kind: 'refuse-recipient', code: 451, words: 'Greylisted, try again later' };
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 4; attempt++) {
      await send();
      const { status, attempts, error, next_attempt_at } = await mailTo('grey@people.example');
      expect({ status, attempts, error }).toEqual({ status: 'NotSent', attempts: attempt, error: expect.stringContaining('451') });
      waits.push(next_attempt_at - world.clock.now());
      world.clock.advance(next_attempt_at - world.clock.now() - 1);
      expect(await send()).toBe(0);
      world.clock.advance(1);
    }
    expect(waits).toEqual([30_000, 60_000, 120_000, 240_000]);
    peer.mood = { kind: 'accept' };
    await send();
    expect(await mailTo('grey@people.example')).toMatchObject({ status: 'Sent', attempts: 5 });
    expect(to('grey@people.example')).toHaveLength(1);
  });

  test('hangs up in the middle of a message gets the same message again, under the same Message-ID', async () => {
    await inviteUser(world.ana, await createTeam(world.ana, 'Broken'), 'broken@people.example');
    peer.mood = { kind: 'hang-up' };
    await expect(send()).rejects.toThrow(/^The mail server cannot be used: /);
    const message = await mailTo('broken@people.example');
    expect(message).toMatchObject({ status: 'NotSent', attempts: 1 });
    peer.mood = { kind: 'accept' };
    world.clock.advance(minuteMs);
    await send();
    expect(header('broken@people.example', 'message-id')).toEqual([`Message-ID: <${message.id}@carillon.example>`]);
  });

  test('refuses the sender fails no message: that is a matter of the configuration', async () => {
    await inviteUser(world.ana, await createTeam(world.ana, 'Sender'), 'sender@people.example');
    peer.mood = { kind: 'refuse-sender', code: 553, words: 'Sender not allowed' };
    await expect(send()).rejects.toThrow('Sender not allowed');
    expect(await mailTo('sender@people.example')).toMatchObject({ status: 'NotSent', error: expect.stringContaining('553') });
  });

  test('is not there, or refuses our password, keeps every message waiting', async () => {
    await inviteUser(world.ana, await createTeam(world.ana, 'Down'), 'down@people.example');
    await expect(send(createMailer({ smtpUrl: 'smtp://127.0.0.1:1', from }))).rejects.toThrow(/ECONNREFUSED/);
    world.clock.advance(minuteMs);
    const strict = await startMailPeer({ user: 'carillon', pass: 's@cret' });
    await expect(send(createMailer({ smtpUrl: strict.url.replace('s%40cret', 'wrong'), from }))).rejects.toThrow(/Wrong password/);
    expect(await mailTo('down@people.example')).toMatchObject({ status: 'NotSent', attempts: 2 });
    world.clock.advance(5 * minuteMs);
    await send(createMailer({ smtpUrl: strict.url, from }));
    expect(strict.received).toHaveLength(1);
    await strict.close();
  });
});

describe('several processes', () => {
  test('send each message once between them', async () => {
    const AccountId = await createTeam(world.ana, 'Many');
    const people = Array.from({ length: 30 }, (_, index) => `many${index}@people.example`);
    await world.ana.call(InviteUsers, { AccountId, UserEmailList: people });
    const counts = await Promise.all([send(), send(), send()]);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(30);
    for (const person of people) expect(to(person)).toHaveLength(1);
  });

  test('take over what a process was sending when it died, and not before its lease is over', async () => {
    await inviteUser(world.ana, await createTeam(world.ana, 'Crash'), 'crash@people.example');
    const dying = Promise.withResolvers<never>();
    const began = Promise.withResolvers<void>();
    const dead: Mailer = {
      send: async (letter) => {
        await smtp.send(letter);
        began.resolve();
        return dying.promise;
      },
    };
    const run = send(dead).catch(() => undefined);
    await began.promise;
    expect(await send()).toBe(0);
    world.clock.advance(3 * minuteMs);
    expect(await send()).toBe(1);
    // The server took the first one, and nobody lived to note it: twice, but to be told from each other by nothing.
    const ids = to('crash@people.example').map(({ headers }) => headers.find((line) => line.startsWith('Message-ID')));
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);
    expect(await mailTo('crash@people.example')).toMatchObject({ status: 'Sent' });
    dying.reject(new Error('The process died.'));
    await run;
    expect(await mailTo('crash@people.example')).toMatchObject({ status: 'Sent' });
  });
});

describe('limits', () => {
  test('one address gets ten messages an hour, whoever sends them, and the rest later', async () => {
    const AccountId = await createTeam(world.ana, 'Pushy');
    for (let count = 0; count < 12; count++) {
      await inviteUser(world.ana, AccountId, 'pushed@people.example');
      await send();
    }
    expect(to('pushed@people.example')).toHaveLength(10);
    expect(await mailTo('pushed@people.example')).toMatchObject({ status: 'NotSent', attempts: 0 });
    world.clock.advance(66 * minuteMs);
    await send();
    expect(to('pushed@people.example')).toHaveLength(11);
  });

  test('one AWS account sends a thousand an hour, and does not keep another from sending', async () => {
    await world.database.write('', (tx) =>
      tx.query(
        tx.sql.insertInto('outbox').values(
          Array.from({ length: 1000 }, (_, index) => ({
            id: `bulk-${index}`,
            aws_account_id: '111111111111',
            account_id: '',
            kind: 'UserInvitation',
            recipient: `bulk${index}@people.example`,
            subject: '',
            body_sealed: '',
            status: 'Sent' as const,
            attempts: 1,
            next_attempt_at: 0,
            created_at: world.clock.now(),
            expires_at: world.clock.now() + minuteMs,
            lease_until: 0,
            lease_owner: '',
            sent_at: world.clock.now(),
          })),
        ),
      ),
    );
    await inviteUser(world.ana, await createTeam(world.ana, 'Bulk'), 'late@people.example');
    await inviteUser(world.gil, await createTeam(world.gil, 'Small'), 'early@people.example');
    expect(await send()).toBe(1);
    expect([to('late@people.example'), to('early@people.example')]).toMatchObject([[], [{ from }]]);
  });

  test('a message whose link has expired is not sent any more, and says what kept it', async () => {
    await inviteUser(world.ana, await createTeam(world.ana, 'Late'), 'expired@people.example');
    peer.mood = { kind: 'refuse-recipient', code: 451, words: 'Later' };
    await send();
    world.clock.advance(8 * 24 * 60 * minuteMs);
    peer.mood = { kind: 'accept' };
    expect(await send()).toBe(0);
    expect(await mailTo('expired@people.example')).toMatchObject({
      status: 'Failed',
      error: expect.stringMatching(/^Not delivered before its link expired\. The last attempt: .*451/),
    });
  });
});
