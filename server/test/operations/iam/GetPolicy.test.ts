import { afterAll, beforeAll, expect, test } from 'vitest';
import { AttachGroupPolicy } from '../../../src/operations/iam/AttachGroupPolicy.ts';
import { CreateGroup } from '../../../src/operations/iam/CreateGroup.ts';
import { CreatePolicy } from '../../../src/operations/iam/CreatePolicy.ts';
import { GetPolicy } from '../../../src/operations/iam/GetPolicy.ts';
import { allow, chimeReadOnly } from '../../support/policies.ts';
import { acme, createWorld, globex, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('attachments of this account are counted', async () => {
  await world.ana.call(CreateGroup, { GroupName: 'staff' });
  await world.ana.call(AttachGroupPolicy, { GroupName: 'staff', PolicyArn: chimeReadOnly });
  expect((await world.ana.call(GetPolicy, { PolicyArn: chimeReadOnly })).Policy).toMatchObject({
    Arn: chimeReadOnly,
    AttachmentCount: 2,
    DefaultVersionId: 'v1',
    IsAttachable: true,
    Description: expect.stringContaining('read only'),
    Tags: [],
  });
  expect((await world.gil.call(GetPolicy, { PolicyArn: chimeReadOnly })).Policy).toMatchObject({ AttachmentCount: 0 });
});

test('404 for what is not there, in another account, or spelled otherwise', async () => {
  await world.gil.call(CreatePolicy, { PolicyName: 'theirs', PolicyDocument: allow('iam:ListUsers') });
  await world.ana.call(CreatePolicy, { PolicyName: 'ours', Path: '/a/', PolicyDocument: allow('iam:ListUsers') });
  for (const PolicyArn of [
    `arn:aws:iam::${acme}:policy/absent`,
    `arn:aws:iam::${globex}:policy/theirs`,
    `arn:aws:iam::${acme}:policy/theirs`,
    `arn:aws:iam::${acme}:policy/a/Ours`,
    `arn:aws:iam::${acme}:policy/ours`,
    'arn:aws:iam::aws:policy/Absent',
  ]) {
    await expect(world.ana.call(GetPolicy, { PolicyArn })).rejects.toMatchObject({
      status: 404,
      code: 'NoSuchEntity',
      message: `Policy ${PolicyArn} was not found.`,
    });
  }
});

test('what is no ARN of a policy is refused as such', async () => {
  await expect(world.ana.call(GetPolicy, { PolicyArn: 'this-is-no-arn-at-all' })).rejects.toMatchObject({
    status: 400,
    code: 'InvalidInput',
  });
});
