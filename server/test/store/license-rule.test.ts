import { randomUUIDv7 } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import {
  addGroupMembers,
  deleteAccountGroups,
  findAccountGroupByExternalId,
  insertAccountGroup,
  listMemberIds,
  removeFromAllGroups,
  removeGroupMembers,
  renameAccountGroup,
  replaceGroupMembers,
  type AccountGroupRow,
  type GroupSource,
} from '../../src/store/account-groups.ts';
import { batchMax } from '../../src/store/batches.ts';
import { findLicenseGroups, listLicenseGroups, saveLicenseGroup } from '../../src/store/license-groups.ts';
import { applyLicenseRule, type LicenseRuleOutcome } from '../../src/store/license-rule.ts';
import type { UserRow } from '../../src/store/users.ts';
import {
  addMember,
  changeAccount,
  changeUser,
  countSessions,
  createTeam,
  findUserRow,
  inviteUser,
  present,
  signIn,
} from '../support/members.ts';
import { claimDomain, withAccount } from '../support/people.ts';
import { acme, createWorld } from '../support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

interface Scene {
  readonly AccountId: string;
  readonly pro: AccountGroupRow;
  readonly basic: AccountGroupRow;
  addUser(name: string, groups: readonly AccountGroupRow[], change?: Partial<UserRow>): Promise<string>;
  apply(userIds: readonly string[] | 'all'): Promise<LicenseRuleOutcome>;
}

let scenes = 0;

async function createScene(source: GroupSource, type: 'EnterpriseDirectory' | 'EnterpriseOIDC' | 'EnterpriseLWA'): Promise<Scene> {
  scenes += 1;
  const AccountId = await createTeam(world.ana, `Scene ${scenes}`);
  await claimDomain(world, AccountId, `scene${scenes}.example`);
  const [pro, basic] = await withAccount(world, acme, AccountId, async (tx, account) => {
    const groups: AccountGroupRow[] = [];
    for (const license of ['Pro', 'Basic'] as const) {
      const group = { id: randomUUIDv7(), source, name: `Chime ${license}`, externalId: license, now: 1 };
      const made = present(await insertAccountGroup(tx, account, group));
      await saveLicenseGroup(tx, made, license, 1);
      groups.push(made);
    }
    return groups;
  });
  const domain = `scene${scenes}.example`;
  return {
    AccountId,
    pro: present(pro),
    basic: present(basic),
    async addUser(name, groups, change = {}) {
      await changeAccount(world, AccountId, { type: 'Team' });
      const id = await addMember(world, world.ana, AccountId, `${name}@${domain}`);
      await changeUser(world, id, { managed_by: source === 'scim' ? 'oidc' : 'directory', ...change });
      await withAccount(world, acme, AccountId, async (tx, account) => {
        for (const group of groups) await addGroupMembers(tx, account, group.id, [id]);
      });
      return id;
    },
    async apply(userIds) {
      await changeAccount(world, AccountId, { type });
      return withAccount(world, acme, AccountId, (tx, account) => applyLicenseRule(tx, account, userIds));
    },
  };
}

async function licenseOf(id: string): Promise<string> {
  const row = present(await findUserRow(world, id));
  return row.registration_status === 'Suspended' ? 'none' : row.license_type;
}

describe.each([
  ['directory', 'EnterpriseDirectory'],
  ['scim', 'EnterpriseOIDC'],
] as const)('the licenses of %s groups', (source, type) => {
  test('a member of a Pro group has Pro, of only Basic groups Basic, of neither none', async () => {
    const scene = await createScene(source, type);
    const both = await scene.addUser('both', [scene.pro, scene.basic], { license_type: 'Basic' });
    const basic = await scene.addUser('basic', [scene.basic]);
    const neither = await scene.addUser('neither', []);
    const mine = await scene.addUser('mine', [], { managed_by: 'carillon' });
    await signIn(world, neither);
    const outcome = await scene.apply('all');
    expect(outcome.licensed.toSorted()).toEqual([both, basic].toSorted());
    expect(outcome.suspended).toEqual([neither]);
    expect(await Promise.all([both, basic, neither, mine].map(licenseOf))).toEqual(['Pro', 'Basic', 'none', 'Pro']);
    expect(await countSessions(world, neither)).toBe(0);
  });

  test('applied again it changes nobody', async () => {
    const scene = await createScene(source, type);
    await scene.addUser('member', [scene.basic]);
    await scene.addUser('neither', []);
    await scene.apply('all');
    expect(await scene.apply('all')).toEqual({ suspended: [], licensed: [] });
  });

  test('whom the source disables is suspended, and enabled there is as before here', async () => {
    const scene = await createScene(source, type);
    const id = await scene.addUser('member', [scene.pro], { source_active: 0 });
    expect(await scene.apply([id])).toEqual({ suspended: [id], licensed: [] });
    await changeUser(world, id, { source_active: 1 });
    expect(await scene.apply([id])).toEqual({ suspended: [], licensed: [id] });
    expect((await findUserRow(world, id))?.registration_status).toBe('Registered');
  });

  test('who has never registered is Unregistered again', async () => {
    const scene = await createScene(source, type);
    const id = await scene.addUser('new', [scene.pro], { registration_status: 'Suspended', registered_on: null });
    await scene.apply([id]);
    expect((await findUserRow(world, id))?.registration_status).toBe('Unregistered');
  });

  test('who loses Pro and keeps Basic keeps the sessions', async () => {
    const scene = await createScene(source, type);
    const id = await scene.addUser('member', [scene.pro, scene.basic]);
    await signIn(world, id);
    await withAccount(world, acme, scene.AccountId, (tx, account) => removeGroupMembers(tx, account, scene.pro.id, [id]));
    expect(await scene.apply([id])).toEqual({ suspended: [], licensed: [id] });
    expect(await licenseOf(id)).toBe('Basic');
    expect(await countSessions(world, id)).toBe(1);
  });

  test('in an account of another type licenses are frozen, and whom the source disables is still suspended', async () => {
    const scene = await createScene(source, 'EnterpriseLWA');
    const frozen = await scene.addUser('frozen', []);
    const disabled = await scene.addUser('disabled', [scene.pro], { source_active: 0 });
    expect(await scene.apply('all')).toEqual({ suspended: [disabled], licensed: [] });
    expect(await licenseOf(frozen)).toBe('Pro');
  });
});

test('a provisioned user whose domain is not claimed has no license until it is', async () => {
  const scene = await createScene('scim', 'EnterpriseOIDC');
  const id = await scene.addUser('elsewhere', [scene.pro], { primary_email: 'xscene1.example@unclaimed.example' });
  expect(await scene.apply([id])).toMatchObject({ suspended: [id] });
  await claimDomain(world, scene.AccountId, 'unclaimed.example');
  expect(await scene.apply('all')).toMatchObject({ licensed: [id] });
});

test('members are replaced by difference, users of other accounts and strangers are left out', async () => {
  const scene = await createScene('scim', 'EnterpriseOIDC');
  const [stays, leaves] = [await scene.addUser('stays', [scene.pro]), await scene.addUser('leaves', [scene.pro])];
  const comes = await scene.addUser('comes', []);
  const foreign = await inviteUser(world.gil, await createTeam(world.gil, 'Foreign'), 'foreign@globex.example');
  await withAccount(world, acme, scene.AccountId, async (tx, account) => {
    expect(await replaceGroupMembers(tx, account, scene.pro.id, [stays, comes, comes, foreign, 'nobody'])).toEqual({
      added: [comes],
      removed: [leaves],
    });
    expect(await listMemberIds(tx, account, scene.pro.id)).toEqual([stays, comes].toSorted());
    await removeFromAllGroups(tx, account, [stays], 2);
    expect(await removeGroupMembers(tx, account, scene.pro.id, 'all')).toEqual([comes]);
  });
});

test('more users than one statement names are dealt with all the same', async () => {
  const scene = await createScene('scim', 'EnterpriseOIDC');
  const first = present(await findUserRow(world, await scene.addUser('one', [])));
  const ids = Array.from({ length: batchMax + 5 }, () => randomUUIDv7());
  await withAccount(world, acme, scene.AccountId, async (tx, account) => {
    for (const [index, id] of ids.entries()) {
      const user = { ...first, id, primary_email: `user${index}@scene${scenes}.example`, pin: `2${String(index).padStart(9, '0')}` };
      await tx.query(tx.sql.insertInto('users').values(user));
    }
    expect(await addGroupMembers(tx, account, scene.basic.id, ids)).toHaveLength(ids.length);
  });
  expect((await scene.apply(ids)).licensed).toHaveLength(ids.length);
});

test('a renamed group keeps its licenses, a deleted one is missing and gives none', async () => {
  const scene = await createScene('directory', 'EnterpriseDirectory');
  const id = await scene.addUser('member', [scene.pro]);
  await scene.apply([id]);
  await withAccount(world, acme, scene.AccountId, async (tx, account) => {
    expect(await renameAccountGroup(tx, scene.pro, { name: 'chime BASIC', externalId: 'Pro' })).toBe(false);
    expect(await renameAccountGroup(tx, scene.pro, { name: 'Paying', externalId: 'Pro' })).toBe(true);
    expect(await findAccountGroupByExternalId(tx, account, 'directory', 'Pro')).toMatchObject({ name: 'Paying' });
    expect(await findLicenseGroups(tx, account, ['Paying', 'Chime Pro'])).toMatchObject([{ group_id: scene.pro.id }]);
    expect(await applyLicenseRule(tx, account, 'all')).toEqual({ suspended: [], licensed: [] });
    await deleteAccountGroups(tx, account, [scene.pro.id]);
    expect(await applyLicenseRule(tx, account, 'all')).toEqual({ suspended: [id], licensed: [] });
    const { rows } = await listLicenseGroups(tx, account, '', 10);
    expect(rows.map(({ group_name, member_count, missing }) => [group_name, member_count, missing])).toEqual([
      ['Paying', 0, 1],
      ['Chime Basic', 0, 0],
    ]);
  });
});

test('of two groups whose names differ only in letter case there is one', async () => {
  const scene = await createScene('scim', 'EnterpriseOIDC');
  const group = { id: randomUUIDv7(), source: 'scim' as const, name: 'CHIME pro', externalId: null, now: 1 };
  expect(await withAccount(world, acme, scene.AccountId, (tx, account) => insertAccountGroup(tx, account, group))).toBeUndefined();
});
