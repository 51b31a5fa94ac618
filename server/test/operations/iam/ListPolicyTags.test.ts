import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreatePolicy } from '../../../src/operations/iam/CreatePolicy.ts';
import { ListPolicyTags } from '../../../src/operations/iam/ListPolicyTags.ts';
import { allow } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('tags are listed in the order of their keys, in pages', async () => {
  const Tags = ['c', 'a', 'b'].map((Key) => ({ Key, Value: Key }));
  const { Policy } = await world.ana.call(CreatePolicy, { PolicyName: 'p', PolicyDocument: allow('chime:GetUser'), Tags });
  const input = { PolicyArn: Policy?.Arn ?? '', MaxItems: 2 };
  const first = await world.ana.call(ListPolicyTags, input);
  const rest = await world.ana.call(ListPolicyTags, { ...input, Marker: first.Marker });
  expect([...first.Tags, ...rest.Tags].map(({ Key }) => Key)).toEqual(['a', 'b', 'c']);
  await expect(world.gil.call(ListPolicyTags, { PolicyArn: Policy?.Arn ?? '' })).rejects.toMatchObject({ status: 404 });
});
