import { afterAll, beforeAll, expect, test } from 'vitest';
import { AttachRolePolicy } from '../../../src/operations/iam/AttachRolePolicy.ts';
import { CreatePolicy } from '../../../src/operations/iam/CreatePolicy.ts';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { ListAttachedRolePolicies } from '../../../src/operations/iam/ListAttachedRolePolicies.ts';
import { allow, trust } from '../../support/policies.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('an eleventh policy is refused, attaching one again is not', async () => {
  await world.ana.call(CreateRole, { RoleName: 'r', AssumeRolePolicyDocument: trust('*') });
  for (let number = 0; number < 11; number += 1)
    await world.ana.call(CreatePolicy, { PolicyName: `q${number}`, PolicyDocument: allow('iam:GetUser') });
  const attach = (number: number) =>
    world.ana.call(AttachRolePolicy, { RoleName: 'r', PolicyArn: `arn:aws:iam::${acme}:policy/q${number}` });
  for (let number = 0; number < 10; number += 1) await attach(number);
  await attach(3);
  await expect(attach(10)).rejects.toMatchObject({
    status: 409,
    code: 'LimitExceeded',
    message: 'Cannot exceed quota for PoliciesPerRole: 10',
  });
  expect((await world.ana.call(ListAttachedRolePolicies, { RoleName: 'r' })).AttachedPolicies).toHaveLength(10);
});
