import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { AttachUserPolicy } from '../src/operations/iam/AttachUserPolicy.ts';
import { CreateRole } from '../src/operations/iam/CreateRole.ts';
import { AttachRolePolicy } from '../src/operations/iam/AttachRolePolicy.ts';
import { DetachRolePolicy } from '../src/operations/iam/DetachRolePolicy.ts';
import { DetachUserPolicy } from '../src/operations/iam/DetachUserPolicy.ts';
import { PutUserPermissionsBoundary } from '../src/operations/iam/PutUserPermissionsBoundary.ts';
import { PutUserPolicy } from '../src/operations/iam/PutUserPolicy.ts';
import { chimeReadOnly, document, trust } from './support/policies.ts';
import { carillon, createHome, startServer } from './support/server.ts';
import { acme, createWorld, type World } from './support/world.ts';

const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';
const worlds: World[] = [];
let world: World;
beforeEach(async () => {
  world = await createWorld();
  worlds.push(world);
});
afterAll(async () => {
  for (const one of worlds) await one.close();
});

const refusal = {
  status: 400,
  code: 'UnmodifiableEntity',
  message: expect.stringContaining(`would leave AWS account ${acme} without any user or role that is allowed iam:*`),
};

describe('a change that would leave an AWS account without an administrator is refused', () => {
  test('detaching the policy', async () => {
    await expect(world.ana.call(DetachUserPolicy, { UserName: 'admin', PolicyArn: administrator })).rejects.toMatchObject(refusal);
    await expect(world.ana.call(DetachUserPolicy, { UserName: 'admin', PolicyArn: administrator }, { dryRun: true })).rejects.toMatchObject(
      refusal,
    );
  });

  test('denying it, and bounding it', async () => {
    const deny = document({ Effect: 'Deny', Action: 'iam:AttachUserPolicy', Resource: '*' });
    await expect(world.ana.call(PutUserPolicy, { UserName: 'admin', PolicyName: 'no', PolicyDocument: deny })).rejects.toMatchObject(
      refusal,
    );
    await expect(
      world.ana.call(PutUserPermissionsBoundary, { UserName: 'admin', PermissionsBoundary: chimeReadOnly }),
    ).rejects.toMatchObject(refusal);
  });

  test('two administrators who take each other’s rights away at once leave one', async () => {
    await world.ana.call(AttachUserPolicy, { UserName: 'bo', PolicyArn: administrator });
    const answers = await Promise.allSettled([
      world.ana.call(DetachUserPolicy, { UserName: 'bo', PolicyArn: administrator }),
      world.bo.call(DetachUserPolicy, { UserName: 'admin', PolicyArn: administrator }),
    ]);
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});

test('with another user or a role as administrator it is carried out', async () => {
  await world.ana.call(CreateRole, { RoleName: 'admin', AssumeRolePolicyDocument: trust(acme) });
  await world.ana.call(AttachRolePolicy, { RoleName: 'admin', PolicyArn: administrator });
  await world.ana.call(AttachUserPolicy, { UserName: 'bo', PolicyArn: administrator });
  await world.bo.call(DetachUserPolicy, { UserName: 'admin', PolicyArn: administrator });
  await world.bo.call(DetachRolePolicy, { RoleName: 'admin', PolicyArn: administrator });
  await expect(world.bo.call(DetachUserPolicy, { UserName: 'bo', PolicyArn: administrator })).rejects.toMatchObject(refusal);
});

test('on the host it is carried out with --force', async () => {
  const home = await createHome();
  await (await startServer(home)).stop();
  const remove = (...more: string[]) => carillon(home, ['administrator', 'remove', 'admin', '--account', acme, ...more]);
  await carillon(home, ['tenant', 'add', 'Acme', '--id', acme]);
  expect(await remove()).toMatchObject({ code: 1, stderr: expect.stringContaining('is the last administrator') });
  expect(await remove('--force', 'yes')).toMatchObject({ code: 0, stdout: `User admin of AWS account ${acme} is removed.\n` });
  expect(await remove('--force', 'yes')).toMatchObject({ code: 1, stderr: `AWS account ${acme} has no user admin.\n` });
  home.remove();
}, 120_000);
