import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { ListUserTags } from '../../../src/operations/iam/ListUserTags.ts';
import { ListUsers } from '../../../src/operations/iam/ListUsers.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { TagUser } from '../../../src/operations/iam/TagUser.ts';
import { document } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a key in another letter case replaces the tag', async () => {
  await world.ana.call(TagUser, {
    UserName: 'bo',
    Tags: [
      { Key: 'Department', Value: 'finance' },
      { Key: 'level', Value: '' },
    ],
  });
  await world.ana.call(TagUser, { UserName: 'bo', Tags: [{ Key: 'department', Value: 'hr' }] });
  expect((await world.ana.call(ListUserTags, { UserName: 'bo' })).Tags).toEqual([
    { Key: 'department', Value: 'hr' },
    { Key: 'level', Value: '' },
  ]);
});

test('a tag counts in the next decision about the user', async () => {
  const PolicyDocument = document({
    Effect: 'Allow',
    Action: 'iam:ListUsers',
    Resource: '*',
    Condition: { StringEquals: { 'aws:PrincipalTag/lists': 'yes' } },
  });
  await world.ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'by-tag', PolicyDocument });
  await expect(world.bo.call(ListUsers, {})).rejects.toMatchObject({ status: 403 });
  await world.ana.call(TagUser, { UserName: 'bo', Tags: [{ Key: 'lists', Value: 'yes' }] });
  await world.bo.call(ListUsers, {});
});

test('a fifty-first tag is refused', async () => {
  await world.ana.call(CreateUser, { UserName: 'carol' });
  const Tags = Array.from({ length: 50 }, (_, number) => ({ Key: `key-${number}`, Value: '' }));
  await world.ana.call(TagUser, { UserName: 'carol', Tags });
  await expect(world.ana.call(TagUser, { UserName: 'carol', Tags: [{ Key: 'more', Value: '' }] })).rejects.toMatchObject({
    status: 409,
    code: 'LimitExceeded',
  });
});

test('__proto__ is a key like any other', async () => {
  await world.ana.call(CreateUser, { UserName: 'dave' });
  await world.ana.call(TagUser, { UserName: 'dave', Tags: [{ Key: '__proto__', Value: 'x' }] });
  expect((await world.ana.call(ListUserTags, { UserName: 'dave' })).Tags).toEqual([{ Key: '__proto__', Value: 'x' }]);
});
