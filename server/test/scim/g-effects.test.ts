import { afterAll, expect, test } from 'vitest';
import { ListUsers } from '../../src/operations/chime/ListUsers.ts';
import { UpdateUserLicenses } from '../../src/operations/chime/UpdateUserLicenses.ts';
import { applyLicenseRule } from '../../src/store/license-rule.ts';
import { listen } from '../support/listening.ts';
import { changeAccount, countSessions, findUserRow, signIn } from '../support/members.ts';
import { withAccount } from '../support/people.ts';
import { createProvider, errorOf, type Provider } from '../support/scim.ts';
import { acme, createWorld } from '../support/world.ts';

const world = await createWorld();
const listening = await listen(world);
afterAll(async () => {
  await listening.close();
  await world.close();
});

/** An account whose groups Pro and Basic give those licenses; Ann is in both and has signed in. */
async function withAnn(): Promise<{ okta: Provider; ann: string; pro: string; basic: string }> {
  const okta = await createProvider(world, listening);
  const ann = await okta.addUser(okta.mail('ann'));
  const [pro, basic] = [await okta.addGroup('Pro', [ann]), await okta.addGroup('Basic', [ann])];
  await okta.give('Pro', 'Pro');
  await okta.give('Basic', 'Basic');
  await okta.register(ann);
  await signIn(world, ann);
  return { okta, ann, pro, basic };
}

test('G1 a deleted user is gone, from lists and groups too', async () => {
  const { okta, ann, pro } = await withAnn();
  expect(await okta.delete(`/Users/${ann}`)).toMatchObject({ status: 204, text: '' });
  expect(await okta.get(`/Users/${ann}`)).toMatchObject(errorOf(404));
  expect((await okta.get('/Users')).json).toMatchObject({ totalResults: 0 });
  expect(await okta.members(pro)).toEqual([]);
});

test('G2 a second deletion is 404', async () => {
  const { okta, ann } = await withAnn();
  await okta.delete(`/Users/${ann}`);
  expect(await okta.delete(`/Users/${ann}`)).toMatchObject(errorOf(404));
});

test('G3 of a deleted user nothing is left but the PIN that nobody gets again, and the address is free', async () => {
  const { okta, ann } = await withAnn();
  const { pin } = await okta.row(ann);
  await okta.delete(`/Users/${ann}`);
  expect(await findUserRow(world, ann)).toBeUndefined();
  expect(await countSessions(world, ann)).toBe(0);
  const retired = await world.database.read('', (tx) => tx.query(tx.sql.selectFrom('retired_pins').select('pin').where('pin', '=', pin)));
  expect(retired).toHaveLength(1);
  const again = await okta.addUser(okta.mail('ann'));
  expect((await okta.row(again)).primary_email).toBe(okta.mail('ann'));
});

test('G4 whoever is deactivated shows as Suspended and is signed out on every device', async () => {
  const { okta, ann } = await withAnn();
  await signIn(world, ann);
  await okta.patch(`/Users/${ann}`, [{ op: 'replace', value: { active: false } }]);
  const { Users } = await world.ana.call(ListUsers, { AccountId: okta.accountId });
  expect(Users).toMatchObject([{ UserId: ann, UserRegistrationStatus: 'Suspended' }]);
  expect(await countSessions(world, ann)).toBe(0);
});

test('G5 without a call nothing changes here: whom Okta suspends stays Registered', async () => {
  const { okta, ann } = await withAnn();
  expect(await withAccount(world, acme, okta.accountId, (tx, account) => applyLicenseRule(tx, account, 'all'))).toEqual({
    suspended: [],
    licensed: [],
  });
  expect((await okta.row(ann)).registration_status).toBe('Registered');
});

test('G6 who is active but in no group with a license has none', async () => {
  const { okta } = await withAnn();
  const id = await okta.addUser(okta.mail('lone'));
  await okta.addGroup('Unmapped', [id]);
  expect((await okta.get(`/Users/${id}`)).json).toMatchObject({ active: true });
  expect((await okta.row(id)).registration_status).toBe('Suspended');
});

test('G7 of Pro and Basic, Pro counts', async () => {
  const { okta, ann } = await withAnn();
  expect(await okta.row(ann)).toMatchObject({ license_type: 'Pro', registration_status: 'Registered' });
});

test('G8 who leaves Pro and stays in Basic has Basic and stays signed in', async () => {
  const { okta, ann, pro } = await withAnn();
  await okta.patch(`/Groups/${pro}`, [{ op: 'remove', path: `members[value eq "${ann}"]` }]);
  expect(await okta.row(ann)).toMatchObject({ license_type: 'Basic', registration_status: 'Registered' });
  expect(await countSessions(world, ann)).toBe(1);
});

test('G9 licenses that come from groups are changed there', async () => {
  const { okta, ann } = await withAnn();
  const { UserErrors } = await world.ana.call(UpdateUserLicenses, { AccountId: okta.accountId, UserIdList: [ann], LicenseType: 'Basic' });
  expect(UserErrors).toMatchObject([
    { UserId: ann, ErrorCode: 'Unprocessable', ErrorMessage: expect.stringContaining('identity provider') },
  ]);
  expect((await okta.row(ann)).license_type).toBe('Pro');
});

test('G10 without OpenID Connect keys still write, and licenses are frozen', async () => {
  const { okta, ann, pro } = await withAnn();
  await changeAccount(world, okta.accountId, { type: 'EnterpriseLWA' });
  expect(await okta.delete(`/Groups/${pro}`)).toMatchObject({ status: 204 });
  const id = await okta.addUser(okta.mail('new'));
  expect(await okta.row(ann)).toMatchObject({ license_type: 'Pro', registration_status: 'Registered' });
  expect((await okta.row(id)).registration_status).toBe('Unregistered');
  await okta.patch(`/Users/${ann}`, [{ op: 'replace', value: { active: false } }]);
  expect((await okta.row(ann)).registration_status).toBe('Suspended');
  await okta.patch(`/Users/${ann}`, [{ op: 'replace', value: { active: true } }]);
  expect(await okta.row(ann)).toMatchObject({ license_type: 'Pro', registration_status: 'Registered' });
});
