import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { GetRole } from '../../../src/operations/iam/GetRole.ts';
import { allow, chimeReadOnly, document, trust } from '../../support/policies.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

const federated = (Federated: string): string =>
  document({ Effect: 'Allow', Principal: { Federated }, Action: 'sts:AssumeRoleWithWebIdentity' });

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('a role is made as asked for, and found again', async () => {
  const AssumeRolePolicyDocument = trust(`arn:aws:iam::${acme}:root`);
  const boundary = chimeReadOnly;
  const input = {
    RoleName: 'Operator',
    Path: '/ops/',
    AssumeRolePolicyDocument,
    Description: 'Runs it',
    MaxSessionDuration: 7200,
    PermissionsBoundary: boundary,
  };
  await world.ana.call(CreateRole, { ...input, Tags: [{ Key: 'team', Value: 'ops' }] });
  const { Role } = await world.ana.call(GetRole, { RoleName: 'Operator' });
  expect(Role).toEqual({
    Path: '/ops/',
    RoleName: 'Operator',
    RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
    Arn: `arn:aws:iam::${acme}:role/ops/Operator`,
    CreateDate: '2026-06-01T12:00:00Z',
    AssumeRolePolicyDocument: expect.any(String),
    Description: 'Runs it',
    MaxSessionDuration: 7200,
    PermissionsBoundary: { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: boundary },
    Tags: [{ Key: 'team', Value: 'ops' }],
    RoleLastUsed: {},
  });
  expect(decodeURIComponent(Role.AssumeRolePolicyDocument ?? '')).toBe(AssumeRolePolicyDocument);
});

test('a name taken in another letter case is refused', async () => {
  await world.ana.call(CreateRole, { RoleName: 'twice', AssumeRolePolicyDocument: trust('*') });
  await expect(world.ana.call(CreateRole, { RoleName: 'TWICE', AssumeRolePolicyDocument: trust('*') })).rejects.toMatchObject({
    status: 409,
    code: 'EntityAlreadyExists',
    message: 'Role with name TWICE already exists.',
  });
});

test.each([
  ['no principal', allow('sts:AssumeRole'), 'MalformedPolicyDocument'],
  ['a user who does not exist', trust(`arn:aws:iam::${acme}:user/nobody`), 'MalformedPolicyDocument'],
  ['a provider that is named by its address', federated('https://idp.example.com'), 'MalformedPolicyDocument'],
  ['providers by a wildcard', federated('*'), 'MalformedPolicyDocument'],
  ['a wildcard in a name', trust(`arn:aws:iam::${acme}:user/*`), 'MalformedPolicyDocument'],
  ['too long a policy', trust(Array.from({ length: 150 }, (_, number) => String(100_000_000_000 + number))), 'LimitExceeded'],
])('a trust policy with %s is refused', async (_, AssumeRolePolicyDocument, code) => {
  await expect(world.ana.call(CreateRole, { RoleName: 'wrong', AssumeRolePolicyDocument })).rejects.toMatchObject({ code });
});

test('a boundary that does not exist is refused', async () => {
  const input = { RoleName: 'unbounded', AssumeRolePolicyDocument: trust('*'), PermissionsBoundary: `arn:aws:iam::${acme}:policy/none` };
  await expect(world.ana.call(CreateRole, input)).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
    message: expect.stringContaining('is not attachable'),
  });
});
