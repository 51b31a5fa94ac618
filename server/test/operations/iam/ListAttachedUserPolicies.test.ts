import { afterAll, beforeAll, expect, test } from 'vitest';
import { AttachUserPolicy } from '../../../src/operations/iam/AttachUserPolicy.ts';
import { CreatePolicy } from '../../../src/operations/iam/CreatePolicy.ts';
import { ListAttachedUserPolicies } from '../../../src/operations/iam/ListAttachedUserPolicies.ts';
import { allow, chimeReadOnly } from '../../support/policies.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('attached policies come in pages; a path prefix selects by the paths of the policies', async () => {
  const PolicyArn = `arn:aws:iam::${acme}:policy/a/mine`;
  await world.ana.call(CreatePolicy, { PolicyName: 'mine', Path: '/a/', PolicyDocument: allow('iam:ListUsers') });
  await world.ana.call(AttachUserPolicy, { UserName: 'bo', PolicyArn });
  const first = await world.ana.call(ListAttachedUserPolicies, { UserName: 'bo', MaxItems: 1 });
  expect(first).toMatchObject({ AttachedPolicies: [{ PolicyName: 'mine', PolicyArn }], IsTruncated: true });
  expect(await world.ana.call(ListAttachedUserPolicies, { UserName: 'bo', Marker: first.Marker })).toMatchObject({
    AttachedPolicies: [{ PolicyName: 'AmazonChimeReadOnly', PolicyArn: chimeReadOnly }],
    IsTruncated: false,
  });
  const below = await world.ana.call(ListAttachedUserPolicies, { UserName: 'bo', PathPrefix: '/a/' });
  expect(below.AttachedPolicies?.map(({ PolicyName }) => PolicyName)).toEqual(['mine']);
});
