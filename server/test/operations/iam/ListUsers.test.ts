import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { ListUsers } from '../../../src/operations/iam/ListUsers.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('users come in pages, in the order of their names, each once', async () => {
  for (const UserName of ['Zoe', 'amir', 'Beth']) await world.ana.call(CreateUser, { UserName, Path: '/staff/' });
  const names: (string | undefined)[] = [];
  let Marker: string | undefined;
  do {
    const page = await world.ana.call(ListUsers, { PathPrefix: '/staff/', MaxItems: 2, ...(Marker !== undefined && { Marker }) });
    names.push(...page.Users.map(({ UserName }) => UserName));
    expect(page.IsTruncated).toBe(page.Marker !== undefined);
    Marker = page.Marker;
  } while (Marker !== undefined);
  expect(names).toEqual(['amir', 'Beth', 'Zoe']);
});

test('a path prefix selects by letter and case', async () => {
  await world.ana.call(CreateUser, { UserName: 'under_score', Path: '/a_b/' });
  await world.ana.call(CreateUser, { UserName: 'axb', Path: '/aXb/' });
  const { Users } = await world.ana.call(ListUsers, { PathPrefix: '/a_b/' });
  expect(Users.map(({ UserName }) => UserName)).toEqual(['under_score']);
  expect(await world.ana.call(ListUsers, { PathPrefix: '/A_B/' })).toMatchObject({ Users: [], IsTruncated: false });
});

test('users of other accounts are not listed', async () => {
  await world.gil.call(CreateUser, { UserName: 'greta' });
  const { Users } = await world.ana.call(ListUsers, {});
  expect(Users.map(({ UserName }) => UserName)).not.toContain('greta');
});

test('a marker of another list or account is refused', async () => {
  const { Marker } = await world.ana.call(ListUsers, { PathPrefix: '/', MaxItems: 1 });
  await expect(world.ana.call(ListUsers, { PathPrefix: '/staff/', Marker })).rejects.toMatchObject({
    status: 400,
    code: 'ValidationError',
  });
  await expect(world.gil.call(ListUsers, { PathPrefix: '/', Marker })).rejects.toMatchObject({ status: 400, code: 'ValidationError' });
});
