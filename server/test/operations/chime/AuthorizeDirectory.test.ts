import { afterAll, expect, test } from 'vitest';
import { AuthorizeDirectory } from '../../../src/operations/chime/AuthorizeDirectory.ts';
import { addDirectory, createEnterprise } from '../../support/directories.ts';
import { createTeam } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());
const url = 'ldaps://dc1.corp.acme.example';

test('lets an Enterprise account use the directory; again changes nothing', async () => {
  const [one, other] = [await createEnterprise(world, 'One'), await createEnterprise(world, 'Other', 'other.example')];
  const DirectoryId = await addDirectory(world, { url });
  await world.ana.call(AuthorizeDirectory, { DirectoryId, AccountId: one });
  await world.ana.call(AuthorizeDirectory, { DirectoryId, AccountId: other });
  const { Directory } = await world.ana.call(AuthorizeDirectory, { DirectoryId, AccountId: one });
  expect(Directory).toMatchObject({ Authorized: true, AuthorizedAccountIds: [one, other].toSorted() });
});

test('422 for a Team, with the next step', async () => {
  const AccountId = await createTeam(world.ana, 'Team');
  const DirectoryId = await addDirectory(world, { url });
  await expect(world.ana.call(AuthorizeDirectory, { DirectoryId, AccountId })).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('AddDomain'),
  });
});

test("404 for another AWS account's directory or account", async () => {
  const AccountId = await createEnterprise(world, 'Mine', 'mine.example');
  const theirs = await addDirectory(world, { url, tenant: '222222222222' });
  await expect(world.ana.call(AuthorizeDirectory, { DirectoryId: theirs, AccountId })).rejects.toMatchObject({ status: 404 });
  const DirectoryId = await addDirectory(world, { url });
  const team = await createTeam(world.gil, 'Theirs');
  await expect(world.ana.call(AuthorizeDirectory, { DirectoryId, AccountId: team })).rejects.toMatchObject({ status: 404 });
});
