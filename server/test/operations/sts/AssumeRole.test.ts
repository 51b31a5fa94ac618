import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { AssumeRole } from '../../../src/operations/sts/AssumeRole.ts';
import { GetCallerIdentity } from '../../../src/operations/sts/GetCallerIdentity.ts';
import { allow, document, trust } from '../../support/policies.ts';
import { assume, roleArn } from '../../support/sessions.ts';
import { acme, createWorld, globex, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  await world.ana.call(CreateRole, { RoleName: 'open', AssumeRolePolicyDocument: trust(acme), MaxSessionDuration: 7200 });
});
afterAll(() => world.close());

test('answers credentials of the role, which say who they are', async () => {
  const input = { RoleArn: roleArn('open'), RoleSessionName: 'ana@work', DurationSeconds: 900 };
  const { Credentials, AssumedRoleUser } = await world.ana.call(AssumeRole, input);
  expect(Credentials).toMatchObject({ AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/), Expiration: '2026-06-01T12:15:00Z' });
  expect(AssumedRoleUser).toEqual({
    AssumedRoleId: expect.stringMatching(/^AROA\w+:ana@work$/),
    Arn: `arn:aws:sts::${acme}:assumed-role/open/ana@work`,
  });
  const session = await assume(world, world.ana, 'open', { RoleSessionName: 'ana@work' });
  expect(await session.call(GetCallerIdentity, {})).toEqual({
    UserId: AssumedRoleUser?.AssumedRoleId,
    Account: acme,
    Arn: AssumedRoleUser?.Arn,
  });
});

test('a role that does not exist is refused like one that trusts somebody else', async () => {
  await world.ana.call(CreateRole, { RoleName: 'closed', AssumeRolePolicyDocument: trust(globex) });
  const refusal = (RoleName: string) =>
    world.ana
      .call(AssumeRole, { RoleArn: roleArn(RoleName), RoleSessionName: 'ana' })
      .catch((error: unknown) => String(error).replaceAll(RoleName, 'ROLE'));
  expect(await refusal('closed')).toContain('because no role trust policy allows the sts:AssumeRole action');
  expect(await refusal('closed')).toBe(await refusal('absent'));
});

test.each([
  ['a session longer than the role allows', { DurationSeconds: 7201 }, 'ValidationError'],
  ['a session policy that is none', { Policy: '{"Statement":[]}' }, 'MalformedPolicyDocument'],
  ['a managed policy that does not exist', { PolicyArns: [{ arn: `arn:aws:iam::${acme}:policy/none` }] }, 'ValidationError'],
  ['a transitive tag that is not given', { TransitiveTagKeys: ['team'] }, 'ValidationError'],
  [
    'tags that take too much space',
    { Tags: Array.from({ length: 50 }, (_, n) => ({ Key: `k${n}`, Value: noise(n) })) },
    'PackedPolicyTooLarge',
  ],
])('%s is refused', async (_, more, code) => {
  await expect(world.ana.call(AssumeRole, { RoleArn: roleArn('open'), RoleSessionName: 'ana', ...more })).rejects.toMatchObject({ code });
});

test('tags and a source identity need permissions of their own, in the trust policy too', async () => {
  await world.ana.call(CreateRole, {
    RoleName: 'plain',
    AssumeRolePolicyDocument: document({ Effect: 'Allow', Principal: { AWS: acme }, Action: 'sts:AssumeRole' }),
  });
  await assume(world, world.ana, 'plain');
  await expect(assume(world, world.ana, 'plain', { Tags: [{ Key: 'a', Value: 'b' }] })).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining('sts:TagSession'),
  });
  await expect(assume(world, world.ana, 'plain', { SourceIdentity: 'ana' })).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining('sts:SetSourceIdentity'),
  });
});

test('an external id that the trust policy wants must be given', async () => {
  const AssumeRolePolicyDocument = trust(globex, { Condition: { StringEquals: { 'sts:ExternalId': 'secret' } } });
  await world.ana.call(CreateRole, { RoleName: 'for-globex', AssumeRolePolicyDocument });
  await expect(assume(world, world.gil, 'for-globex', { ExternalId: 'guess' })).rejects.toMatchObject({ status: 403 });
  const session = await assume(world, world.gil, 'for-globex', { ExternalId: 'secret' });
  expect(await session.call(GetCallerIdentity, {})).toMatchObject({ Account: acme });
});

test('a session that lasted its time is over', async () => {
  const session = await assume(world, world.ana, 'open', { DurationSeconds: 900, Policy: allow('*') });
  world.clock.advance(899_000);
  await session.call(GetCallerIdentity, {});
  world.clock.advance(1_000);
  await expect(session.call(GetCallerIdentity, {})).rejects.toMatchObject({ status: 403, code: 'ExpiredToken' });
});

/** Text that does not compress. */
function noise(seed: number): string {
  let state = seed + 1;
  return Array.from({ length: 250 }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return (state % 36).toString(36);
  }).join('');
}
