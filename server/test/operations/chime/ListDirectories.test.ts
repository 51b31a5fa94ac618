import { afterAll, expect, test } from 'vitest';
import { ListDirectories } from '../../../src/operations/chime/ListDirectories.ts';
import { addDirectory, connectTo, createEnterprise, sync } from '../../support/directories.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('lists the AWS account’s own directories in pages, and nothing of their passwords', async () => {
  const url = 'ldaps://dc1.corp.acme.example';
  const ids = [await addDirectory(world, { url }), await addDirectory(world, { url }), await addDirectory(world, { url })].toSorted();
  await addDirectory(world, { url, tenant: '222222222222' });
  const first = await world.ana.call(ListDirectories, { MaxResults: 2 });
  const second = await world.ana.call(ListDirectories, { MaxResults: 2, NextToken: first.NextToken });
  expect([...first.Directories, ...second.Directories].map(({ DirectoryId }) => DirectoryId)).toEqual(ids);
  expect(second.NextToken).toBeUndefined();
  expect(first.Directories[0]).toEqual({
    DirectoryId: ids[0],
    Name: 'corp.acme.example',
    Type: 'ADConnector',
    Stage: 'Active',
    Authorized: false,
    AuthorizedAccountIds: [],
  });
});

test('a directory whose synchronisation fails is impaired, and after five failures inoperable', async () => {
  const accountId = await createEnterprise(world, 'Impaired');
  const directoryId = await addDirectory(world, { url: 'ldaps://127.0.0.1:1' });
  await connectTo(world, accountId, directoryId);
  const shown = async () => (await world.ana.call(ListDirectories, {})).Directories.find(({ DirectoryId }) => DirectoryId === directoryId);
  await sync(world, accountId);
  expect(await shown()).toMatchObject({
    Stage: 'Impaired',
    ConnectedAccountId: accountId,
    SyncStatus: { State: 'Failed', Message: '127.0.0.1:1 cannot be reached (ECONNREFUSED).' },
  });
  for (let failure = 2; failure <= 5; failure += 1) {
    world.clock.advance(60 * 60_000);
    await sync(world, accountId);
  }
  expect(await shown()).toMatchObject({ Stage: 'Inoperable' });
});

test('a page token of another list is 400', async () => {
  await expect(world.ana.call(ListDirectories, { NextToken: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAA' })).rejects.toMatchObject({ status: 400 });
});
