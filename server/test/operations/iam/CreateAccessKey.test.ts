import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateAccessKey } from '../../../src/operations/iam/CreateAccessKey.ts';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { DeleteAccessKey } from '../../../src/operations/iam/DeleteAccessKey.ts';
import { GetCallerIdentity } from '../../../src/operations/sts/GetCallerIdentity.ts';
import { GetUser } from '../../../src/operations/iam/GetUser.ts';
import { ListAccessKeys } from '../../../src/operations/iam/ListAccessKeys.ts';
import { insertAccessKey } from '../../../src/store/access-keys.ts';
import { beginIdentityChange } from '../../../src/store/principals.ts';
import { acme, createWorld, type Person, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a new key works at once, and its secret is told this once', async () => {
  await world.ana.call(CreateUser, { UserName: 'carol' });
  const { AccessKey } = await world.ana.call(CreateAccessKey, { UserName: 'carol' });
  expect(AccessKey).toEqual({
    UserName: 'carol',
    AccessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/),
    Status: 'Active',
    SecretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/),
    CreateDate: '2026-06-01T12:00:00Z',
  });
  const carol = world.withKey(AccessKey.AccessKeyId, AccessKey.SecretAccessKey);
  expect(await carol.call(GetCallerIdentity, {})).toMatchObject({ Arn: `arn:aws:iam::${acme}:user/carol` });
  const { AccessKeyMetadata } = await world.ana.call(ListAccessKeys, { UserName: 'carol' });
  expect(JSON.stringify(AccessKeyMetadata)).not.toContain(AccessKey.SecretAccessKey);
});

test('nobody has more than two keys, however many ask at the same time', async () => {
  await world.ana.call(CreateUser, { UserName: 'dave' });
  const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => world.ana.call(CreateAccessKey, { UserName: 'dave' })));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  await expect(world.ana.call(CreateAccessKey, { UserName: 'dave' })).rejects.toMatchObject({
    status: 409,
    code: 'LimitExceeded',
    message: 'Cannot exceed quota for AccessKeysPerUser: 2',
  });
});

test('the database does not hold the secret in the clear', async () => {
  await world.ana.call(CreateUser, { UserName: 'erin' });
  const { AccessKey } = await world.ana.call(CreateAccessKey, { UserName: 'erin' });
  const rows = await world.database.read(acme, (tx) => tx.query(tx.sql.selectFrom('access_keys').selectAll()));
  expect(JSON.stringify(rows)).not.toContain(AccessKey.SecretAccessKey);
});

test("a user of another account gets no key, and the audit trail of one's own never shows a secret", async () => {
  await world.gil.call(CreateUser, { UserName: 'greta' });
  await expect(world.ana.call(CreateAccessKey, { UserName: 'greta' })).rejects.toMatchObject({ status: 404, code: 'NoSuchEntity' });
  const events = await world.database.read(acme, (tx) => tx.query(tx.sql.selectFrom('audit_events').select('event')));
  const created = events.map(({ event }) => event).filter((event) => event.includes('"eventName":"CreateAccessKey"'));
  expect(created.length).toBeGreaterThan(0);
  for (const event of created) expect(event).not.toMatch(/"secretAccessKey":"(?!HIDDEN)/i);
});

test("the account's root makes keys of its own", async () => {
  const root = await rootOf(acme);
  const { AccessKey } = await root.call(CreateAccessKey, {});
  expect(AccessKey.UserName).toBeUndefined();
  const second = world.withKey(AccessKey.AccessKeyId, AccessKey.SecretAccessKey);
  expect(await second.call(GetCallerIdentity, {})).toEqual({ UserId: acme, Account: acme, Arn: `arn:aws:iam::${acme}:root` });
  expect((await second.call(ListAccessKeys, {})).AccessKeyMetadata).toHaveLength(2);
  await expect(root.call(CreateAccessKey, {})).rejects.toMatchObject({ code: 'LimitExceeded' });
  expect((await root.call(GetUser, {})).User).toMatchObject({ UserId: acme, Arn: `arn:aws:iam::${acme}:root` });
  await second.call(DeleteAccessKey, { AccessKeyId: root.accessKeyId });
  await expect(root.call(GetCallerIdentity, {})).rejects.toMatchObject({ status: 403 });
});

async function rootOf(awsAccountId: string): Promise<Person> {
  const key = { id: 'AKIAROOTROOTROOTROOT', userId: null, secretAccessKey: 'secret', createdAt: world.clock.now() };
  await world.database.write(awsAccountId, async (tx) => insertAccessKey(await beginIdentityChange(tx), key));
  return world.withKey(key.id, key.secretAccessKey);
}
