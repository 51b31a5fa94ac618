import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreatePolicy } from '../../../src/operations/iam/CreatePolicy.ts';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { GetAccountSummary } from '../../../src/operations/iam/GetAccountSummary.ts';
import { newAuthenticator } from '../../support/mfa.ts';
import { allow, trust } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('counts what there is, beside the quotas', async () => {
  await newAuthenticator(world, world.ana, 'bo');
  await world.ana.call(CreateRole, { RoleName: 'r', AssumeRolePolicyDocument: trust('*') });
  await world.ana.call(CreatePolicy, { PolicyName: 'p', PolicyDocument: allow('iam:GetUser') });
  expect((await world.ana.call(GetAccountSummary, {})).SummaryMap).toMatchObject({
    Users: 2,
    Groups: 0,
    Roles: 1,
    Policies: 1,
    PolicyVersionsInUse: 1,
    MFADevices: 1,
    MFADevicesInUse: 1,
    AccountAccessKeysPresent: 0,
    UsersQuota: 5000,
    VersionsPerPolicyQuota: 5,
  });
});

test('on the wire it is a map of entries', async () => {
  expect((await world.ana.attempt(GetAccountSummary, {})).body).toContain('<SummaryMap><entry><key>Users</key><value>2</value></entry>');
});
