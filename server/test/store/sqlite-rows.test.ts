import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../../src/store/sqlite-connection.ts';

test('rows of a statement that stays prepared have the columns that the table has by now', () => {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-rows-'));
  const file = join(folder, 'carillon.db');
  const [connection, other] = [connect(file, false), connect(file, false)];
  onTestFinished(() => {
    for (const one of [connection, other]) one.close();
    rmSync(folder, { recursive: true });
  });
  connection.exec(`create table notes (id bigint, body text); insert into notes values (1, 'one'), (2, null)`);
  const all = { text: 'select * from notes order by id' };
  expect(connection.all(all, [])).toEqual([
    { id: 1, body: 'one' },
    { id: 2, body: null },
  ]);
  // As an upgrade does beside a process that has not ended yet.
  other.exec(`alter table notes add column kind text; delete from notes where id = 2`);
  expect(connection.all(all, [])).toEqual([{ id: 1, body: 'one', kind: null }]);
  expect(connection.all({ text: 'select id from notes where id = ?' }, [7])).toEqual([]);
});
