import { afterAll, expect, test } from 'vitest';
import { GetAccount } from '../../../src/operations/chime/GetAccount.ts';
import { UpdateAccount } from '../../../src/operations/chime/UpdateAccount.ts';
import { AttachUserPolicy } from '../../../src/operations/iam/AttachUserPolicy.ts';
import { CreateAccessKey } from '../../../src/operations/iam/CreateAccessKey.ts';
import { CreatePolicy } from '../../../src/operations/iam/CreatePolicy.ts';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { containing } from '../../support/matchers.ts';
import { createTeam } from '../../support/members.ts';
import { acme, createWorld, type Person } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

test('name and default license change together', async () => {
  const AccountId = await createTeam(world.ana, 'Both');
  const updated = await world.ana.call(UpdateAccount, { AccountId, Name: 'Both changed', DefaultLicense: 'Basic' });
  expect(updated).toMatchObject({ Account: { Name: 'Both changed', DefaultLicense: 'Basic', SupportedLicenses: ['Basic', 'Pro'] } });
  expect(await world.ana.call(GetAccount, { AccountId })).toEqual(updated);
});

test('an input without changes answers the account as it is', async () => {
  const AccountId = await createTeam(world.ana, 'Unchanged');
  expect(await world.ana.call(UpdateAccount, { AccountId })).toEqual(await world.ana.call(GetAccount, { AccountId }));
});

test('400 for a default license that the account does not support, and the name stays too', async () => {
  const AccountId = await createTeam(world.ana, 'Picky');
  await expect(world.ana.call(UpdateAccount, { AccountId, Name: 'Renamed', DefaultLicense: 'Plus' })).rejects.toMatchObject({
    status: 400,
    code: 'BadRequestException',
    message: containing('does not support the Plus license, only Basic, Pro.'),
  });
  expect(await world.ana.call(GetAccount, { AccountId })).toMatchObject({ Account: { Name: 'Picky', DefaultLicense: 'Pro' } });
});

test('409 for the name of another account', async () => {
  await createTeam(world.ana, 'Occupied');
  const AccountId = await createTeam(world.ana, 'Mover');
  await expect(world.ana.call(UpdateAccount, { AccountId, Name: 'occupied' })).rejects.toMatchObject({ status: 409 });
});

test('the name takes RenameAccount, the default license takes UpdateSupportedLicenses, both take both', async () => {
  const AccountId = await createTeam(world.ana, 'Guarded');
  const renamer = await personWho('renamer', 'chime:RenameAccount');
  const licenser = await personWho('licenser', 'chime:UpdateSupportedLicenses');
  const denied = { status: 403, code: 'AccessDeniedException' };
  await expect(renamer.call(UpdateAccount, { AccountId, Name: 'Guarded 2' })).resolves.toBeDefined();
  await expect(renamer.call(UpdateAccount, { AccountId })).resolves.toBeDefined();
  await expect(renamer.call(UpdateAccount, { AccountId, DefaultLicense: 'Basic' })).rejects.toMatchObject(denied);
  await expect(renamer.call(UpdateAccount, { AccountId, Name: 'Guarded 3', DefaultLicense: 'Basic' })).rejects.toMatchObject(denied);
  await expect(licenser.call(UpdateAccount, { AccountId, DefaultLicense: 'Basic' })).resolves.toBeDefined();
  await expect(licenser.call(UpdateAccount, { AccountId, Name: 'Guarded 3' })).rejects.toMatchObject(denied);
  await expect(licenser.call(UpdateAccount, { AccountId })).rejects.toMatchObject(denied);
});

test("404 for another AWS account's account", async () => {
  const AccountId = await createTeam(world.gil, 'Globex');
  await expect(world.ana.call(UpdateAccount, { AccountId, DefaultLicense: 'Basic' })).rejects.toMatchObject({ status: 404 });
});

async function personWho(name: string, action: string): Promise<Person> {
  const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] };
  await world.ana.call(CreateUser, { UserName: name });
  await world.ana.call(CreatePolicy, { PolicyName: name, PolicyDocument: JSON.stringify(document) });
  await world.ana.call(AttachUserPolicy, { UserName: name, PolicyArn: `arn:aws:iam::${acme}:policy/${name}` });
  const { AccessKey } = await world.ana.call(CreateAccessKey, { UserName: name });
  return world.withKey(AccessKey.AccessKeyId, AccessKey.SecretAccessKey);
}
