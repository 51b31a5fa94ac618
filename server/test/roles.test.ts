import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ListAccounts } from '../src/operations/chime/ListAccounts.ts';
import { AttachRolePolicy } from '../src/operations/iam/AttachRolePolicy.ts';
import { CreateRole } from '../src/operations/iam/CreateRole.ts';
import { DeactivateMFADevice } from '../src/operations/iam/DeactivateMFADevice.ts';
import { DeleteRole } from '../src/operations/iam/DeleteRole.ts';
import { DetachRolePolicy } from '../src/operations/iam/DetachRolePolicy.ts';
import { GetRole } from '../src/operations/iam/GetRole.ts';
import { GetUser } from '../src/operations/iam/GetUser.ts';
import { ListUsers } from '../src/operations/iam/ListUsers.ts';
import { PutRolePermissionsBoundary } from '../src/operations/iam/PutRolePermissionsBoundary.ts';
import { PutRolePolicy } from '../src/operations/iam/PutRolePolicy.ts';
import { TagRole } from '../src/operations/iam/TagRole.ts';
import { UpdateAssumeRolePolicy } from '../src/operations/iam/UpdateAssumeRolePolicy.ts';
import { AssumeRole } from '../src/operations/sts/AssumeRole.ts';
import { GetCallerIdentity } from '../src/operations/sts/GetCallerIdentity.ts';
import { listEventsOfEntity, lookupAuditEvents } from '../src/store/audit-lookup.ts';
import { newAuthenticator } from './support/mfa.ts';
import { allow, chimeReadOnly, document, trust } from './support/policies.ts';
import { assume, proveSession, roleArn } from './support/sessions.ts';
import { acme, createWorld, type World } from './support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

const identityReader = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess';

/** A role that all of Acme may assume, allowed to read Chime and IAM. */
async function newRole(RoleName: string): Promise<void> {
  await world.ana.call(CreateRole, { RoleName, AssumeRolePolicyDocument: trust(acme) });
  for (const PolicyArn of [chimeReadOnly, identityReader]) await world.ana.call(AttachRolePolicy, { RoleName, PolicyArn });
}

describe('a role assumed with a session policy, tags and a boundary is refused and allowed exactly as the layers say', () => {
  beforeAll(() => newRole('layers'));

  test('the role’s own policies', async () => {
    const session = await assume(world, world.ana, 'layers');
    await session.call(ListAccounts, {});
    await session.call(ListUsers, {});
    await expect(session.call(CreateRole, { RoleName: 'more', AssumeRolePolicyDocument: trust(acme) })).rejects.toMatchObject({
      status: 403,
      message: `User: arn:aws:sts::${acme}:assumed-role/layers/session is not authorized to perform: iam:CreateRole on resource: ${roleArn('more')} because no identity-based policy allows the iam:CreateRole action`,
    });
  });

  test('a session policy only ever takes away', async () => {
    const session = await assume(world, world.ana, 'layers', {
      Policy: document({ Effect: 'Allow', Action: ['iam:ListUsers', 'iam:CreateRole'], Resource: '*' }),
    });
    await session.call(ListUsers, {});
    await expect(session.call(ListAccounts, {})).rejects.toMatchObject({
      message: expect.stringMatching(/because no session policy allows the chime:ListAccounts action$/),
    });
    await expect(session.call(CreateRole, { RoleName: 'more', AssumeRolePolicyDocument: trust(acme) })).rejects.toMatchObject({
      message: expect.stringContaining('no identity-based policy'),
    });
  });

  test('an inline and managed session policies are a union', async () => {
    const session = await assume(world, world.ana, 'layers', { Policy: allow('iam:ListUsers'), PolicyArns: [{ arn: chimeReadOnly }] });
    await session.call(ListUsers, {});
    await session.call(ListAccounts, {});
    await expect(session.call(GetRole, { RoleName: 'layers' })).rejects.toMatchObject({
      message: expect.stringContaining('no session policy'),
    });
  });

  test('the boundary of the role', async () => {
    await world.ana.call(CreateRole, { RoleName: 'bounded', AssumeRolePolicyDocument: trust(acme) });
    await world.ana.call(AttachRolePolicy, { RoleName: 'bounded', PolicyArn: identityReader });
    const session = await assume(world, world.ana, 'bounded');
    await session.call(ListUsers, {});
    await world.ana.call(PutRolePermissionsBoundary, { RoleName: 'bounded', PermissionsBoundary: chimeReadOnly });
    await expect(session.call(ListUsers, {})).rejects.toMatchObject({
      message: expect.stringMatching(/because no permissions boundary allows the iam:ListUsers action$/),
    });
  });

  test.each([
    ['aws:PrincipalTag/team', { StringEquals: { 'aws:PrincipalTag/team': 'red' } }],
    ['aws:PrincipalTag/site, the role’s own', { StringEquals: { 'aws:PrincipalTag/site': 'north' } }],
    ['aws:SourceIdentity', { StringEquals: { 'aws:SourceIdentity': 'ana' } }],
    ['aws:PrincipalArn', { ArnEquals: { 'aws:PrincipalArn': roleArn('keys') } }],
    ['aws:PrincipalType', { StringEquals: { 'aws:PrincipalType': 'AssumedRole' } }],
    ['aws:userid', { StringLike: { 'aws:userid': 'AROA*:who' } }],
    ['aws:TokenIssueTime', { DateEquals: { 'aws:TokenIssueTime': '2026-06-01T12:00:00Z' } }],
    ['aws:MultiFactorAuthPresent', { Bool: { 'aws:MultiFactorAuthPresent': 'false' } }],
  ])('%s is what the session says', async (_, Condition) => {
    await world.ana.call(CreateRole, { RoleName: 'keys', AssumeRolePolicyDocument: trust(acme) }).catch(() => undefined);
    await world.ana.call(TagRole, {
      RoleName: 'keys',
      Tags: [
        { Key: 'site', Value: 'north' },
        { Key: 'Team', Value: 'none' },
      ],
    });
    const put = (more: object) =>
      world.ana.call(PutRolePolicy, {
        RoleName: 'keys',
        PolicyName: 'own',
        PolicyDocument: document({ Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*', ...more }),
      });
    await put({ Condition });
    const session = await assume(world, world.ana, 'keys', {
      RoleSessionName: 'who',
      SourceIdentity: 'ana',
      Tags: [{ Key: 'team', Value: 'red' }],
    });
    await session.call(ListUsers, {});
    await put({ Action: 'iam:ListGroups' });
    await expect(session.call(ListUsers, {})).rejects.toMatchObject({ status: 403 });
  });
});

describe('a second factor', () => {
  test('that the trust policy wants is shown with the request, counts in the session, and bites when it is deactivated', async () => {
    const device = await newAuthenticator(world, world.ana, 'admin');
    const Condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
    await world.ana.call(CreateRole, { RoleName: 'proven', AssumeRolePolicyDocument: trust(acme, { Condition }) });
    await world.ana.call(PutRolePolicy, {
      RoleName: 'proven',
      PolicyName: 'own',
      PolicyDocument: document({ Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*', Condition }),
    });
    await expect(assume(world, world.ana, 'proven')).rejects.toMatchObject({ message: expect.stringContaining('no role trust policy') });
    await expect(assume(world, world.ana, 'proven', { SerialNumber: device.serialNumber })).rejects.toMatchObject({
      code: 'AccessDenied',
      message: expect.stringContaining('must provide both'),
    });
    const session = await assume(world, world.ana, 'proven', { SerialNumber: device.serialNumber, TokenCode: device.code() });
    await session.call(ListUsers, {});
    world.clock.advance(30_000);
    const proven = await proveSession(world, world.ana, device);
    await (await assume(world, proven, 'proven')).call(ListUsers, {});
    await world.ana.call(DeactivateMFADevice, { UserName: 'admin', SerialNumber: device.serialNumber });
    await expect(session.call(ListUsers, {})).rejects.toMatchObject({ status: 403 });
  });
});

describe('a chain of roles', () => {
  beforeAll(async () => {
    await newRole('first');
    await world.ana.call(PutRolePolicy, { RoleName: 'first', PolicyName: 'on', PolicyDocument: allow('sts:*') });
    await world.ana.call(CreateRole, { RoleName: 'second', AssumeRolePolicyDocument: trust(roleArn('first')), MaxSessionDuration: 43_200 });
  });

  test('is at most an hour long', async () => {
    const session = await assume(world, world.ana, 'first');
    await assume(world, session, 'second', { DurationSeconds: 3600 });
    await expect(assume(world, session, 'second', { DurationSeconds: 3601 })).rejects.toMatchObject({
      code: 'ValidationError',
      message: expect.stringContaining('role chaining'),
    });
  });

  test('keeps transitive tags and the source identity', async () => {
    await world.ana.call(PutRolePolicy, {
      RoleName: 'second',
      PolicyName: 'own',
      PolicyDocument: document({
        Effect: 'Allow',
        Action: 'iam:ListUsers',
        Resource: '*',
        Condition: {
          StringEquals: { 'aws:PrincipalTag/team': 'red', 'aws:SourceIdentity': 'ana' },
          Null: { 'aws:PrincipalTag/other': 'true' },
        },
      }),
    });
    const Tags = [
      { Key: 'team', Value: 'red' },
      { Key: 'other', Value: 'x' },
    ];
    const first = await assume(world, world.ana, 'first', { Tags, TransitiveTagKeys: ['team'], SourceIdentity: 'ana' });
    await (await assume(world, first, 'second')).call(ListUsers, {});
    await expect(assume(world, first, 'second', { Tags: [{ Key: 'Team', Value: 'blue' }] })).rejects.toMatchObject({
      code: 'ValidationError',
    });
    await expect(assume(world, first, 'second', { SourceIdentity: 'bo' })).rejects.toMatchObject({ code: 'AccessDenied' });
  });

  test('whom the trust policy names by the role or by the session may assume, others not', async () => {
    await expect(assume(world, world.ana, 'second')).rejects.toMatchObject({ status: 403 });
  });
});

describe('a change bites on the next request of a session', () => {
  test('a detached policy', async () => {
    await newRole('detached');
    const session = await assume(world, world.ana, 'detached');
    await session.call(ListUsers, {});
    await world.ana.call(DetachRolePolicy, { RoleName: 'detached', PolicyArn: identityReader });
    await expect(session.call(ListUsers, {})).rejects.toMatchObject({ status: 403 });
  });

  test('sessions issued before an instant are denied, as AWS’s console revokes them', async () => {
    await newRole('revoked');
    const before = await assume(world, world.ana, 'revoked');
    world.clock.advance(1_000);
    const PolicyDocument = document({
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { DateLessThan: { 'aws:TokenIssueTime': new Date(world.clock.now()).toISOString() } },
    });
    await world.ana.call(PutRolePolicy, { RoleName: 'revoked', PolicyName: 'AWSRevokeOlderSessions', PolicyDocument });
    await expect(before.call(ListUsers, {})).rejects.toMatchObject({ status: 403 });
    await (await assume(world, world.ana, 'revoked')).call(ListUsers, {});
  });

  test('a deleted role, even if a new one takes its name', async () => {
    const AssumeRolePolicyDocument = trust(acme);
    await world.ana.call(CreateRole, { RoleName: 'gone', AssumeRolePolicyDocument });
    const session = await assume(world, world.ana, 'gone');
    await session.call(GetCallerIdentity, {});
    await world.ana.call(DeleteRole, { RoleName: 'gone' });
    await world.ana.call(CreateRole, { RoleName: 'gone', AssumeRolePolicyDocument });
    await expect(session.call(GetCallerIdentity, {})).rejects.toMatchObject({ status: 403, code: 'InvalidClientTokenId' });
  });

  test('a changed trust policy, for who would assume the role from now on', async () => {
    await newRole('untrusting');
    await assume(world, world.ana, 'untrusting');
    await world.ana.call(UpdateAssumeRolePolicy, { RoleName: 'untrusting', PolicyDocument: trust('999999999999') });
    await expect(assume(world, world.ana, 'untrusting')).rejects.toMatchObject({ status: 403 });
  });
});

describe('a token', () => {
  test('that is missing, altered or of another session is refused', async () => {
    await newRole('tokens');
    const { Credentials } = await world.ana.call(AssumeRole, { RoleArn: roleArn('tokens'), RoleSessionName: 'one' });
    const other = await world.ana.call(AssumeRole, { RoleArn: roleArn('tokens'), RoleSessionName: 'two' });
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
    const altered = SessionToken.slice(0, -2) + (SessionToken.endsWith('AA') ? 'BB' : 'AA');
    for (const token of [undefined, 'x', '', altered, other.Credentials?.SessionToken]) {
      await expect(world.withKey(AccessKeyId, SecretAccessKey, token).call(GetCallerIdentity, {})).rejects.toMatchObject({
        status: 403,
        code: 'InvalidClientTokenId',
      });
    }
    await expect(
      world.withKey(world.ana.accessKeyId, world.ana.secretAccessKey, SessionToken).call(GetCallerIdentity, {}),
    ).rejects.toMatchObject({ status: 403 });
    await world.withKey(AccessKeyId, SecretAccessKey, SessionToken).call(GetCallerIdentity, {});
  });

  test('of a session is no user: IAM operations without a name want one', async () => {
    const session = await assume(world, world.ana, 'tokens');
    await expect(session.call(GetUser, {})).rejects.toMatchObject({
      code: 'ValidationError',
      message: 'Must specify userName when calling with non-User credentials',
    });
  });
});

test('the audit trail tells the session, its role and who stands behind it', async () => {
  await newRole('audited');
  const session = await assume(world, world.ana, 'audited', { RoleSessionName: 'late-shift', SourceIdentity: 'ana' });
  await session.call(ListUsers, {});
  await world.door.services.trail.flush({ keyUse: true });
  const { Role } = await world.ana.call(GetRole, { RoleName: 'audited' });
  const byName = {
    entry: { attribute: 'Username', value: 'late-shift' },
    from: undefined,
    to: undefined,
    before: '',
    pageSize: 10,
  } as const;
  const { rows } = await world.database.read(acme, (tx) => lookupAuditEvents(tx, byName));
  const ofRole = { entityId: Role.RoleId, after: { time: 0, sequence: 0 }, limit: 10 };
  const acted = await world.database.read(acme, (tx) => listEventsOfEntity(tx, ofRole));
  expect(acted.map(({ event }) => event)).toEqual(rows.map(({ event }) => event));
  expect(z.looseObject({ userIdentity: z.unknown() }).parse(JSON.parse(rows[0]?.event ?? '')).userIdentity).toEqual({
    type: 'AssumedRole',
    principalId: `${Role.RoleId}:late-shift`,
    arn: `arn:aws:sts::${acme}:assumed-role/audited/late-shift`,
    accountId: acme,
    accessKeyId: session.accessKeyId,
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId: Role.RoleId, arn: roleArn('audited'), accountId: acme, userName: 'audited' },
      attributes: { creationDate: expect.stringMatching(/Z$/), mfaAuthenticated: 'false' },
      sourceIdentity: 'ana',
    },
  });
  expect(Role.RoleLastUsed).toMatchObject({ Region: 'us-east-1' });
});
