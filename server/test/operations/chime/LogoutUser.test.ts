import { afterAll, expect, test } from 'vitest';
import { GetUser } from '../../../src/operations/chime/GetUser.ts';
import { LogoutUser } from '../../../src/operations/chime/LogoutUser.ts';
import { addMember, countSessions, createTeam, signIn } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());
const AccountId = await createTeam(world.ana, 'Acme');

test('every session of the user ends, nobody else is signed out, and the user stays registered', async () => {
  const UserId = await addMember(world, world.ana, AccountId, 'user@acme.example');
  const other = await addMember(world, world.ana, AccountId, 'other@acme.example');
  for (const id of [UserId, UserId, other]) await signIn(world, id);
  expect(await world.ana.call(LogoutUser, { AccountId, UserId })).toEqual({});
  expect(await countSessions(world, UserId)).toBe(0);
  expect(await countSessions(world, other)).toBe(1);
  expect(await world.ana.call(GetUser, { AccountId, UserId })).toMatchObject({ User: { UserRegistrationStatus: 'Registered' } });
});

test('who is signed in nowhere is signed out with success, and 204 has no body', async () => {
  const UserId = await addMember(world, world.ana, AccountId, 'nowhere@acme.example');
  expect(await world.ana.attempt(LogoutUser, { AccountId, UserId })).toMatchObject({ status: 204, body: '' });
});

test('a dry run signs nobody out', async () => {
  const UserId = await addMember(world, world.ana, AccountId, 'dry@acme.example');
  await signIn(world, UserId);
  await world.ana.call(LogoutUser, { AccountId, UserId }, { dryRun: true });
  expect(await countSessions(world, UserId)).toBe(1);
});

test("404 for another AWS account's user, who stays signed in", async () => {
  const other = await createTeam(world.gil, 'Globex');
  const UserId = await addMember(world, world.gil, other, 'gil@globex.example');
  await signIn(world, UserId);
  await expect(world.ana.call(LogoutUser, { AccountId: other, UserId })).rejects.toMatchObject({ status: 404 });
  await expect(world.ana.call(LogoutUser, { AccountId, UserId })).rejects.toMatchObject({ status: 404 });
  expect(await countSessions(world, UserId)).toBe(1);
});
