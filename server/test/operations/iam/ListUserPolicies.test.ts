import { afterAll, beforeAll, expect, test } from 'vitest';
import { AttachUserPolicy } from '../../../src/operations/iam/AttachUserPolicy.ts';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { ListUserPolicies } from '../../../src/operations/iam/ListUserPolicies.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { allow, chimeReadOnly } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('names come in pages', async () => {
  for (const PolicyName of ['c', 'a', 'b'])
    await world.ana.call(PutUserPolicy, { UserName: 'bo', PolicyName, PolicyDocument: allow('iam:ListUsers') });
  const first = await world.ana.call(ListUserPolicies, { UserName: 'bo', MaxItems: 2 });
  expect(first).toMatchObject({ PolicyNames: ['a', 'b'], IsTruncated: true });
  expect(await world.ana.call(ListUserPolicies, { UserName: 'bo', Marker: first.Marker })).toMatchObject({
    PolicyNames: ['c'],
    IsTruncated: false,
  });
});

test('attached policies are no inline policies', async () => {
  await world.ana.call(CreateUser, { UserName: 'carol' });
  await world.ana.call(AttachUserPolicy, { UserName: 'carol', PolicyArn: chimeReadOnly });
  expect(await world.ana.call(ListUserPolicies, { UserName: 'carol' })).toMatchObject({ PolicyNames: [], IsTruncated: false });
});
