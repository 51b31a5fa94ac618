import { afterAll, beforeAll, expect, test } from 'vitest';
import { AddUserToGroup } from '../../../src/operations/iam/AddUserToGroup.ts';
import { AttachGroupPolicy } from '../../../src/operations/iam/AttachGroupPolicy.ts';
import { CreateGroup } from '../../../src/operations/iam/CreateGroup.ts';
import { CreatePolicy } from '../../../src/operations/iam/CreatePolicy.ts';
import { ListUsers } from '../../../src/operations/iam/ListUsers.ts';
import { allow } from '../../support/policies.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('an attached policy counts for the members from the next request on', async () => {
  await world.ana.call(CreateGroup, { GroupName: 'auditors' });
  await world.ana.call(AddUserToGroup, { GroupName: 'auditors', UserName: 'bo' });
  await world.ana.call(AttachGroupPolicy, { GroupName: 'auditors', PolicyArn: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' });
  await world.bo.call(ListUsers, {});
});

test('a group has no more than ten attached policies', async () => {
  await world.ana.call(CreateGroup, { GroupName: 'large' });
  const attach = (number: number) =>
    world.ana.call(AttachGroupPolicy, { GroupName: 'large', PolicyArn: `arn:aws:iam::${acme}:policy/p${number}` });
  for (let number = 0; number <= 10; number++)
    await world.ana.call(CreatePolicy, { PolicyName: `p${number}`, PolicyDocument: allow('iam:ListUsers') });
  for (let number = 0; number < 10; number++) await attach(number);
  await expect(attach(10)).rejects.toMatchObject({
    status: 409,
    code: 'LimitExceeded',
    message: 'Cannot exceed quota for PoliciesPerGroup: 10',
  });
});
