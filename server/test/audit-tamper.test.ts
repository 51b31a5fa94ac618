import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { auditExport } from '../src/cli/audit-export.ts';
import { auditVerify } from '../src/cli/audit-verify.ts';
import { CreateAccount } from '../src/operations/chime/CreateAccount.ts';
import { ListAccounts } from '../src/operations/chime/ListAccounts.ts';
import { CreateUser } from '../src/operations/iam/CreateUser.ts';
import type { Tables } from '../src/store/schema.ts';
import { runCommand } from './support/command.ts';
import { acme, createWorld, globex, type World } from './support/world.ts';

type Row = Tables['audit_events'];

let world: World;
let whole: readonly Row[];
let head: Tables['audit_heads'];
beforeAll(async () => {
  world = await createWorld();
  await world.ana.call(CreateUser, { UserName: 'carol' });
  world.clock.advance(1_000);
  await world.bo.call(ListAccounts, {});
  await world.bo.attempt(CreateAccount, { Name: 'Mine' });
  await world.door.services.trail.flush();
  whole = await rows();
  [head = { aws_account_id: acme, sequence: 0, hash: '' }] = await world.database.read(acme, (tx) =>
    tx.query(tx.sql.selectFrom('audit_heads').selectAll().where('aws_account_id', '=', acme)),
  );
});
afterAll(() => world.close());

describe('`carillon audit verify`', () => {
  test('finds the trail of a server intact, and prints its head', async () => {
    expect(await runCommand(world, auditVerify, [])).toEqual([
      `${acme}  ${whole.length} events  intact`,
      `  head ${printed()}`,
      `${globex}  0 events  intact`,
      expect.stringMatching(`^  head ${globex}:0:0+$`),
    ]);
  });

  test.each<[string, (events: Row[]) => readonly Row[], string]>([
    [
      'an event that was changed',
      (events) =>
        altered(events, 2, { event: (events[1]?.event ?? '').replace('carol', 'darol').replace('AttachUserPolicy', 'DetachUserPolicy') }),
      'event 2 was changed',
    ],
    [
      'an event that was changed together with its hash',
      (events) => altered(events, 2, { event: '{}', hash: 'f'.repeat(64) }),
      'event 2 was changed',
    ],
    ['an event that was removed', (events) => events.filter(({ sequence }) => sequence !== 3), 'event 3 is missing'],
    [
      'an event that was removed and the rest moved up',
      (events) => events.filter(({ sequence }) => sequence !== 3).map((row, index) => ({ ...row, sequence: index + 1 })),
      'event 3 was changed',
    ],
    [
      'an event that was inserted',
      (events) => [...events.slice(0, 2), ...events.slice(1).map((row) => ({ ...row, sequence: row.sequence + 1 }))],
      'event 3 was changed',
    ],
    ['an event that was appended', (events) => [...events, { ...at(events, 2), sequence: events.length + 1 }], 'was changed'],
    [
      'two events that changed places',
      (events) => altered(altered(events, 3, { ...at(events, 4), sequence: 3 }), 4, { ...at(events, 3), sequence: 4 }),
      'event 3 was changed',
    ],
    ['a tail that was cut off', (events) => events.slice(0, -2), 'is missing'],
    [
      'an event filed under another user',
      (events) => altered(events, 5, { user_name: 'gil' }),
      'event 5 is filed under what it does not say',
    ],
    ['an event filed at another time', (events) => altered(events, 5, { time: 0 }), 'event 5 is filed under what it does not say'],
    ['an event filed as a read', (events) => altered(events, 1, { read_only: 1 }), 'event 1 is filed under what it does not say'],
  ])('finds %s', async (_, forge, finding) => {
    await replace(forge([...whole]));
    const [line = ''] = await verify([]);
    expect(line).toContain(finding);
    await replace(whole);
  });

  test('finds a tail that was cut off together with the head, by a head that was printed before', async () => {
    const shorter = whole.slice(0, -2);
    await replace(shorter, { ...head, sequence: shorter.length, hash: at(shorter, shorter.length).hash });
    expect((await verify([]))[0]).toContain('intact');
    expect((await verify(['--expect', printed()]))[0]).toContain(`event ${shorter.length + 1} was cut off, with all after it`);
    await replace(whole);
    expect((await verify(['--expect', printed()]))[0]).toContain('intact');
  });

  test('finds that history was rewritten, by a head that was printed before', async () => {
    expect((await verify(['--expect', `${acme}:3:${'0'.repeat(64)}`]))[0]).toContain('an event up to 3 was replaced');
    await expect(runCommand(world, auditVerify, ['--expect', 'nonsense'])).rejects.toThrow(
      'is no head that carillon audit verify has printed',
    );
  });
});

describe('`carillon audit export`', () => {
  const Exported = z.object({ eventName: z.string(), recipientAccountId: z.string() });
  const names = (lines: readonly string[]): string[] => lines.map((line) => Exported.parse(JSON.parse(line)).eventName);

  test('prints each event on a line of its own, oldest first, as it is chained', async () => {
    expect(await runCommand(world, auditExport, ['--account', acme])).toEqual(whole.map(({ event }) => event));
    expect(await runCommand(world, auditExport, ['--account', globex])).toEqual([]);
  });

  test('prints those from a time on, and up to before another', async () => {
    expect(names(await runCommand(world, auditExport, ['--from', '2026-06-01T12:00:01Z']))).toEqual(['ListAccounts', 'CreateAccount']);
    expect(names(await runCommand(world, auditExport, ['--to', '2026-06-01T12:00:01Z'])).at(-1)).toBe('CreateUser');
  });

  test('refuses what is no time and no AWS account', async () => {
    await expect(runCommand(world, auditExport, ['--from', 'yesterday'])).rejects.toThrow('--from yesterday is no time.');
    await expect(runCommand(world, auditExport, ['--account', '999999999999'])).rejects.toThrow('There is no AWS account 999999999999.');
  });
});

async function rows(): Promise<Row[]> {
  return world.database.read(acme, (tx) =>
    tx.query(tx.sql.selectFrom('audit_events').selectAll().where('aws_account_id', '=', acme).orderBy('sequence')),
  );
}

/** Puts these events in the place of all. */
async function replace(events: readonly Row[], to = head): Promise<void> {
  await world.database.write(acme, async (tx) => {
    await tx.query(tx.sql.deleteFrom('audit_events').where('aws_account_id', '=', acme));
    await tx.query(tx.sql.insertInto('audit_events').values([...events]));
    await tx.query(tx.sql.updateTable('audit_heads').set(to).where('aws_account_id', '=', acme));
  });
}

/** The lines of a verification, whether or not it ends well. */
async function verify(args: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  const command = {
    ...auditVerify,
    run: async (shell: Parameters<typeof auditVerify.run>[0]) => auditVerify.run({ ...shell, print: (line) => lines.push(line) }, args),
  };
  await runCommand(world, command, args).catch(() => undefined);
  return lines;
}

function at(events: readonly Row[], sequence: number): Row {
  const row = events[sequence - 1];
  if (!row) throw new Error(`There is no event ${sequence}.`);
  return row;
}

function altered(events: readonly Row[], sequence: number, values: Partial<Row>): Row[] {
  return events.map((row) => (row.sequence === sequence ? { ...row, ...values } : row));
}

function printed(): string {
  return `${acme}:${head.sequence}:${head.hash}`;
}
