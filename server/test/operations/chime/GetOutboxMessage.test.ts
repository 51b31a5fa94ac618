import { afterAll, expect, test } from 'vitest';
import { auditExport } from '../../../src/cli/audit-export.ts';
import { GetOutboxMessage } from '../../../src/operations/chime/GetOutboxMessage.ts';
import { ListOutboxMessages } from '../../../src/operations/chime/ListOutboxMessages.ts';
import { leaveAcmeAlone } from '../../support/alone.ts';
import { runCommand } from '../../support/command.ts';
import { invite } from '../../support/delegates.ts';
import { createTeam, inviteUser, present } from '../../support/members.ts';
import { acme, connect, createWorld, type Person } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

async function newest(person: Person, AccountId: string): Promise<string> {
  return present((await person.call(ListOutboxMessages, { AccountId })).Messages[0]).MessageId;
}

async function invited(name: string): Promise<{ AccountId: string; MessageId: string }> {
  const AccountId = await createTeam(world.ana, name);
  await inviteUser(world.ana, AccountId, `${name.toLowerCase()}@example.com`);
  return { AccountId, MessageId: await newest(world.ana, AccountId) };
}

test('does not show the link of an invitation to one of several tenants, for it proves a mailbox to all of them', async () => {
  const answer = await world.ana.call(GetOutboxMessage, await invited('Several'));
  expect(answer.Body).toBeUndefined();
  expect(answer).toMatchObject({ Message: { EmailStatus: 'NotSent' }, BodyWithheld: expect.stringContaining('carillon outbox') });
});

test('shows what an invitation of another AWS account says: it holds no secret', async () => {
  const AccountId = await createTeam(world.ana, 'Shared');
  await invite(world, AccountId, 'partner@example.com');
  const answer = await world.ana.call(GetOutboxMessage, { AccountId, MessageId: await newest(world.ana, AccountId) });
  expect(answer).toMatchObject({ Message: { Kind: 'DelegateInvitation' }, Body: expect.stringContaining('aws chime accept-delegate') });
});

test('is for those who may invite, and shows no message of another account', async () => {
  const { AccountId, MessageId } = await invited('Private');
  const other = await createTeam(world.ana, 'Elsewhere');
  await expect(world.bo.call(GetOutboxMessage, { AccountId, MessageId })).rejects.toMatchObject({ status: 403 });
  await expect(world.gil.call(GetOutboxMessage, { AccountId, MessageId })).rejects.toMatchObject({ status: 404 });
  await expect(world.ana.call(GetOutboxMessage, { AccountId: other, MessageId })).rejects.toMatchObject({ status: 404 });
});

test('shows the link where nothing is mailed and nobody else uses the installation, and keeps it out of the audit trail', async () => {
  await leaveAcmeAlone(world);
  const message = await invited('Alone');
  const { Body = '' } = await world.ana.call(GetOutboxMessage, message);
  expect(Body).toMatch(/^http:\/\/carillon\.test\/invitations\/\S{40,}$/m);
  await world.door.services.trail.flush();
  const trail = (await runCommand(world, auditExport, ['--account', acme])).join('\n');
  expect(trail).toContain('GetOutboxMessage');
  expect(trail).not.toContain(Body.split('/invitations/')[1]?.slice(0, 40));
  const { accessKeyId, secretAccessKey } = world.ana;
  const mailing = connect(world.database, world.clock, world.faults, { sendsMail: true }).withKey(accessKeyId, secretAccessKey);
  const answer = await mailing.call(GetOutboxMessage, message);
  expect(answer.Body).toBeUndefined();
  expect(answer).toMatchObject({ BodyWithheld: expect.stringContaining('mailbox'), Message: { NextAttemptAt: expect.any(String) } });
});
