import { afterAll, beforeAll, expect, test } from 'vitest';
import { AttachUserPolicy } from '../../../src/operations/iam/AttachUserPolicy.ts';
import { CreatePolicy } from '../../../src/operations/iam/CreatePolicy.ts';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { GetPolicy } from '../../../src/operations/iam/GetPolicy.ts';
import { ListUsers } from '../../../src/operations/iam/ListUsers.ts';
import { allow } from '../../support/policies.ts';
import { acme, createWorld, globex, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('an attached policy counts from the next request on, and attaching twice is attaching once', async () => {
  const PolicyArn = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess';
  await expect(world.bo.call(ListUsers, {})).rejects.toMatchObject({ status: 403 });
  await world.ana.call(AttachUserPolicy, { UserName: 'bo', PolicyArn });
  await world.ana.call(AttachUserPolicy, { UserName: 'bo', PolicyArn });
  await world.bo.call(ListUsers, {});
  expect((await world.ana.call(GetPolicy, { PolicyArn })).Policy).toMatchObject({ AttachmentCount: 1 });
});

test('what is not there cannot be attached', async () => {
  await world.gil.call(CreatePolicy, { PolicyName: 'theirs', PolicyDocument: allow('*') });
  for (const PolicyArn of [`arn:aws:iam::${acme}:policy/absent`, `arn:aws:iam::${globex}:policy/theirs`]) {
    await expect(world.ana.call(AttachUserPolicy, { UserName: 'bo', PolicyArn })).rejects.toMatchObject({
      status: 404,
      code: 'NoSuchEntity',
      message: `Policy ${PolicyArn} does not exist or is not attachable.`,
    });
  }
});

test('nobody has more than ten attached policies', async () => {
  await world.ana.call(CreateUser, { UserName: 'carol' });
  const attach = (number: number) =>
    world.ana.call(AttachUserPolicy, { UserName: 'carol', PolicyArn: `arn:aws:iam::${acme}:policy/p${number}` });
  for (let number = 0; number <= 10; number++)
    await world.ana.call(CreatePolicy, { PolicyName: `p${number}`, PolicyDocument: allow('iam:ListUsers') });
  for (let number = 0; number < 10; number++) await attach(number);
  await attach(0);
  await expect(attach(10)).rejects.toMatchObject({
    status: 409,
    code: 'LimitExceeded',
    message: 'Cannot exceed quota for PoliciesPerUser: 10',
  });
});
