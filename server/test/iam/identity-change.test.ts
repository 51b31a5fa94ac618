import { globSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateUser } from '../../src/operations/iam/CreateUser.ts';
import { ListUsers } from '../../src/operations/iam/ListUsers.ts';
import { TagUser } from '../../src/operations/iam/TagUser.ts';
import { readIdentityEpoch } from '../../src/store/principals.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

const epoch = () => world.database.read('', readIdentityEpoch);

test('every function that writes identities takes a transaction that has announced the change', () => {
  const files = globSync('../../src/store/{iam-*,access-keys}.ts', { cwd: import.meta.dirname });
  const functions = files.flatMap((file) =>
    readFileSync(new URL(file, import.meta.url), 'utf8').split(/^(?=(?:export )?(?:async )?function )/m),
  );
  const writers = functions.filter((text) => text.includes('tx.run('));
  expect(files.length).toBeGreaterThan(5);
  expect(writers.length).toBeGreaterThan(15);
  expect(writers.filter((text) => !/^[^{]*\btx: IdentityTx\b/.test(text))).toEqual([]);
});

test('a change is announced to all processes', async () => {
  const before = await epoch();
  await world.ana.call(CreateUser, { UserName: 'carol' });
  expect(await epoch()).toBe(before + 1);
});

test('what changed nothing is not announced: a look, a rehearsal, a refusal', async () => {
  const before = await epoch();
  await world.ana.call(ListUsers, {});
  await world.ana.call(CreateUser, { UserName: 'dave' }, { dryRun: true });
  await expect(world.ana.call(CreateUser, { UserName: 'carol' })).rejects.toMatchObject({ code: 'EntityAlreadyExists' });
  await expect(world.bo.call(CreateUser, { UserName: 'dave' })).rejects.toMatchObject({ code: 'AccessDenied' });
  expect(await epoch()).toBe(before);
});

test('changes at the same time each see the other', async () => {
  const tag = (Key: string) => world.ana.call(TagUser, { UserName: 'carol', Tags: [{ Key, Value: '' }] });
  await Promise.all(['a', 'b', 'c', 'd'].map(tag));
  const { tags } = await world.database.read('', async (tx) => {
    const [row] = await tx.query(tx.sql.selectFrom('iam_users').select('tags').where('name', '=', 'carol'));
    return row ?? { tags: '' };
  });
  expect(JSON.parse(tags)).toEqual({ a: '', b: '', c: '', d: '' });
});
