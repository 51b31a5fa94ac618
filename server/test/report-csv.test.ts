import { afterAll, expect, test } from 'vitest';
import { toCsv } from '../src/shapes/csv.ts';
import { deliver, insertMember, meeting } from './support/meetings.ts';
import { createTeam } from './support/members.ts';
import { signedRequest } from './support/sign.ts';
import { createWorld, type Reply } from './support/world.ts';

const world = await createWorld({ instant: Date.UTC(2026, 1, 20, 9) });
afterAll(() => world.close());
const accountId = await createTeam(world.ana, 'Acme');
const from = Date.UTC(2026, 1, 18, 10);
const ana = await insertMember(world.database, accountId, 'ana@acme.example', { display_name: '=HYPERLINK("http://evil.example","x")' });
await deliver(
  world.database,
  accountId,
  ['one', 'two'].flatMap((id) => meeting(id, { from, to: from + 60_000, organizer: ana, people: [ana, undefined] })),
  world.clock.now(),
);

async function get(path: string, accept: string): Promise<Reply> {
  const { accessKeyId, secretAccessKey } = world.ana;
  const url = `http://carillon.test/accounts/${accountId}/${path}`;
  return world.send(signedRequest({ method: 'GET', url, headers: { accept }, accessKeyId, secretAccessKey, date: world.clock.now() }));
}

const range = 'start-date=2026-02-18&end-date=2026-02-19';

test('a report is a table for whoever asks for text/csv, and JSON for everybody else', async () => {
  const table = await get(`reports/usage?${range}`, 'text/csv');
  expect(table.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
  expect(table.body).toBe(
    'Date,RegisteredUsers,ActiveUsers,MeetingsHeld,MeetingSatisfaction,ChatMessagesSent,ActiveProDays\r\n' +
      '2026-02-18,1,1,2,,0,0\r\n2026-02-19,1,0,0,,0,0\r\n',
  );
  expect(JSON.parse((await get(`reports/usage?${range}`, '*/*')).body)).toMatchObject({ Totals: { MeetingsHeld: 2 } });
  expect((await get(`users/${ana}/activity?${range}`, 'text/csv;q=0.9')).body).toContain('2026-02-18,2,2,,0,false\r\n');
});

test('nobody’s name is a formula for whoever opens the table, and the next page is named beside it', async () => {
  const table = await get(`reports/meetings?${range}&max-results=1`, 'text/csv');
  expect(table.body).toContain(`,External,${ana},"'=HYPERLINK(""http://evil.example"",""x"")",ana@acme.example,60,2\r\n`);
  const token = table.headers['x-carillon-next-token'] ?? '';
  const second = await get(`reports/meetings?${range}&max-results=1&next-token=${encodeURIComponent(token)}`, 'text/csv');
  expect(second.body.split('\r\n')[1]).toMatch(/^one,/);
  expect(second.headers['x-carillon-next-token']).toBeUndefined();
  expect((await get('meetings/one', 'text/csv')).body).toContain(`"'=HYPERLINK(`);
  expect((await get('meetings/one/events', 'text/csv')).body.split('\r\n')).toHaveLength(6);
});

test('an error is JSON whatever was asked for', async () => {
  expect(JSON.parse((await get('meetings/none', 'text/csv')).body)).toMatchObject({ Code: 'NotFound' });
});

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@x', "'@x"],
  ['\tx', "'\tx"],
  ['a,"b"\n', '"a,""b""\n"'],
])('the cell %j is written %j', (cell, written) => {
  expect(toCsv({ columns: ['c'], rows: [[cell], [-1]] })).toBe(`c\r\n${written}\r\n-1\r\n`);
});
