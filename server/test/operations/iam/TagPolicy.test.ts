import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreatePolicy } from '../../../src/operations/iam/CreatePolicy.ts';
import { ListPolicyTags } from '../../../src/operations/iam/ListPolicyTags.ts';
import { TagPolicy } from '../../../src/operations/iam/TagPolicy.ts';
import { allow } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a tag replaces that of the same key; in another letter case it is another one', async () => {
  const { Policy } = await world.ana.call(CreatePolicy, { PolicyName: 'p', PolicyDocument: allow('chime:GetUser') });
  const PolicyArn = Policy?.Arn ?? '';
  for (const [Key, Value] of [
    ['team', 'a'],
    ['team', 'b'],
    ['Team', 'c'],
  ] as const)
    await world.ana.call(TagPolicy, { PolicyArn, Tags: [{ Key, Value }] });
  expect((await world.ana.call(ListPolicyTags, { PolicyArn })).Tags).toEqual([
    { Key: 'Team', Value: 'c' },
    { Key: 'team', Value: 'b' },
  ]);
  const many = Array.from({ length: 49 }, (_, number) => ({ Key: `k${number}`, Value: '' }));
  await expect(world.ana.call(TagPolicy, { PolicyArn, Tags: many })).rejects.toMatchObject({ code: 'LimitExceeded' });
});

test('the policies that exist from the start have no tags', async () => {
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  await expect(world.ana.call(TagPolicy, { PolicyArn, Tags: [{ Key: 'a', Value: 'b' }] })).rejects.toMatchObject({ status: 403 });
});
