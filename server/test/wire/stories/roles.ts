import { expect, vi } from 'vitest';
import { allow, document, trust } from '../../support/policies.ts';
import { callerOf, patience, policyAt, textAt, type Stage } from './stage.ts';

/** A role, its sessions, and why one of them is refused something. */
export async function aRole({ aws, account, takesOverlay }: Stage): Promise<void> {
  const RoleName = 'operator';
  const PolicyArn = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess';
  const PolicyDocument = allow('sts:*');
  await aws('CreateRole', { RoleName, AssumeRolePolicyDocument: trust('arn:aws:iam::999999999999:root') });
  await aws('UpdateAssumeRolePolicy', { RoleName, PolicyDocument: trust(account) });
  await aws('UpdateRoleDescription', { RoleName, Description: 'Runs it' });
  await aws('UpdateRole', { RoleName, Description: 'Runs all of it', MaxSessionDuration: 7200 });
  await aws('TagRole', { RoleName, Tags: ['team', 'site'].map((Key) => ({ Key, Value: 'x' })) });
  await aws('UntagRole', { RoleName, TagKeys: ['team'] });
  expect(await aws('ListRoleTags', { RoleName })).toMatchObject({ Tags: [{ Key: 'site', Value: 'x' }] });
  await aws('AttachRolePolicy', { RoleName, PolicyArn });
  expect(await aws('ListAttachedRolePolicies', { RoleName })).toMatchObject({ AttachedPolicies: [{ PolicyArn }] });
  await aws('PutRolePolicy', { RoleName, PolicyName: 'own', PolicyDocument });
  expect(await aws('ListRolePolicies', { RoleName })).toMatchObject({ PolicyNames: ['own'] });
  expect(policyAt(await aws('GetRolePolicy', { RoleName, PolicyName: 'own' }), 'PolicyDocument')).toEqual(JSON.parse(PolicyDocument));
  await aws('PutRolePermissionsBoundary', { RoleName, PermissionsBoundary: 'arn:aws:iam::aws:policy/AdministratorAccess' });
  const role = await aws('GetRole', { RoleName });
  expect(role).toMatchObject({
    Role: {
      Description: 'Runs all of it',
      MaxSessionDuration: 7200,
      PermissionsBoundary: { PermissionsBoundaryArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    },
  });
  expect(policyAt(role, 'Role', 'AssumeRolePolicyDocument')).toEqual(JSON.parse(trust(account)));
  expect(await aws('ListRoles')).toMatchObject({ Roles: [{ RoleName }] });

  const RoleArn = textAt(role, 'Role', 'Arn');
  const Policy = document({ Effect: 'Allow', Action: ['sts:*', 'iam:ListRoles'], Resource: '*' });
  const session = callerOf(await aws('AssumeRole', { RoleArn, RoleSessionName: 'late', Policy, Tags: [{ Key: 'team', Value: 'red' }] }));
  expect(await aws('GetCallerIdentity', {}, session)).toMatchObject({ Arn: `arn:aws:sts::${account}:assumed-role/operator/late` });
  await aws('ListRoles', {}, session);
  const refusal = await aws('ListUsers', {}, session).then(String, String);
  expect(refusal).toContain('because no session policy allows the iam:ListUsers action');
  const EncodedMessage = /\/why\/([0-9a-f-]{36})/.exec(refusal)?.[1];
  // Refusals are stored a moment later.
  const decoded = await vi.waitFor(async () => aws('DecodeAuthorizationMessage', { EncodedMessage }), patience);
  expect(JSON.parse(textAt(decoded, 'DecodedMessage'))).toMatchObject({ allowed: false, context: { action: 'iam:ListUsers' } });
  if (takesOverlay) {
    const refused = { AuthorizationId: EncodedMessage };
    expect(await aws('GetRequestAuthorizationClass', refused, session)).toMatchObject({ PolicyType: 'SessionPolicy' });
    const may = await aws('GetCallerPermissions', { ActionNames: ['chime:DeleteAccount'] }, session);
    expect(may).toMatchObject({ Permissions: [{ Action: 'chime:DeleteAccount', Decision: 'implicitDeny' }] });
    expect(await aws('GetRequestAuthorizationDetails', refused)).toMatchObject({
      Decision: 'implicitDeny',
      Layers: expect.arrayContaining([expect.objectContaining({ PolicyType: 'SessionPolicy', Outcome: 'silent' })]),
      Changes: [{ PolicyType: 'SessionPolicy', After: expect.stringContaining('iam:ListUsers') }],
    });
  }

  await aws('DeleteRolePermissionsBoundary', { RoleName });
  await aws('DeleteRolePolicy', { RoleName, PolicyName: 'own' });
  await expect(aws('DeleteRole', { RoleName })).rejects.toThrow('must detach all policies first');
  await aws('DetachRolePolicy', { RoleName, PolicyArn });
  await aws('DeleteRole', { RoleName });
}

/** A provider of identities, and a session by a token of it. */
export async function anIdentityProvider({ aws, account, provider: { issuer, thumbprint, signIn } }: Stage): Promise<void> {
  const created = await aws('CreateOpenIDConnectProvider', { Url: issuer, ClientIDList: ['other'], ThumbprintList: ['0'.repeat(40)] });
  const OpenIDConnectProviderArn = textAt(created, 'OpenIDConnectProviderArn');
  await aws('AddClientIDToOpenIDConnectProvider', { OpenIDConnectProviderArn, ClientID: 'carillon' });
  await aws('RemoveClientIDFromOpenIDConnectProvider', { OpenIDConnectProviderArn, ClientID: 'other' });
  await aws('UpdateOpenIDConnectProviderThumbprint', { OpenIDConnectProviderArn, ThumbprintList: [thumbprint] });
  await aws('TagOpenIDConnectProvider', { OpenIDConnectProviderArn, Tags: ['team', 'site'].map((Key) => ({ Key, Value: 'x' })) });
  await aws('UntagOpenIDConnectProvider', { OpenIDConnectProviderArn, TagKeys: ['team'] });
  expect(await aws('ListOpenIDConnectProviderTags', { OpenIDConnectProviderArn })).toMatchObject({ Tags: [{ Key: 'site' }] });
  expect(await aws('GetOpenIDConnectProvider', { OpenIDConnectProviderArn })).toMatchObject({
    ClientIDList: ['carillon'],
    ThumbprintList: [thumbprint],
  });
  expect(await aws('ListOpenIDConnectProviders')).toMatchObject({ OpenIDConnectProviderList: [{ Arn: OpenIDConnectProviderArn }] });

  const RoleName = 'staff';
  const statement = { Effect: 'Allow', Principal: { Federated: OpenIDConnectProviderArn }, Action: 'sts:AssumeRoleWithWebIdentity' };
  const role = await aws('CreateRole', { RoleName, AssumeRolePolicyDocument: document(statement) });
  const input = { RoleArn: textAt(role, 'Role', 'Arn'), RoleSessionName: 'jo', WebIdentityToken: await signIn('jo@example.com') };
  const answer = await aws('AssumeRoleWithWebIdentity', input, 'nobody');
  expect(answer).toMatchObject({ SubjectFromWebIdentityToken: 'jo@example.com' });
  expect(await aws('GetCallerIdentity', {}, callerOf(answer))).toMatchObject({ Arn: `arn:aws:sts::${account}:assumed-role/staff/jo` });
  await aws('DeleteRole', { RoleName });
  await aws('DeleteOpenIDConnectProvider', { OpenIDConnectProviderArn });
}
