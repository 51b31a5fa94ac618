import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateAccessKey } from '../../../src/operations/iam/CreateAccessKey.ts';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { GetAccessKeyLastUsed } from '../../../src/operations/iam/GetAccessKeyLastUsed.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { recordKeyUse } from '../../../src/store/last-used.ts';
import { allow } from '../../support/policies.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a key that was never used says so', async () => {
  await world.ana.call(CreateUser, { UserName: 'carol' });
  const { AccessKey } = await world.ana.call(CreateAccessKey, { UserName: 'carol' });
  expect(await world.ana.call(GetAccessKeyLastUsed, { AccessKeyId: AccessKey.AccessKeyId })).toEqual({
    UserName: 'carol',
    AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' },
  });
});

test('the last use is told with service and region, and an older one does not replace it', async () => {
  const { accessKeyId } = world.bo;
  const at = Date.UTC(2026, 5, 2);
  const use = { accessKeyId, service: 'chime', region: 'us-east-1', at };
  await world.database.write('', (tx) => recordKeyUse(tx, [use]));
  await world.database.write('', (tx) => recordKeyUse(tx, [{ ...use, service: 'iam', at: at - 1 }]));
  expect(await world.ana.call(GetAccessKeyLastUsed, { AccessKeyId: accessKeyId })).toEqual({
    UserName: 'bo',
    AccessKeyLastUsed: { LastUsedDate: '2026-06-02T00:00:00Z', ServiceName: 'chime', Region: 'us-east-1' },
  });
});

test('a key of another account is refused like one that does not exist', async () => {
  const refusal = (AccessKeyId: string) => ({
    status: 403,
    code: 'AccessDenied',
    message: expect.stringContaining(`on resource: access key ${AccessKeyId}`),
  });
  for (const AccessKeyId of [world.gil.accessKeyId, 'AKIAIOSFODNN7EXAMPLE']) {
    await expect(world.ana.call(GetAccessKeyLastUsed, { AccessKeyId })).rejects.toMatchObject(refusal(AccessKeyId));
  }
});

test('leave to ask about oneself covers the key in use only', async () => {
  await world.ana.call(PutUserPolicy, {
    UserName: 'bo',
    PolicyName: 'self',
    PolicyDocument: allow('iam:GetAccessKeyLastUsed', `arn:aws:iam::${acme}:user/\${aws:username}`),
  });
  await world.bo.call(GetAccessKeyLastUsed, { AccessKeyId: world.bo.accessKeyId });
  await expect(world.bo.call(GetAccessKeyLastUsed, { AccessKeyId: world.ana.accessKeyId })).rejects.toMatchObject({ status: 403 });
});
