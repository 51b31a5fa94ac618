import { afterAll, beforeAll, expect, test } from 'vitest';
import { AttachGroupPolicy } from '../../../src/operations/iam/AttachGroupPolicy.ts';
import { CreateGroup } from '../../../src/operations/iam/CreateGroup.ts';
import { ListAttachedGroupPolicies } from '../../../src/operations/iam/ListAttachedGroupPolicies.ts';
import { chimeReadOnly } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('attached policies come in pages', async () => {
  await world.ana.call(CreateGroup, { GroupName: 'staff' });
  for (const name of ['IAMReadOnlyAccess', 'AmazonChimeReadOnly']) {
    await world.ana.call(AttachGroupPolicy, { GroupName: 'staff', PolicyArn: `arn:aws:iam::aws:policy/${name}` });
  }
  const first = await world.ana.call(ListAttachedGroupPolicies, { GroupName: 'staff', MaxItems: 1 });
  expect(first).toMatchObject({ AttachedPolicies: [{ PolicyName: 'AmazonChimeReadOnly', PolicyArn: chimeReadOnly }], IsTruncated: true });
  expect(await world.ana.call(ListAttachedGroupPolicies, { GroupName: 'staff', Marker: first.Marker })).toMatchObject({
    AttachedPolicies: [{ PolicyName: 'IAMReadOnlyAccess' }],
    IsTruncated: false,
  });
});
