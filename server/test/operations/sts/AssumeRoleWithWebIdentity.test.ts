import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LookupEvents } from '../../../src/operations/cloudtrail/LookupEvents.ts';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { DeleteOpenIDConnectProvider } from '../../../src/operations/iam/DeleteOpenIDConnectProvider.ts';
import { ListUsers } from '../../../src/operations/iam/ListUsers.ts';
import { PutRolePolicy } from '../../../src/operations/iam/PutRolePolicy.ts';
import { AssumeRoleWithWebIdentity } from '../../../src/operations/sts/AssumeRoleWithWebIdentity.ts';
import { GetCallerIdentity } from '../../../src/operations/sts/GetCallerIdentity.ts';
import { encodeCall } from '../../support/call.ts';
import { createFederation, refusal, sessionOf, textOf, type Federation } from '../../support/federation.ts';
import type { Issuer } from '../../support/issuer.ts';
import { allow, document } from '../../support/policies.ts';
import { roleArn } from '../../support/sessions.ts';
import { acme, type World } from '../../support/world.ts';

let federation: Federation;
let world: World;
let issuer: Issuer;
let provider: string;
let prefix: string;
beforeAll(async () => {
  federation = await createFederation();
  ({ world, issuer, provider, prefix } = federation);
});
afterAll(() => federation.close());
const assume: Federation['assume'] = (...call) => federation.assume(...call);
const claims: Federation['claims'] = (more) => federation.claims(more);
const seconds = (): number => federation.seconds();
const trusting: Federation['trusting'] = (...wanted) => federation.trusting(...wanted);

describe('a token of a provider that the role trusts', () => {
  test('is answered with credentials of the role, and says whom they are for', async () => {
    const { status, text } = await assume(await issuer.sign(claims()));
    expect(status).toBe(200);
    expect(['SubjectFromWebIdentityToken', 'Audience', 'Provider', 'Arn'].map(text)).toEqual([
      'jo',
      'carillon',
      provider,
      `arn:aws:sts::${acme}:assumed-role/open/jo-laptop`,
    ]);
  });

  test('makes a session that may do what the role may, and is the role’s', async () => {
    const jo = await sessionOf(world, assume(await issuer.sign(claims())));
    expect((await jo.call(GetCallerIdentity, {})).UserId).toMatch(/^AROA\w+:jo-laptop$/);
    await jo.call(ListUsers, {});
    const bounded = await sessionOf(world, assume(await issuer.sign(claims()), 'open', { Policy: allow('iam:ListRoles') }));
    await expect(bounded.call(ListUsers, {})).rejects.toMatchObject({ status: 403 });
  });

  test('carries the provider, the subject and the audience into the session’s requests', async () => {
    const Condition = { StringEquals: { 'aws:FederatedProvider': provider, [`${prefix}:sub`]: 'jo', [`${prefix}:aud`]: 'carillon' } };
    await world.ana.call(CreateRole, { RoleName: 'asked', AssumeRolePolicyDocument: trusting() });
    await world.ana.call(PutRolePolicy, {
      RoleName: 'asked',
      PolicyName: 'own',
      PolicyDocument: document({ Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*', Condition }),
    });
    await (await sessionOf(world, assume(await issuer.sign(claims()), 'asked'))).call(ListUsers, {});
    const other = await sessionOf(world, assume(await issuer.sign(claims({ sub: 'kim' })), 'asked'));
    await expect(other.call(ListUsers, {})).rejects.toMatchObject({ status: 403 });
  });

  test('is taken for azp where it has one, and for one of several audiences that azp names', async () => {
    const { text } = await assume(await issuer.sign(claims({ aud: ['account', 'carillon'], azp: 'carillon-cli' })));
    expect(text('Audience')).toBe('carillon-cli');
  });

  test('is good up to a minute after its end, for clocks differ', async () => {
    expect((await assume(await issuer.sign(claims({ exp: seconds() - 59 })))).status).toBe(200);
  });

  test('can be rehearsed', async () => {
    expect((await assume(await issuer.sign(claims()), 'open', {}, { 'x-carillon-dry-run': 'true' })).status).toBe(200);
  });

  test('needs no signature, and one does no harm', async () => {
    const input = { RoleArn: roleArn('open'), RoleSessionName: 'jo-laptop', WebIdentityToken: await issuer.sign(claims()) };
    expect(await world.gil.call(AssumeRoleWithWebIdentity, input)).toMatchObject({ SubjectFromWebIdentityToken: 'jo' });
  });
});

describe('the trust policy decides', () => {
  const decide = async (name: string, trust: string, token: Readonly<Record<string, unknown>>): Promise<number> => {
    await world.ana.call(CreateRole, { RoleName: name, AssumeRolePolicyDocument: trust });
    return (await assume(await issuer.sign(claims(token)), name)).status;
  };

  test('by subject, audience and any other claim', async () => {
    const Condition = {
      StringEquals: { [`${prefix}:sub`]: 'jo', [`${prefix}:aud`]: 'carillon' },
      Bool: { [`${prefix}:email_verified`]: 'true' },
    };
    expect(await decide('by-claims', trusting(Condition), { email_verified: true })).toBe(200);
    expect((await assume(await issuer.sign(claims({ sub: 'kim', email_verified: true })), 'by-claims')).status).toBe(403);
    expect((await assume(await issuer.sign(claims({ email_verified: false })), 'by-claims')).status).toBe(403);
    expect((await assume(await issuer.sign(claims({ aud: 'carillon-cli', email_verified: true })), 'by-claims')).status).toBe(403);
  });

  test('by claims with several values', async () => {
    const trust = trusting({ 'ForAnyValue:StringEquals': { [`${prefix}:amr`]: 'mfa' } });
    expect(await decide('by-amr', trust, { amr: ['pwd', 'mfa'] })).toBe(200);
    expect((await assume(await issuer.sign(claims({ amr: ['pwd'] })), 'by-amr')).status).toBe(403);
  });

  test.each([
    ['another provider', () => document({ Effect: 'Allow', Principal: { Federated: `${provider}x` }, Action: 'sts:*' })],
    ['everybody in AWS', () => document({ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:*' })],
    ['the account', () => document({ Effect: 'Allow', Principal: { AWS: acme }, Action: 'sts:*' })],
    ['the provider for another action', () => trusting({}, 'sts:AssumeRole')],
    [
      'the provider, and denies the subject',
      () =>
        document(
          { Effect: 'Allow', Principal: { Federated: provider }, Action: 'sts:*' },
          { Effect: 'Deny', Principal: { Federated: provider }, Action: 'sts:*', Condition: { StringEquals: { [`${prefix}:sub`]: 'jo' } } },
        ),
    ],
  ])('a role that trusts %s is not assumed', async (what, trust) => {
    const name = `refusing-${what.replaceAll(/\W/g, '-')}`.slice(0, 64);
    await world.ana.call(CreateRole, { RoleName: name, AssumeRolePolicyDocument: trust() });
    expect(await refusal(assume(await issuer.sign(claims()), name))).toEqual([
      403,
      'AccessDenied',
      'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    ]);
  });

  test('and a role that does not exist is refused like one that trusts somebody else', async () => {
    expect((await refusal(assume(await issuer.sign(claims()), 'none')))[1]).toBe('AccessDenied');
  });

  test('the tags and the source identity in a token need permissions of their own', async () => {
    const tagged = claims({
      'https://aws.amazon.com/tags': { principal_tags: { team: ['red'] }, transitive_tag_keys: ['team'] },
      'https://aws.amazon.com/source_identity': 'jo@example.com',
    });
    expect((await refusal(assume(await issuer.sign(tagged))))[2]).toBe('Not authorized to perform sts:TagSession');
    const all = ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession', 'sts:SetSourceIdentity'];
    await world.ana.call(CreateRole, { RoleName: 'tagged', AssumeRolePolicyDocument: trusting({}, all) });
    const Condition = { StringEquals: { 'aws:PrincipalTag/team': 'red', 'aws:SourceIdentity': 'jo@example.com' } };
    await world.ana.call(PutRolePolicy, {
      RoleName: 'tagged',
      PolicyName: 'own',
      PolicyDocument: document({ Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*', Condition }),
    });
    await (await sessionOf(world, assume(await issuer.sign(tagged), 'tagged'))).call(ListUsers, {});
  });
});

test('the audit trail tells who assumed the role, and of tokens that are refused no more than where they came from', async () => {
  world.clock.advance(1_000);
  await assume(await issuer.sign(claims({ sub: 'auditee' })));
  world.clock.advance(1_000);
  await assume('nonsense');
  await world.door.services.trail.flush();
  const { Events = [] } = await world.ana.call(LookupEvents, {
    LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'AssumeRoleWithWebIdentity' }],
    MaxResults: 2,
  });
  const [refused, assumed] = Events.map(({ CloudTrailEvent = '' }): unknown => JSON.parse(CloudTrailEvent));
  expect(assumed).toMatchObject({
    userIdentity: {
      type: 'WebIdentityUser',
      principalId: `${provider}:carillon:auditee`,
      userName: 'auditee',
      identityProvider: provider,
    },
    eventSource: 'sts.amazonaws.com',
    awsRegion: 'us-east-1',
    requestParameters: { RoleArn: roleArn('open'), WebIdentityToken: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
    responseElements: { SubjectFromWebIdentityToken: 'auditee', Credentials: { SecretAccessKey: 'HIDDEN_DUE_TO_SECURITY_REASONS' } },
    recipientAccountId: acme,
  });
  expect(refused).toMatchObject({ userIdentity: { type: 'Unknown' }, errorCode: 'InvalidIdentityToken', sourceIPAddress: '203.0.113.7' });
});

test('a provider that is deleted vouches for nobody, though roles still name it', async () => {
  await world.ana.call(DeleteOpenIDConnectProvider, { OpenIDConnectProviderArn: provider });
  expect((await refusal(assume(await issuer.sign(claims())))).slice(0, 2)).toEqual([400, 'InvalidIdentityToken']);
});

test('another action without a signature is refused as before', async () => {
  const { method, target, headers, body } = encodeCall(GetCallerIdentity, {});
  const reply = await world.send({
    method,
    target,
    rawHeaders: ['host', 'carillon.test', ...Object.entries(headers).flat()],
    body: Buffer.from(`${body}&x=Action=AssumeRoleWithWebIdentity`),
  });
  expect(textOf(reply.body, 'Code')).toBe('MissingAuthenticationToken');
});
