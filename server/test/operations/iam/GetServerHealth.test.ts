import { afterAll, beforeAll, expect, test } from 'vitest';
import { judge, overall, type Findings } from '../../../src/support/health/parts.ts';
import { InviteUsers } from '../../../src/operations/chime/InviteUsers.ts';
import { GetServerHealth } from '../../../src/operations/iam/GetServerHealth.ts';
import { createTeam } from '../../support/members.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld({ instant: Date.now() })));
afterAll(() => world.close());

test('the operator sees how each part fares and what waits', async () => {
  await world.ana.call(InviteUsers, { AccountId: await createTeam(world.ana, 'Team'), UserEmailList: ['ida@example.com'] });
  // Setting the world up takes its time, in which the database's clock went on.
  world.clock.advance(Date.now() - world.clock.now());
  const health = await world.ana.call(GetServerHealth, {});
  expect(health).toMatchObject({ Version: '1.2.3', Engine: world.database.engine });
  // How full the disk is, is this machine's affair.
  expect(Object.fromEntries(health.Parts.map(({ Part, Status }) => [Part, Status]))).toMatchObject({
    Database: 'Well',
    ObjectStore: 'Well',
    Mail: 'NotUsed',
    MeetingSources: 'NotUsed',
    Jobs: 'Well',
    Clock: 'Well',
  });
  expect(health.Parts.find(({ Part }) => Part === 'Mail')?.Summary).toContain('1 message waits');
  expect(health.Queues.find(({ Queue }) => Queue === 'Mail')).toMatchObject({ Waiting: 1, OldestDate: expect.stringMatching(/Z$/) });
});

test('another AWS account sees whether the installation fares well, and nothing about it', async () => {
  const { Parts, Queues, DetailsWithheld } = await world.gil.call(GetServerHealth, {});
  expect(Parts[0]).toEqual({ Part: 'Database', Status: 'Well' });
  expect(Queues).toEqual([]);
  expect(DetailsWithheld).toContain('several AWS accounts');
  await expect(world.bo.call(GetServerHealth, {})).rejects.toMatchObject({ status: 403 });
});

const well: Findings = {
  build: { version: '1.2.3', engine: 'postgres' },
  schemaVersion: '17',
  takesChanges: true,
  answerMs: 2,
  store: { kind: 's3', place: 'https://s3.example.com', trouble: undefined },
  sendsMail: true,
  mail: { count: 0, oldestAt: undefined },
  mailTrouble: undefined,
  sources: { count: 1, lastAt: 0 },
  jobs: [{ name: 'send-mail', lease_until: 0, next_run_at: 1_000_000, failures: 0 }],
  disk: { freeBytes: 5e9, totalBytes: 1e10 },
  databaseTime: 1_000_000,
  now: 1_000_000,
};

test.each<[string, Partial<Findings>, string, string]>([
  ['a disk that confirms nothing', { takesChanges: false }, 'Database', 'Failing'],
  ['a slow database', { answerMs: 2_000 }, 'Database', 'Impaired'],
  ['an object store that is away', { store: { ...well.store, trouble: 'It does not answer.' } }, 'ObjectStore', 'Failing'],
  ['a mail server that refuses', { mailTrouble: '451 later', mail: { count: 2, oldestAt: 0 } }, 'Mail', 'Impaired'],
  ['a job that fails', { jobs: [{ name: 'send-mail', lease_until: 0, next_run_at: 1_000_000, failures: 1 }] }, 'Jobs', 'Impaired'],
  ['a job that nobody runs', { jobs: [{ name: 'send-mail', lease_until: 0, next_run_at: 1, failures: 0 }] }, 'Jobs', 'Failing'],
  ['a disk that is nearly full', { disk: { freeBytes: 5e8, totalBytes: 1e10 } }, 'Disk', 'Impaired'],
  ['a disk that is full', { disk: { freeBytes: 5e7, totalBytes: 1e10 } }, 'Disk', 'Failing'],
  ['clocks that differ', { databaseTime: 1_010_000 }, 'Clock', 'Impaired'],
  ['clocks that differ by minutes', { databaseTime: 2_000_000 }, 'Clock', 'Failing'],
])('%s is said, with what to do', (_name, trouble, part, status) => {
  const parts = judge({ ...well, ...trouble });
  expect(parts.filter((one) => one.status !== 'Well')).toEqual([
    { part, status, summary: expect.stringMatching(/\.$|later$/), nextStep: expect.stringMatching(/\w/) },
  ]);
  expect(overall(parts)).toBe(status);
  expect(overall(judge(well))).toBe('Well');
});
