import { afterAll, expect, test } from 'vitest';
import { AuthorizeDirectory } from '../../../src/operations/chime/AuthorizeDirectory.ts';
import { DisconnectDirectory } from '../../../src/operations/chime/DisconnectDirectory.ts';
import { UnauthorizeDirectory } from '../../../src/operations/chime/UnauthorizeDirectory.ts';
import { addDirectory, connectTo, createEnterprise } from '../../support/directories.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());
const url = 'ldaps://dc1.corp.acme.example';

test('takes the authorization back; again changes nothing', async () => {
  const AccountId = await createEnterprise(world, 'One');
  const DirectoryId = await addDirectory(world, { url });
  await world.ana.call(AuthorizeDirectory, { DirectoryId, AccountId });
  for (let time = 1; time <= 2; time += 1) {
    const { Directory } = await world.ana.call(UnauthorizeDirectory, { DirectoryId, AccountId });
    expect(Directory).toMatchObject({ Authorized: false, AuthorizedAccountIds: [] });
  }
});

test('409 while the account is connected', async () => {
  const AccountId = await createEnterprise(world, 'Connected', 'connected.example');
  const DirectoryId = await addDirectory(world, { url });
  await connectTo(world, AccountId, DirectoryId);
  await expect(world.ana.call(UnauthorizeDirectory, { DirectoryId, AccountId })).rejects.toMatchObject({
    status: 409,
    message: `Account Connected is connected to directory ${DirectoryId}. Disconnect it first with DisconnectDirectory.`,
  });
  await world.ana.call(DisconnectDirectory, { AccountId });
  expect((await world.ana.call(UnauthorizeDirectory, { DirectoryId, AccountId })).Directory).toMatchObject({ Authorized: false });
});
