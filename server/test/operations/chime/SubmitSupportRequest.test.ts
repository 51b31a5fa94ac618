import { randomUUIDv7 } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createSendMail } from '../../../src/jobs/send-mail.ts';
import { createMailer } from '../../../src/mail/mailer.ts';
import { ListSupportRequests } from '../../../src/operations/chime/ListSupportRequests.ts';
import { SubmitSupportRequest } from '../../../src/operations/chime/SubmitSupportRequest.ts';
import { openBody } from '../../../src/store/outbox.ts';
import { dayMs, mailTo } from '../../support/delegates.ts';
import { containing, matching } from '../../support/matchers.ts';
import { createTeam, inviteUser, present } from '../../support/members.ts';
import { startMailPeer } from '../../support/smtp.ts';
import { acme, createWorld } from '../../support/world.ts';

const world = await createWorld();
const peer = await startMailPeer();
afterAll(async () => {
  await peer.close();
  await world.close();
});

const request = {
  Subject: 'Users cannot sign in',
  Description: 'Since noon.\r\n/signin\r\n\tHelp! \u202eevil',
  Category: 'SignIn',
  Severity: 'High',
} as const;
const hourMs = 60 * 60_000;

async function send(supportAddress: string | undefined): Promise<number> {
  const mailer = createMailer({ smtpUrl: peer.url, from: 'no-reply@carillon.example' });
  const machine = { now: world.clock.now, newId: () => randomUUIDv7() };
  const job = createSendMail({ mailer, publicUrl: () => 'https://chime.example', supportAddress, ...machine });
  return job.run({ database: world.database, now: world.clock.now() });
}

test('a request waits in the outbox until there is a support address, and is mailed there once', async () => {
  const AccountId = await createTeam(world.ana, 'Acme');
  const OccurredAt = '2026-06-01T09:30:00.000Z';
  const { SupportRequest } = await world.ana.call(SubmitSupportRequest, {
    ...request,
    AccountId,
    ConferenceId: 'conference-1',
    OccurredAt,
  });
  expect(SupportRequest).toEqual({
    ...request,
    SupportRequestId: SupportRequest.SupportRequestId,
    AccountId,
    ConferenceId: 'conference-1',
    OccurredAt,
    DiagnosticsAttached: false,
    EmailStatus: 'NotSent',
    SubmittedBy: `arn:aws:iam::${acme}:user/admin`,
    CreatedTimestamp: new Date(world.clock.now()).toISOString(),
  });
  expect(await send(undefined)).toBe(0);
  expect(await send('support@carillon.example')).toBe(1);
  expect(await send('support@carillon.example')).toBe(0);
  expect(peer.received).toHaveLength(1);
  const { to, headers, text } = present(peer.received[0]);
  expect(to).toEqual(['support@carillon.example']);
  expect(headers).toContain('Subject: [High] Users cannot sign in');
  expect(text).toContain(`Account: Acme (${AccountId}, Team)`);
  // No line of the description is taken for one of ours, such as a link.
  expect(text).toContain('> Since noon.\n> /signin\n>   Help! evil\n');
  const { SupportRequests } = await world.ana.call(ListSupportRequests, {});
  expect(SupportRequests).toEqual([{ ...SupportRequest, EmailStatus: 'Sent' }]);
});

test('the diagnostic bundle tells versions, counts, jobs and failures, and nobody’s name, address or secret', async () => {
  const AccountId = await createTeam(world.ana, 'Very Secret Name');
  await inviteUser(world.ana, AccountId, 'ida@people.example');
  await world.database.write('', async (tx) => {
    const error = `Invalid login for ida@people.example at mail.corp.example (10.1.2.3): 535 "Ida Long" key=AKIAIOSFODNN7EXAMPLE`;
    const job = { lease_until: 0, lease_owner: '', next_run_at: 0, failures: 3, started_at: 0, finished_at: 0, count: 0 };
    await tx.query(tx.sql.insertInto('jobs').values({ name: 'send-mail', ...job, error }));
    await tx.query(
      tx.sql.updateTable('outbox').set({ error: '550 ida@people.example: no such user' }).where('kind', '=', 'UserInvitation'),
    );
  });
  const { SupportRequest } = await world.ana.call(SubmitSupportRequest, { ...request, AttachDiagnostics: true });
  expect(SupportRequest.DiagnosticsAttached).toBe(true);
  const body = openBody(world.database.vault, present((await mailTo(world, '')).at(-1)));
  const bundle: unknown = JSON.parse(body.slice(body.indexOf('\n  {')));
  expect(bundle).toMatchObject({
    version: '1.2.3',
    engine: world.database.engine,
    schemaVersion: matching(/^\d+$/),
    counts: { aws_accounts: 2, accounts: 2, users: 1, messages: 0 },
    jobs: [
      {
        name: 'send-mail',
        running: false,
        failuresInARow: 3,
        error: 'Invalid login for <mail address> at <name> (<IP address>): 535 <text> key=<key>',
      },
    ],
    failures: [{ what: 'UserInvitation', error: '550 <mail address>: no such user' }],
  });
  for (const secret of ['Very Secret', 'ida', 'Ida', 'corp', '10.1.2.3', 'AKIA']) expect(JSON.stringify(bundle)).not.toContain(secret);
});

test('400 for a subject of more than one line, and nothing is submitted', async () => {
  const before = (await world.ana.call(ListSupportRequests, {})).SupportRequests.length;
  for (const Subject of ['Help\r\nBcc: eve@evil.example', 'Help\nX: y', 'Help\u2028', 'Help\u202e', 'Help\u0007']) {
    await expect(world.ana.call(SubmitSupportRequest, { ...request, Subject })).rejects.toMatchObject({
      status: 400,
      message: containing('must be one line of plain text'),
    });
  }
  expect((await world.ana.call(ListSupportRequests, {})).SupportRequests).toHaveLength(before);
});

test('a repeat with the same ClientRequestToken is one request', async () => {
  const input = { ...request, ClientRequestToken: 'once-only' };
  const first = await world.ana.call(SubmitSupportRequest, input);
  expect(await world.ana.call(SubmitSupportRequest, input)).toEqual(first);
});

test('404 for the account of another AWS account', async () => {
  const AccountId = await createTeam(world.gil, 'Globex');
  await expect(world.ana.call(SubmitSupportRequest, { ...request, AccountId })).rejects.toMatchObject({ status: 404 });
});

test('what was written stays out of the audit trail, and is sealed where it is stored', async () => {
  await world.ana.call(SubmitSupportRequest, { ...request, Description: 'My password is hunter2.' });
  await world.door.services.trail.flush();
  const rows = await world.database.read('', async (tx) => [
    await tx.query(tx.sql.selectFrom('audit_events').selectAll()),
    await tx.query(tx.sql.selectFrom('support_requests').selectAll()),
  ]);
  expect(JSON.stringify(rows)).not.toContain('hunter2');
});

test('429 after twenty requests within an hour, saying when the next one may come; others are not held up', async () => {
  world.clock.advance(hourMs);
  for (let count = 0; count < 20; count += 1) await world.ana.call(SubmitSupportRequest, request);
  const reply = await world.ana.attempt(SubmitSupportRequest, request);
  expect(reply).toMatchObject({ status: 429, headers: { 'retry-after': '3600' } });
  expect(z.object({ Message: z.string() }).parse(JSON.parse(reply.body)).Message).toContain('Submit the next one in 60 minutes.');
  await world.gil.call(SubmitSupportRequest, request);
  world.clock.advance(hourMs);
  await world.ana.call(SubmitSupportRequest, request);
  expect(await send('support@carillon.example')).toBeGreaterThan(20);
});

test('a request that could not be mailed for a month shows as failed', async () => {
  const { SupportRequest } = await world.ana.call(SubmitSupportRequest, request);
  world.clock.advance(31 * dayMs);
  await send('support@carillon.example');
  const { SupportRequests } = await world.ana.call(ListSupportRequests, { MaxResults: 1 });
  expect(SupportRequests).toMatchObject([{ SupportRequestId: SupportRequest.SupportRequestId, EmailStatus: 'Failed' }]);
});
