import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreatePolicy } from '../../../src/operations/iam/CreatePolicy.ts';
import { ListPolicyTags } from '../../../src/operations/iam/ListPolicyTags.ts';
import { UntagPolicy } from '../../../src/operations/iam/UntagPolicy.ts';
import { allow } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a tag is taken away, and others stay', async () => {
  const Tags = ['a', 'b'].map((Key) => ({ Key, Value: Key }));
  const { Policy } = await world.ana.call(CreatePolicy, { PolicyName: 'p', PolicyDocument: allow('chime:GetUser'), Tags });
  const PolicyArn = Policy?.Arn ?? '';
  await world.ana.call(UntagPolicy, { PolicyArn, TagKeys: ['a', 'B'] });
  expect((await world.ana.call(ListPolicyTags, { PolicyArn })).Tags).toEqual([{ Key: 'b', Value: 'b' }]);
});
