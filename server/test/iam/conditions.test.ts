import { afterAll, beforeAll, expect, test } from 'vitest';
import { AttachUserPolicy } from '../../src/operations/iam/AttachUserPolicy.ts';
import { CreatePolicy } from '../../src/operations/iam/CreatePolicy.ts';
import { CreateUser } from '../../src/operations/iam/CreateUser.ts';
import { DeleteUser } from '../../src/operations/iam/DeleteUser.ts';
import { DeleteUserPermissionsBoundary } from '../../src/operations/iam/DeleteUserPermissionsBoundary.ts';
import { PutUserPermissionsBoundary } from '../../src/operations/iam/PutUserPermissionsBoundary.ts';
import { PutUserPolicy } from '../../src/operations/iam/PutUserPolicy.ts';
import { TagUser } from '../../src/operations/iam/TagUser.ts';
import { allow, chimeReadOnly, document } from '../support/policies.ts';
import { acme, createWorld, type World } from '../support/world.ts';

let world: World;
const boundary = `arn:aws:iam::${acme}:policy/boundary`;
beforeAll(async () => {
  world = await createWorld();
  await world.ana.call(CreatePolicy, { PolicyName: 'boundary', PolicyDocument: allow('chime:*') });
});
afterAll(() => world.close());

const may = (...statements: object[]) =>
  world.ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'own', PolicyDocument: document(...statements) });
const refused = { status: 403, code: 'AccessDenied' };

test('somebody may make and empower users, as long as these stay within a boundary', async () => {
  const actions = ['iam:CreateUser', 'iam:AttachUserPolicy', 'iam:PutUserPermissionsBoundary'];
  await may({ Effect: 'Allow', Action: actions, Resource: '*', Condition: { ArnEquals: { 'iam:PermissionsBoundary': boundary } } });
  await expect(world.bo.call(CreateUser, { UserName: 'free' })).rejects.toMatchObject(refused);
  await expect(world.bo.call(CreateUser, { UserName: 'free', PermissionsBoundary: chimeReadOnly })).rejects.toMatchObject(refused);
  await world.bo.call(CreateUser, { UserName: 'bounded', PermissionsBoundary: boundary });
  await world.bo.call(AttachUserPolicy, { UserName: 'bounded', PolicyArn: chimeReadOnly });
  await expect(world.bo.call(AttachUserPolicy, { UserName: 'bo', PolicyArn: chimeReadOnly })).rejects.toMatchObject(refused);
  await expect(
    world.bo.call(PutUserPermissionsBoundary, { UserName: 'bounded', PermissionsBoundary: chimeReadOnly }),
  ).rejects.toMatchObject(refused);
  await expect(world.bo.call(DeleteUserPermissionsBoundary, { UserName: 'bounded' })).rejects.toMatchObject(refused);
});

test('somebody may attach one policy and no other', async () => {
  await may({
    Effect: 'Allow',
    Action: 'iam:AttachUserPolicy',
    Resource: '*',
    Condition: { ArnEquals: { 'iam:PolicyARN': chimeReadOnly } },
  });
  await world.bo.call(AttachUserPolicy, { UserName: 'bo', PolicyArn: chimeReadOnly });
  await expect(
    world.bo.call(AttachUserPolicy, { UserName: 'bo', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
  ).rejects.toMatchObject(refused);
});

test('tags that a request brings and tags that its target has are asked', async () => {
  await may(
    {
      Effect: 'Allow',
      Action: 'iam:TagUser',
      Resource: '*',
      Condition: { StringEquals: { 'aws:RequestTag/team': 'red' }, 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } },
    },
    {
      Effect: 'Allow',
      Action: 'iam:DeleteUser',
      Resource: '*',
      Condition: { StringEquals: { 'aws:ResourceTag/team': 'red', 'iam:ResourceTag/team': 'red' } },
    },
  );
  await world.ana.call(CreateUser, { UserName: 'carol' });
  await expect(world.bo.call(DeleteUser, { UserName: 'carol' })).rejects.toMatchObject(refused);
  await expect(world.bo.call(TagUser, { UserName: 'carol', Tags: [{ Key: 'team', Value: 'blue' }] })).rejects.toMatchObject(refused);
  await expect(
    world.bo.call(TagUser, {
      UserName: 'carol',
      Tags: [
        { Key: 'team', Value: 'red' },
        { Key: 'more', Value: '' },
      ],
    }),
  ).rejects.toMatchObject(refused);
  await world.bo.call(TagUser, { UserName: 'carol', Tags: [{ Key: 'team', Value: 'red' }] });
  await world.bo.call(DeleteUser, { UserName: 'carol' });
});
