import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { importCdr } from '../../src/cli/import-cdr.ts';
import { importUsage } from '../../src/cli/import-usage.ts';
import { importUsers } from '../../src/cli/import-users.ts';
import { LookupEvents } from '../../src/operations/cloudtrail/LookupEvents.ts';
import { GetMeetingDetail } from '../../src/operations/chime/GetMeetingDetail.ts';
import { GetUserActivityReportData } from '../../src/operations/chime/GetUserActivityReportData.ts';
import { ListAccountUsageReportData } from '../../src/operations/chime/ListAccountUsageReportData.ts';
import { ListUsers } from '../../src/operations/chime/ListUsers.ts';
import { runCommand } from '../support/command.ts';
import { mailTo } from '../support/delegates.ts';
import { addMember, createTeam } from '../support/members.ts';
import { createEnterprise } from '../support/people.ts';
import { putClaim } from '../support/claims.ts';
import { difference, dumpDatabase } from '../support/database-dump.ts';
import { createWorld } from '../support/world.ts';

const world = await createWorld();
const folder = mkdtempSync(join(tmpdir(), 'carillon-import-'));
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await world.close();
});

const AnEvent = z.object({ responseElements: z.unknown() });

let files = 0;
/** Writes a file and answers its path. */
function file(content: string | Uint8Array, extension = 'csv'): string {
  const path = join(folder, `${++files}.${extension}`);
  writeFileSync(path, content);
  return path;
}

const run = (command: typeof importUsage, path: string, account: string, ...more: string[]) =>
  runCommand(world, command, [path, '--account', account, ...more]);

const heading = 'Account Name,Week Start,Display Name,Email,Status,Created,Attended,Hosted,Messages';
const week = (email: string, counts: string, day = '2026-05-03') => `Acme,${day},"Hopper, Grace",${email},Registered,2025-01-01,${counts}`;
const range = { StartDate: '2026-05-01', EndDate: '2026-05-31' };

describe('weekly usage files', () => {
  test('meetings and messages of a week show up in the reports; the same file again changes nothing', async () => {
    const AccountId = await createTeam(world.ana, 'Usage');
    const UserId = await addMember(world, world.ana, AccountId, 'grace@acme.example');
    const path = file(`\uFEFF${heading}\r\n${week('Grace@acme.example', '5,2,40')}\r\n${week('gone@acme.example', '1,0,3')}\r\n`);
    expect(await run(importUsage, path, AccountId)).toEqual(['Rows: 2 imported, 0 there already, 0 refused.']);
    const { UserActivity } = await world.ana.call(GetUserActivityReportData, { AccountId, UserId, ...range });
    expect(UserActivity).toMatchObject({ MeetingsAttended: 5, MeetingsOrganized: 2, ChatMessagesSent: 40 });
    const usage = { AccountId, ...range };
    const { Totals } = await world.ana.call(ListAccountUsageReportData, usage);
    expect(Totals).toMatchObject({ MeetingsHeld: 2, ActiveUsers: 1, ChatMessagesSent: 40 });
    const before = await dumpDatabase(world);
    expect(await run(importUsage, path, AccountId)).toEqual(['Rows: 0 imported, 2 there already, 0 refused.']);
    expect(difference(before, await dumpDatabase(world))).toEqual([]);
  });

  test('a dry run says what would be, and writes nothing', async () => {
    const AccountId = await createTeam(world.ana, 'Dry');
    const path = file(`${week('a@acme.example', '5,2,40')}\n`);
    const before = await dumpDatabase(world);
    expect(await run(importUsage, path, AccountId, '--dry-run')).toEqual([
      'A dry run: 1 would be imported, 0 there already, 0 refused. Nothing was written.',
    ]);
    expect(difference(before, await dumpDatabase(world))).toEqual([]);
  });

  test('what is wrong with a row is said, and the other rows are imported', async () => {
    const AccountId = await createTeam(world.ana, 'Rows');
    const rows = [
      week('fine@acme.example', '1,1,1'),
      week('=HYPERLINK("http://x","y")', '1,1,1').replaceAll('"http://x","y"', '1'),
      week('b@acme.example', '-1,0,0'),
      week('c@acme.example', '1,0,0', '2026-02-30'),
      week('d@acme.example', '1,0,0', '2019-01-06'),
      'only,three,columns',
      week('fine@acme.example', '1,1,1'),
      week('idle@acme.example', '0,0,0'),
    ];
    const report = join(folder, 'report.csv');
    const lines = await run(importUsage, file(`${rows.join('\n')}\n`), AccountId, '--report', report);
    expect(lines.at(-1)).toBe('Rows: 1 imported, 2 there already, 5 refused.');
    expect(readFileSync(report, 'utf8').split('\r\n')).toEqual([
      'row,outcome,why',
      '1,imported,',
      '2,refused,"""=HYPERLINK(1)"" is no mail address"',
      '3,refused,"meetings attended is ""-1"", not a number up to 500"',
      '4,refused,"the week start ""2026-02-30"" is no date such as 2026-01-04"',
      '5,refused,"it is of the future, or older than what is kept"',
      '6,refused,3 columns instead of 9',
      '7,there already,',
      '8,there already,nothing happened in that week',
      '',
    ]);
  });

  test.each([
    [
      'other columns',
      'name,email\nx,x@acme.example\n',
      /Its first row has 2 columns\. A weekly usage file has 9, in this order: account name, week start/,
    ],
    ['no UTF-8', new Uint8Array([0xff, 0xfe, 0x41, 0]), /no UTF-8 text/],
    ['a quote that is never closed', `"${'x\n'.repeat(200)}`, /a quote in it is never closed/],
  ])('a file with %s is refused as a whole', async (_, content, message) => {
    const AccountId = await createTeam(world.ana, `Whole ${files}`);
    await expect(run(importUsage, file(content), AccountId)).rejects.toThrow(message);
  });

  test('a file of ten gigabytes that is none of the kind is refused after a glance', async () => {
    const AccountId = await createTeam(world.ana, 'Huge');
    const path = file('');
    truncateSync(path, 10 * 2 ** 30);
    const started = performance.now();
    await expect(run(importUsage, path, AccountId)).rejects.toThrow(/Line 1 is longer than 65536 characters/);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  test('after a thousand refused rows the import gives up, and keeps what it has', async () => {
    const AccountId = await createTeam(world.ana, 'Hopeless');
    const rows = [week('good@acme.example', '0,0,7'), ...Array.from({ length: 1500 }, () => week('nobody', '1,1,1'))];
    await expect(run(importUsage, file(rows.join('\n')), AccountId)).rejects.toThrow('1000 rows were refused, so the import has stopped');
    expect(await run(importUsage, file(rows[0] ?? ''), AccountId)).toEqual(['Rows: 0 imported, 1 there already, 0 refused.']);
  });

  test('an account or a file that there is not is named', async () => {
    await expect(run(importUsage, file(''), 'nowhere')).rejects.toThrow('There is no account nowhere.');
    const AccountId = await createTeam(world.ana, 'There');
    await expect(run(importUsage, join(folder, 'absent.csv'), AccountId)).rejects.toThrow(/absent\.csv cannot be read/);
  });
});

const record = (CdrId: string, more: Record<string, string> = {}) => ({
  SchemaVersion: '2.0',
  CdrId,
  ServiceCode: 'AmazonChimeBusinessCalling',
  ChimeAccountId: '12a3456b-7c89-012d-3456-78901e23fg45',
  AwsAccountId: '111122223333',
  ConferenceId: '1a2b3c4d-0000-4000-8000-000000000001',
  ConferencePin: 'XXXXXXXXXX',
  OrganizerUserId: '1ab2345c-67de-8901-f23g-45h678901j2k',
  OrganizerEmail: 'grace@acme.example',
  CallerPhoneNumber: '+15555550100',
  CallerCountry: 'US',
  DestinationPhoneNumber: '+15555550101',
  DestinationCountry: 'US',
  ConferenceStartTimeEpochSeconds: '1777636800',
  ConferenceEndTimeEpochSeconds: '1777640400',
  StartTimeEpochSeconds: '1777636860',
  EndTimeEpochSeconds: '1777640340',
  BillableDurationSeconds: '3480',
  BillableDurationMinutes: '58.0',
  Direction: 'Inbound',
  ...more,
});

describe('call detail records', () => {
  test('those of a folder become calls of their conferences, become no second record, and are known the next time', async () => {
    const AccountId = await createTeam(world.ana, 'Calls');
    await addMember(world, world.ana, AccountId, 'grace@acme.example');
    const path = join(folder, 'json');
    mkdirSync(join(path, '2026', '05'), { recursive: true });
    writeFileSync(join(path, '2026', '05', 'one'), JSON.stringify(record('one'), undefined, 2));
    writeFileSync(
      join(path, '2026', '05', 'lines'),
      `${JSON.stringify(record('two', { CallerPhoneNumber: '+1 (555) 555-0102' }))}\n{"CdrId":"x"}\n`,
    );
    writeFileSync(join(path, 'list'), JSON.stringify([record('three', { ConferenceId: 'other' }), 7]));
    writeFileSync(join(path, 'readme.txt'), 'no record');
    const lines = await run(importCdr, path, AccountId);
    expect(lines.at(-1)).toBe('Rows: 3 imported, 0 there already, 3 refused.');
    expect(lines).toContain('  row readme.txt: refused, It is no JSON.');
    const ConferenceId = record('one').ConferenceId;
    const detail = await world.ana.call(GetMeetingDetail, { AccountId, ConferenceId });
    expect(detail.Meeting).toMatchObject({
      Organizer: { EmailAddress: 'grace@acme.example' },
      NumberOfAttendees: 2,
      DurationSeconds: 3600,
    });
    expect(detail.Attendees.map(({ DisplayName, ClientType }) => `${DisplayName} ${ClientType}`).toSorted()).toEqual([
      '<+15555550100> Phone',
      '<+15555550102> Phone',
    ]);
    const again = await world.database.read('', (tx) => tx.query(tx.sql.selectFrom('call_detail_records').select('account_id')));
    expect(again).toEqual([]);
    expect((await run(importCdr, path, AccountId)).at(-1)).toBe('Rows: 0 imported, 3 there already, 3 refused.');
  });

  test('records that Carillon wrote itself, and times that run backwards, are refused', async () => {
    const AccountId = await createTeam(world.ana, 'Own');
    const own = file(JSON.stringify(record('own', { ChimeAccountId: AccountId })), 'json');
    expect((await run(importCdr, own, AccountId))[0]).toContain('Carillon itself has written');
    const backwards = file(JSON.stringify(record('b', { EndTimeEpochSeconds: '1777636000' })), 'json');
    expect((await run(importCdr, backwards, AccountId))[0]).toContain('EndTimeEpochSeconds is before StartTimeEpochSeconds');
    await expect(run(importCdr, file('{"a":', 'json'), AccountId)).rejects.toThrow('It is no JSON.');
  });
});

describe('lists of users', () => {
  test('lines and CSV invite whom InviteUsers would, once, with a mail and an audit event', async () => {
    const AccountId = await createTeam(world.ana, 'Listed');
    await addMember(world, world.ana, AccountId, 'member@mail.example');
    await putClaim(world, await createTeam(world.gil, 'Globex'), 'claimed.example');
    const lines = file(
      ['One@mail.example', 'Two Persons <two@mail.example>', 'member@mail.example', 'x@claimed.example', 'one@mail.example', 'nobody'].join(
        '\n',
      ),
      'txt',
    );
    expect(await run(importUsers, lines, AccountId)).toEqual([
      '  row 4: refused, x@claimed.example is of a domain that another account has claimed: whoever registers with it joins that account',
      '  row 6: refused, "nobody" is no mail address such as ana@example.com',
      'Rows: 2 imported, 2 there already, 2 refused.',
    ]);
    const csv = file(`Name,E-Mail\n"'=1+1",three@mail.example\nTwo,two@mail.example\n`);
    expect(await run(importUsers, csv, AccountId)).toEqual(['Rows: 1 imported, 1 there already, 0 refused.']);
    const { Users = [] } = await world.ana.call(ListUsers, { AccountId });
    expect(Users.map(({ PrimaryEmail, DisplayName, UserInvitationStatus }) => [PrimaryEmail, DisplayName, UserInvitationStatus])).toEqual([
      ['member@mail.example', undefined, 'Accepted'],
      ['one@mail.example', undefined, 'Pending'],
      ['two@mail.example', 'Two Persons', 'Pending'],
      ['three@mail.example', '=1+1', 'Pending'],
    ]);
    expect(await mailTo(world, 'two@mail.example')).toHaveLength(1);
    const LookupAttributes = [{ AttributeKey: 'EventName' as const, AttributeValue: 'ImportUsers' }];
    const { Events = [] } = await world.ana.call(LookupEvents, { LookupAttributes });
    expect(Events.map(({ CloudTrailEvent = '{}' }) => AnEvent.parse(JSON.parse(CloudTrailEvent)).responseElements)).toEqual([
      { Invited: 1 },
      { Invited: 2 },
    ]);
  });

  test('an Enterprise account invites nobody, and a file of another kind is named', async () => {
    const AccountId = await createEnterprise(world, world.ana, 'Enterprise');
    await expect(run(importUsers, file('a@mail.example'), AccountId)).rejects.toThrow('Only Team accounts invite users.');
    const team = await createTeam(world.ana, 'Kind');
    await expect(run(importUsers, file('first,second\n1,2\n'), team)).rejects.toThrow(
      'neither an address nor a heading with a column "email"',
    );
  });
});

test('progress is drawn where somebody looks on, and removed at the end', async () => {
  const AccountId = await createTeam(world.ana, 'Watched');
  const rows = Array.from({ length: 250 }, (_, index) => week(`p${index}@acme.example`, '0,0,1'));
  const drawn: string[] = [];
  await runCommand(world, importUsage, [file(rows.join('\n')), '--account', AccountId], { progress: (text) => void drawn.push(text) });
  expect(drawn[0]).toMatch(/^█+░* +\d+ %  100 rows$/);
  expect(drawn.at(-1)).toBe('');
});
