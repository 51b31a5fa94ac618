import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateGroup } from '../../../src/operations/iam/CreateGroup.ts';
import { ListGroups } from '../../../src/operations/iam/ListGroups.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('groups come in pages, in the order of their names, below their path', async () => {
  for (const GroupName of ['Zeta', 'alpha', 'Beta']) await world.ana.call(CreateGroup, { GroupName, Path: '/emea/' });
  await world.ana.call(CreateGroup, { GroupName: 'elsewhere' });
  await world.gil.call(CreateGroup, { GroupName: 'aaa', Path: '/emea/' });
  const first = await world.ana.call(ListGroups, { PathPrefix: '/em', MaxItems: 2 });
  expect(first).toMatchObject({ Groups: [{ GroupName: 'alpha' }, { GroupName: 'Beta' }], IsTruncated: true });
  expect(await world.ana.call(ListGroups, { PathPrefix: '/em', Marker: first.Marker })).toMatchObject({
    Groups: [{ GroupName: 'Zeta' }],
    IsTruncated: false,
  });
});
