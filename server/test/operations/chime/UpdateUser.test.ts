import { afterAll, expect, test } from 'vitest';
import { GetUser } from '../../../src/operations/chime/GetUser.ts';
import { UpdateUser } from '../../../src/operations/chime/UpdateUser.ts';
import { containing } from '../../support/matchers.ts';
import { addMember, changeUser, createTeam, inviteUser } from '../../support/members.ts';
import { createWorld } from '../../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());
const AccountId = await createTeam(world.ana, 'Acme');

test('license and type change, each by itself too, and the user is answered', async () => {
  const UserId = await addMember(world, world.ana, AccountId, 'user@acme.example');
  const updated = await world.ana.call(UpdateUser, { AccountId, UserId, LicenseType: 'Basic' });
  expect(updated).toMatchObject({ User: { LicenseType: 'Basic', UserType: 'PrivateUser' } });
  await world.ana.call(UpdateUser, { AccountId, UserId, UserType: 'SharedDevice' });
  expect(await world.ana.call(GetUser, { AccountId, UserId })).toMatchObject({ User: { LicenseType: 'Basic', UserType: 'SharedDevice' } });
  expect(await world.ana.call(UpdateUser, { AccountId, UserId })).toEqual(await world.ana.call(GetUser, { AccountId, UserId }));
});

test('400 for a license that the account does not support, and for Alexa for Business', async () => {
  const UserId = await inviteUser(world.ana, AccountId, 'alexa@acme.example');
  const refusal = { status: 400, code: 'BadRequestException' };
  await expect(world.ana.call(UpdateUser, { AccountId, UserId, LicenseType: 'ProTrial' })).rejects.toMatchObject(refusal);
  const alexa = (IsAlexaForBusinessEnabled: boolean) =>
    world.ana.call(UpdateUser, { AccountId, UserId, AlexaForBusinessMetadata: { IsAlexaForBusinessEnabled } });
  await expect(alexa(true)).rejects.toMatchObject(refusal);
  await expect(alexa(false)).resolves.toBeDefined();
});

test('422 for a license that a directory assigns', async () => {
  const UserId = await addMember(world, world.ana, AccountId, 'managed@acme.example');
  await changeUser(world, UserId, { managed_by: 'directory' });
  await expect(world.ana.call(UpdateUser, { AccountId, UserId, LicenseType: 'Basic' })).rejects.toMatchObject({
    status: 422,
    code: 'UnprocessableEntityException',
    message: containing('assigned by your directory'),
  });
});

test('403 without UpdateUserLicenses', async () => {
  const UserId = await inviteUser(world.ana, AccountId, 'denied@acme.example');
  await expect(world.bo.call(UpdateUser, { AccountId, UserId, LicenseType: 'Basic' })).rejects.toMatchObject({
    status: 403,
    code: 'AccessDeniedException',
    message: containing('chime:UpdateUserLicenses'),
  });
});

test('404 for a user of another account or another AWS account', async () => {
  const other = await createTeam(world.gil, 'Globex');
  const UserId = await inviteUser(world.gil, other, 'gil@globex.example');
  await expect(world.ana.call(UpdateUser, { AccountId, UserId, LicenseType: 'Basic' })).rejects.toMatchObject({ status: 404 });
  await expect(world.ana.call(UpdateUser, { AccountId: other, UserId, LicenseType: 'Basic' })).rejects.toMatchObject({ status: 404 });
});
