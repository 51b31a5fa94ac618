import { afterAll, beforeAll, expect, test } from 'vitest';
import { ListPolicyGenerations } from '../../../src/operations/access-analyzer/ListPolicyGenerations.ts';
import { StartPolicyGeneration } from '../../../src/operations/access-analyzer/StartPolicyGeneration.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

const start = async (user: string): Promise<string> => {
  const input = { policyGenerationDetails: { principalArn: `arn:aws:iam::${acme}:user/${user}` } };
  return (await world.ana.call(StartPolicyGeneration, input)).jobId;
};

test('jobs are listed newest first, in pages, of one principal if asked, and for a week', async () => {
  const ids: string[] = [];
  for (const user of ['bo', 'admin', 'bo']) {
    ids.unshift(await start(user));
    world.clock.advance(1_000);
  }
  const first = await world.ana.call(ListPolicyGenerations, { maxResults: 2 });
  const rest = await world.ana.call(ListPolicyGenerations, { maxResults: 2, nextToken: first.nextToken });
  expect([...first.policyGenerations, ...rest.policyGenerations].map(({ jobId }) => jobId)).toEqual(ids);
  expect(rest.nextToken).toBeUndefined();
  const ofBo = await world.ana.call(ListPolicyGenerations, { principalArn: `arn:aws:iam::${acme}:user/bo` });
  expect(ofBo.policyGenerations).toMatchObject([{ jobId: ids[0], status: 'IN_PROGRESS' }, { jobId: ids[2] }]);
  expect((await world.gil.call(ListPolicyGenerations, {})).policyGenerations).toEqual([]);
  world.clock.advance(7 * 24 * 60 * 60_000 + 1);
  const newest = await start('bo');
  expect((await world.ana.call(ListPolicyGenerations, {})).policyGenerations.map(({ jobId }) => jobId)).toEqual([newest]);
});

test('a token of another list is refused', async () => {
  for (const user of ['bo', 'bo']) await start(user);
  const { nextToken } = await world.ana.call(ListPolicyGenerations, { maxResults: 1 });
  await expect(world.ana.call(ListPolicyGenerations, { nextToken, principalArn: `arn:aws:iam::${acme}:user/bo` })).rejects.toMatchObject({
    status: 400,
  });
});
