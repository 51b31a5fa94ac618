import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { GetUser } from '../../../src/operations/iam/GetUser.ts';
import { chimeReadOnly } from '../../support/policies.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a new user is there, with path, tags and an id of its own', async () => {
  const { User } = await world.ana.call(CreateUser, { UserName: 'carol', Path: '/help-desk/', Tags: [{ Key: 'team', Value: 'a' }] });
  expect(User).toEqual({
    Path: '/help-desk/',
    UserName: 'carol',
    UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
    Arn: `arn:aws:iam::${acme}:user/help-desk/carol`,
    CreateDate: '2026-06-01T12:00:00Z',
    Tags: [{ Key: 'team', Value: 'a' }],
  });
  expect(await world.ana.call(GetUser, { UserName: 'carol' })).toEqual({ User });
});

test('a name is taken in any letter case, but only within the account', async () => {
  await world.ana.call(CreateUser, { UserName: 'Dave' });
  await expect(world.ana.call(CreateUser, { UserName: 'dAVE' })).rejects.toMatchObject({
    status: 409,
    code: 'EntityAlreadyExists',
    message: 'User with name dAVE already exists.',
  });
  await world.gil.call(CreateUser, { UserName: 'dave' });
});

test('tag keys that differ by letter case only are refused', async () => {
  const Tags = [
    { Key: 'team', Value: 'a' },
    { Key: 'Team', Value: 'b' },
  ];
  await expect(world.ana.call(CreateUser, { UserName: 'erin', Tags })).rejects.toMatchObject({
    code: 'InvalidInput',
    message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
  });
});

test('a boundary is set from the start, and must exist', async () => {
  const { User } = await world.ana.call(CreateUser, { UserName: 'fay', PermissionsBoundary: chimeReadOnly });
  expect(User?.PermissionsBoundary).toEqual({
    PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
    PermissionsBoundaryArn: chimeReadOnly,
  });
  const PermissionsBoundary = 'arn:aws:iam::aws:policy/None';
  await expect(world.ana.call(CreateUser, { UserName: 'erin', PermissionsBoundary })).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
  });
});

test('names and paths keep to their patterns', async () => {
  await expect(world.ana.call(CreateUser, { UserName: 'two words' })).rejects.toMatchObject({ status: 400, code: 'ValidationError' });
  await expect(world.ana.call(CreateUser, { UserName: 'erin', Path: 'help-desk' })).rejects.toMatchObject({
    status: 400,
    code: 'ValidationError',
  });
});

test('a rehearsal leaves no user behind', async () => {
  await world.ana.call(CreateUser, { UserName: 'erin' }, { dryRun: true });
  await expect(world.ana.call(GetUser, { UserName: 'erin' })).rejects.toMatchObject({ code: 'NoSuchEntity' });
});
