import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateGroup } from '../../../src/operations/iam/CreateGroup.ts';
import { ListGroupPolicies } from '../../../src/operations/iam/ListGroupPolicies.ts';
import { PutGroupPolicy } from '../../../src/operations/iam/PutGroupPolicy.ts';
import { allow } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('names come in pages', async () => {
  await world.ana.call(CreateGroup, { GroupName: 'staff' });
  for (const PolicyName of ['c', 'a', 'b']) {
    await world.ana.call(PutGroupPolicy, { GroupName: 'staff', PolicyName, PolicyDocument: allow('iam:ListUsers') });
  }
  const first = await world.ana.call(ListGroupPolicies, { GroupName: 'staff', MaxItems: 2 });
  expect(first).toMatchObject({ PolicyNames: ['a', 'b'], IsTruncated: true });
  expect(await world.ana.call(ListGroupPolicies, { GroupName: 'staff', Marker: first.Marker })).toMatchObject({
    PolicyNames: ['c'],
    IsTruncated: false,
  });
});
