import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateGroup } from '../../src/operations/iam/CreateGroup.ts';
import { CreateOpenIDConnectProvider } from '../../src/operations/iam/CreateOpenIDConnectProvider.ts';
import { CreatePolicy } from '../../src/operations/iam/CreatePolicy.ts';
import { CreateRole } from '../../src/operations/iam/CreateRole.ts';
import { CreateUser } from '../../src/operations/iam/CreateUser.ts';
import { CreateVirtualMFADevice } from '../../src/operations/iam/CreateVirtualMFADevice.ts';
import type { Tx } from '../../src/store/database.ts';
import { allow, trust } from '../support/policies.ts';
import { acme, createWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

/** Stores as many rows as are given, in few statements. */
async function fill<Row>(count: number, toRow: (name: string) => Row, insert: (tx: Tx, rows: Row[]) => Promise<unknown>): Promise<void> {
  const rows = Array.from({ length: count }, (_, number) => toRow(`n${number}`));
  await world.database.write(acme, async (tx) => {
    for (let from = 0; from < count; from += 500) await insert(tx, rows.slice(from, from + 500));
  });
}

const common = { aws_account_id: acme, created_at: 0 };
const refusal = (what: string) => ({ status: 409, code: 'LimitExceeded', message: `Cannot exceed quota for ${what}` });

test('an account has three hundred groups and no more', async () => {
  await fill(
    300,
    (name) => ({ ...common, id: name, name, name_folded: name, path: '/' }),
    (tx, rows) => tx.query(tx.sql.insertInto('iam_groups').values(rows)),
  );
  await expect(world.ana.call(CreateGroup, { GroupName: 'more' })).rejects.toMatchObject(refusal('GroupsPerAccount: 300'));
  await world.gil.call(CreateGroup, { GroupName: 'more' });
});

test('an account has a thousand roles and no more', async () => {
  await fill(
    1000,
    (name) => ({
      ...common,
      id: name,
      name,
      name_folded: name,
      path: '/',
      description: '',
      trust_document: trust(acme),
      session_max_seconds: 3600,
      boundary_arn: null,
      tags: '{}',
    }),
    (tx, rows) => tx.query(tx.sql.insertInto('iam_roles').values(rows)),
  );
  await expect(world.ana.call(CreateRole, { RoleName: 'more', AssumeRolePolicyDocument: trust(acme) })).rejects.toMatchObject(
    refusal('RolesPerAccount: 1000'),
  );
});

test('an account has fifteen hundred policies and no more', async () => {
  await fill(
    1500,
    (name) => ({
      ...common,
      id: name,
      name,
      name_folded: name,
      path: '/',
      description: '',
      tags: '{}',
      default_version: 1,
      latest_version: 1,
      updated_at: 0,
    }),
    (tx, rows) => tx.query(tx.sql.insertInto('iam_policies').values(rows)),
  );
  await expect(world.ana.call(CreatePolicy, { PolicyName: 'more', PolicyDocument: allow('chime:*') })).rejects.toMatchObject(
    refusal('PoliciesPerAccount: 1500'),
  );
});

test('an account has five thousand users and as many virtual MFA devices, and no more', async () => {
  await fill(
    5000,
    (name) => ({ ...common, id: name, name, name_folded: name, path: '/', boundary_arn: null, tags: '{}' }),
    (tx, rows) => tx.query(tx.sql.insertInto('iam_users').values(rows)),
  );
  await fill(
    5000,
    (name) => ({
      ...common,
      serial_number: name,
      name_folded: name,
      seed_sealed: '',
      user_id: null,
      enabled_at: null,
      last_step: 0,
      drift_steps: 0,
      tags: '{}',
    }),
    (tx, rows) => tx.query(tx.sql.insertInto('iam_mfa_devices').values(rows)),
  );
  await expect(world.ana.call(CreateUser, { UserName: 'more' })).rejects.toMatchObject(refusal('UsersPerAccount: 5000'));
  await expect(world.ana.call(CreateVirtualMFADevice, { VirtualMFADeviceName: 'more' })).rejects.toMatchObject(
    refusal('VirtualMFADevicesPerAccount: 5000'),
  );
});

test('an account has a hundred OpenID Connect providers and no more', async () => {
  await fill(
    100,
    (name) => ({ ...common, url: `${name}.example.com`, client_ids: '[]', thumbprints: '[]', tags: '{}' }),
    (tx, rows) => tx.query(tx.sql.insertInto('iam_open_id_providers').values(rows)),
  );
  await expect(world.ana.call(CreateOpenIDConnectProvider, { Url: 'https://idp.example.com' })).rejects.toMatchObject(
    refusal('OpenIdConnectProvidersPerAccount: 100'),
  );
});
