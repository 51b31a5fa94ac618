import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { meetingAlias } from '../src/cli/meeting-alias.ts';
import { meetingRebuild } from '../src/cli/meeting-rebuild.ts';
import { meetingSourceAdd } from '../src/cli/meeting-source-add.ts';
import { meetingSourceList } from '../src/cli/meeting-source-list.ts';
import { meetingSourceRemove } from '../src/cli/meeting-source-remove.ts';
import { findMeetingSource, openMeetingSourceSecret } from '../src/store/meeting-sources.ts';
import { GetMeetingDetail } from '../src/operations/chime/GetMeetingDetail.ts';
import { runCommand } from './support/command.ts';
import { deliver, insertMember } from './support/meetings.ts';
import { createTeam } from './support/members.ts';
import { dumpDatabase } from './support/database-dump.ts';
import { createWorld } from './support/world.ts';

const world = await createWorld();
const folder = mkdtempSync(join(tmpdir(), 'carillon-meetings-'));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await world.close();
});
const accountId = await createTeam(world.ana, 'Meetings');

describe('meeting source', () => {
  test('add makes a secret, shows it once and keeps it sealed', async () => {
    const lines = await runCommand(world, meetingSourceAdd, ['cloudevents', '--account', accountId]);
    const id = /^Source (\S+) \(cloudevents\)/.exec(lines[0] ?? '')?.[1] ?? '';
    const secret = /shown this once: (\S{43})$/.exec(lines.at(-1) ?? '')?.[1] ?? '';
    expect(lines[1]).toMatch(new RegExp(`/ingest/cloudevents/${id}$`));
    expect([...(await dumpDatabase(world))].join()).not.toContain(secret);
    const source = await world.database.read('', (tx) => findMeetingSource(tx, id));
    expect(source && openMeetingSourceSecret(world.database, source)).toBe(secret);
    expect((await runCommand(world, meetingSourceList, [])).join('\n')).toContain(`${id}  cloudevents`);
    await runCommand(world, meetingSourceRemove, [id]);
    expect(await world.database.read('', (tx) => findMeetingSource(tx, id))).toBeUndefined();
    expect((await runCommand(world, meetingSourceList, [])).join('\n')).not.toContain(id);
    await expect(runCommand(world, meetingSourceRemove, [id])).rejects.toThrow(`There is no source ${id}.`);
  });

  test('add takes the key that LiveKit signs with, and never prints it', async () => {
    const file = join(folder, 'secret');
    writeFileSync(file, 'chosen by the engine\n');
    const lines = await runCommand(world, meetingSourceAdd, ['livekit', '--account', accountId, '--key', 'APIx', '--secret-file', file]);
    expect(lines.join()).not.toContain('chosen by the engine');
    const id = /^Source (\S+) /.exec(lines[0] ?? '')?.[1] ?? '';
    const source = await world.database.read('', (tx) => findMeetingSource(tx, id));
    expect(source?.settings).toBe('{"key":"APIx"}');
    expect(source && openMeetingSourceSecret(world.database, source)).toBe('chosen by the engine');
  });

  test.each([
    [['zoom', '--account', accountId], 'Usage: carillon meeting source add'],
    [['janus'], 'Usage: carillon meeting source add'],
    [['janus', '--account', 'nobody'], 'There is no account nobody.'],
    [['livekit', '--account', accountId], 'LiveKit signs with one of its own API keys'],
    [['janus', '--account', accountId, '--secret-file', '/nowhere'], '/nowhere cannot be read'],
  ])('add refuses %o', async (args, message) => {
    await expect(runCommand(world, meetingSourceAdd, args)).rejects.toThrow(message);
  });
});

test('an alias counts from then on, and a rebuilding applies it to what was reported before', async () => {
  await insertMember(world.database, accountId, 'ana@acme.example');
  const joined = (id: string, time: number) =>
    deliver(
      world.database,
      accountId,
      [{ id, type: 'attendee.joined', time, conferenceId: 'c', attendeeSessionId: id, userId: 'PBX-1', data: {} }],
      world.clock.now(),
    );
  const names = async (): Promise<unknown[]> => {
    const { Attendees } = await world.ana.call(GetMeetingDetail, { AccountId: accountId, ConferenceId: 'c' });
    return Attendees.map(({ DisplayName }) => DisplayName);
  };
  await joined('1', world.clock.now() - 2);
  await runCommand(world, meetingAlias, ['PBX-1', '--account', accountId, '--user', 'Ana@acme.example']);
  await joined('2', world.clock.now() - 1);
  expect(await names()).toEqual(['<Unknown>', 'ana']);
  const lines = await runCommand(world, meetingRebuild, [accountId]);
  expect(lines.at(-1)).toMatch(/^The reports of account \S+ are rebuilt from 2 events, \d s\.$/);
  expect(await names()).toEqual(['ana', 'ana']);
  expect((await runCommand(world, meetingAlias, ['pbx-1', '--account', accountId]))[0]).toBe("pbx-1 is nobody's alias any more.");
});

test.each([
  [['x'], '--account is missing.'],
  [['x', '--account', 'nobody'], 'There is no account nobody.'],
  [['x', '--account', accountId], `Account ${accountId} has no alias x.`],
  [['x', '--account', accountId, '--user', 'no@acme.example'], 'has no user with the address no@acme.example.'],
])('meeting alias refuses %o', async (args, message) => {
  await expect(runCommand(world, meetingAlias, args)).rejects.toThrow(message);
});

test('there is nothing to rebuild where nothing was reported', async () => {
  const empty = await createTeam(world.ana, 'Empty');
  await expect(runCommand(world, meetingRebuild, [empty])).rejects.toThrow(`Nothing was ever reported of meetings of account ${empty}`);
});
