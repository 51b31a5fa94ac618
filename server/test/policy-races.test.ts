import { afterAll, beforeAll, expect, test } from 'vitest';
import { AttachRolePolicy } from '../src/operations/iam/AttachRolePolicy.ts';
import { CreateRole } from '../src/operations/iam/CreateRole.ts';
import { DetachRolePolicy } from '../src/operations/iam/DetachRolePolicy.ts';
import { ListUsers } from '../src/operations/iam/ListUsers.ts';
import { PutRolePermissionsBoundary } from '../src/operations/iam/PutRolePermissionsBoundary.ts';
import { trust } from './support/policies.ts';
import { assume } from './support/sessions.ts';
import { acme, createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

const identityReader = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess';

test('policies that change while requests are decided never give a decision from a mixture', async () => {
  const nothing = 'arn:aws:iam::aws:policy/AmazonChimeReadOnly';
  const identity = (PolicyArn: string, operation: typeof AttachRolePolicy | typeof DetachRolePolicy) =>
    world.ana.call(operation, { RoleName: 'busy', PolicyArn });
  const boundary = (PermissionsBoundary: string) => world.ana.call(PutRolePermissionsBoundary, { RoleName: 'busy', PermissionsBoundary });
  await world.ana.call(CreateRole, { RoleName: 'busy', AssumeRolePolicyDocument: trust(acme) });
  await identity(identityReader, AttachRolePolicy);
  const session = await assume(world, world.ana, 'busy');
  // The role may list users by its policies, then by its boundary, never by both: only a mixture would allow it.
  await boundary(nothing);
  const edits = (async () => {
    for (let round = 0; round < 8; round += 1) {
      await identity(identityReader, DetachRolePolicy);
      await boundary(identityReader);
      await boundary(nothing);
      await identity(identityReader, AttachRolePolicy);
    }
  })();
  const ask = async () => {
    const answers: string[] = [];
    for (let round = 0; round < 20; round += 1)
      answers.push(
        await session.call(ListUsers, {}).then(
          () => 'allowed',
          () => 'refused',
        ),
      );
    return answers;
  };
  const answers = (await Promise.all([ask(), ask(), ask()])).flat();
  await edits;
  expect(new Set(answers)).toEqual(new Set(['refused']));
});
