import { randomBytes, randomUUIDv7 } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { BadRequestException } from '../src/errors.ts';
import { listAccounts } from '../src/store/account-list.ts';
import { createAccount, deleteAccount, getAccount, type AccountRow } from '../src/store/accounts.ts';
import { createTenant, listAwsAccounts } from '../src/store/aws-accounts.ts';
import { pageToken, readPageToken, type Page } from '../src/store/paging.ts';
import { createTestDatabase } from './support/database.ts';

const store = await createTestDatabase();
const { database } = store;
afterAll(() => store.remove());

const acme = '111111111111';
const globex = '222222222222';
for (const [awsAccountId, name] of [
  [acme, 'Acme'],
  [globex, 'Globex'],
] as const) {
  await database.write(awsAccountId, (tx) => createTenant(tx, { awsAccountId, name, now: 0, random: randomBytes }));
}

/** In an order that neither a locale nor UTF-16 would give: an emoji is above U+FF5E by bytes, below it in JavaScript. */
const texts = ['', ' ', '-', 'A', 'Z', 'a', 'a b', 'ab', 'z', 'zz', 'ß', 'ä', 'é', 'Ω', '中', '～', '😀', '\u{10ffff}'];

test('text sorts and compares by bytes', async () => {
  await database.write('', (tx) =>
    tx.query(tx.sql.insertInto('retired_pins').values(shuffled(texts).map((pin) => ({ pin, retired_at: 0 })))),
  );
  const found = await database.read('', (tx) => tx.query(tx.sql.selectFrom('retired_pins').select('pin').orderBy('pin')));
  expect(found.map(({ pin }) => pin)).toEqual(texts.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
  for (const [index, text] of texts.entries()) {
    const above = await database.read('', (tx) =>
      tx.query(tx.sql.selectFrom('retired_pins').select('pin').where('pin', '>', text).orderBy('pin').limit(1)),
    );
    expect(above[0]?.pin).toBe(texts[index + 1]);
  }
});

test('names in any script come back as they were given and in one order', async () => {
  const names = texts.filter((text) => text.trim() !== '' && text !== 'a' && text !== 'z');
  for (const name of shuffled(names)) {
    await database.write('', (tx) => createTenant(tx, { name, now: 0, random: randomBytes }));
  }
  const listed = (await database.read('', listAwsAccounts)).map(({ name }) => name);
  const byFoldedBytes = [...names, 'Acme', 'Globex'].toSorted((a, b) =>
    Buffer.compare(Buffer.from(a.toLowerCase()), Buffer.from(b.toLowerCase())),
  );
  expect(listed).toEqual(byFoldedBytes);
});

test('a listing in pages shows each row once, whatever is created and deleted meanwhile', async () => {
  const from = Array.from({ length: 40 }, () => randomUUIDv7()).toSorted();
  const create = (id: string): Promise<unknown> => database.write(acme, (tx) => createAccount(tx, { id, name: `Account ${id}`, now: 0 }));
  for (const id of shuffled(from)) await create(id);
  const [, doomed = '', , , , , , , , , , alsoDoomed = ''] = from;
  const seen: string[] = [];
  for (let after: string | undefined = ''; after !== undefined;) {
    const start: string = after;
    const page: Page<AccountRow> = await database.read(acme, (tx) => listAccounts(tx, {}, start, 7));
    seen.push(...page.rows.map(({ id }) => id));
    after = page.lastKey;
    const last = seen.at(-1) ?? '';
    // Before the first row, right before and right after the place the next page starts from, and after the last row.
    await Promise.all(['0', `${last.slice(0, -1)}-`, `${last}+`, 'f'].map((id) => create(`${id}${seen.length}`)));
    for (const id of [doomed, alsoDoomed]) {
      await database.write(acme, async (tx) => deleteAccount(tx, await getAccount(tx, id), 1)).catch(() => undefined);
    }
    if (seen.length > 200) break;
  }
  expect(seen).toEqual([...new Set(seen)].toSorted());
  // The second page's row was deleted before it was reached; the first page's had been shown already.
  expect(from.filter((id) => !seen.includes(id))).toEqual([alsoDoomed]);
  expect(seen).toContain(doomed);
});

test('the last page has no next one, also when it is full', async () => {
  for (const id of ['a', 'b', 'c', 'd']) await database.write(globex, (tx) => createAccount(tx, { id, name: id, now: 0 }));
  const pages = await database.read(globex, (tx) =>
    Promise.all([listAccounts(tx, {}, '', 3), listAccounts(tx, {}, 'b', 2), listAccounts(tx, {}, 'd', 2)]),
  );
  expect(pages.map(({ rows, lastKey }) => [rows.map(({ id }) => id).join(''), lastKey])).toEqual([
    ['abc', 'c'],
    ['cd', undefined],
    ['', undefined],
  ]);
});

test('a page token continues its own list, for its own tenant, and no other', async () => {
  const token = await database.read(acme, async (tx) => pageToken(tx, 'ListAccounts', 'last key ä😀'));
  const read = (awsAccountId: string, list: string, text: string | undefined): Promise<string> =>
    database.read(awsAccountId, async (tx) => readPageToken(tx, list, text, BadRequestException));
  expect(await read(acme, 'ListAccounts', token)).toBe('last key ä😀');
  expect(await read(acme, 'ListAccounts', undefined)).toBe('');
  await expect(read(globex, 'ListAccounts', token)).rejects.toBeInstanceOf(BadRequestException);
  await expect(read(acme, 'ListUsers', token)).rejects.toBeInstanceOf(BadRequestException);
  await expect(read('', 'ListAccounts', token)).rejects.toBeInstanceOf(BadRequestException);
});

test('a page token that was altered anywhere, cut or made up is refused', async () => {
  const token = (await database.read(acme, async (tx) => pageToken(tx, 'ListAccounts', 'last key'))) ?? '';
  const bytes = Buffer.from(token, 'base64url');
  const altered = Array.from(bytes, (byte, index) =>
    Buffer.from(bytes.map((one, at) => (at === index ? byte ^ 1 : one))).toString('base64url'),
  );
  const forged = [
    ...altered,
    '',
    'x',
    token.slice(0, 22),
    token.slice(0, -2),
    `${token}AAAA`,
    Buffer.from('last key').toString('base64url'),
    '\u0000',
    '😀',
  ];
  for (const text of forged) {
    const reading = database.read(acme, async (tx) => readPageToken(tx, 'ListAccounts', text, BadRequestException));
    await expect(reading, JSON.stringify(text)).rejects.toBeInstanceOf(BadRequestException);
  }
});

test('every process with the same key reads the same page tokens', async () => {
  const other = await store.openAgain();
  const token = await other.read(acme, async (tx) => pageToken(tx, 'ListAccounts', 'key'));
  await other.close();
  expect(await database.read(acme, async (tx) => readPageToken(tx, 'ListAccounts', token, BadRequestException))).toBe('key');
});

/** Always the same disorder: every seventh, round and round. */
function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item, index) => ({ item, at: (index * 7) % 41 }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
