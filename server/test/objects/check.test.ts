import { afterAll, expect, test } from 'vitest';
import { objectsCheck } from '../../src/cli/objects-check.ts';
import { nowhere, objectsOf } from '../support/buckets.ts';
import { runCommand } from '../support/command.ts';
import { startS3rver } from '../support/s3rver.ts';
import { createWorld } from '../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

const works = ['put', 'get', 'list', 'sign', 'delete'].map((what) => `  ${what.padEnd(6)} works`);

test('`carillon objects check` says what of the folder works, and leaves nothing in it', async () => {
  expect(await runCommand(world, objectsCheck, [])).toEqual([`Folder ${world.dataDir}/objects, bucket carillon`, ...works]);
  expect((await objectsOf(world).own.list('', { limit: 1 })).objects).toEqual([]);
});

test('it says what of an S3 store works, and why one does not', async () => {
  const store = await startS3rver();
  const at = (endpoint: string) => [
    ...['--objects-endpoint', endpoint, '--objects-bucket', 'acme-files'],
    ...['--objects-access-key-id', store.accessKeyId, '--objects-secret-access-key', store.secretAccessKey],
  ];
  expect(await runCommand(world, objectsCheck, at(store.endpoint))).toEqual([`S3 store ${store.endpoint}, bucket acme-files`, ...works]);
  await expect(runCommand(world, objectsCheck, at(nowhere.endpoint))).rejects.toThrow('does not do all that Carillon needs: put.');
  await expect(runCommand(world, objectsCheck, ['--objects-endpoint', store.endpoint])).rejects.toThrow(
    /objects-access-key-id: is required with objects-endpoint/,
  );
  await store.stop();
});
