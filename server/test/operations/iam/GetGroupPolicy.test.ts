import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateGroup } from '../../../src/operations/iam/CreateGroup.ts';
import { GetGroupPolicy } from '../../../src/operations/iam/GetGroupPolicy.ts';
import { PutGroupPolicy } from '../../../src/operations/iam/PutGroupPolicy.ts';
import { allow } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('the document is what was put', async () => {
  const PolicyDocument = allow('iam:ListUsers');
  await world.ana.call(CreateGroup, { GroupName: 'staff' });
  await world.ana.call(PutGroupPolicy, { GroupName: 'staff', PolicyName: 'list', PolicyDocument });
  const answer = await world.ana.call(GetGroupPolicy, { GroupName: 'staff', PolicyName: 'list' });
  expect(answer).toMatchObject({ GroupName: 'staff', PolicyName: 'list' });
  expect(decodeURIComponent(answer.PolicyDocument)).toBe(PolicyDocument);
});

test('404 for a policy that is not there', async () => {
  await world.ana.call(CreateGroup, { GroupName: 'empty' });
  await expect(world.ana.call(GetGroupPolicy, { GroupName: 'empty', PolicyName: 'absent' })).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
    message: 'The group policy with name absent cannot be found.',
  });
});
