import { expect } from 'vitest';
import { allow } from '../../support/policies.ts';
import { callerOf, policyAt, type Stage } from './stage.ts';

const managed = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess';

/** A user comes, has everything a user can have, and goes. */
export async function aUser({ aws, account }: Stage): Promise<void> {
  const UserName = 'jo';
  await aws('CreateUser', { UserName: 'joe', Path: '/staff/', Tags: [{ Key: 'site', Value: 'north' }] });
  await aws('UpdateUser', { UserName: 'joe', NewUserName: UserName });
  await aws('TagUser', { UserName, Tags: [{ Key: 'team', Value: 'red' }] });
  await aws('UntagUser', { UserName, TagKeys: ['site'] });
  expect(await aws('ListUserTags', { UserName })).toMatchObject({ Tags: [{ Key: 'team', Value: 'red' }] });
  expect(await aws('ListUsers', { PathPrefix: '/staff/' })).toMatchObject({ Users: [{ UserName }] });

  const PolicyDocument = allow('iam:ChangePassword');
  await aws('PutUserPolicy', { UserName, PolicyName: 'own', PolicyDocument });
  expect(policyAt(await aws('GetUserPolicy', { UserName, PolicyName: 'own' }), 'PolicyDocument')).toEqual(JSON.parse(PolicyDocument));
  expect(await aws('ListUserPolicies', { UserName })).toMatchObject({ PolicyNames: ['own'] });
  await aws('AttachUserPolicy', { UserName, PolicyArn: managed });
  expect(await aws('ListAttachedUserPolicies', { UserName })).toMatchObject({ AttachedPolicies: [{ PolicyArn: managed }] });
  await aws('PutUserPermissionsBoundary', { UserName, PermissionsBoundary: 'arn:aws:iam::aws:policy/AdministratorAccess' });
  expect(await aws('GetUser', { UserName })).toMatchObject({
    User: {
      Arn: `arn:aws:iam::${account}:user/staff/jo`,
      PermissionsBoundary: { PermissionsBoundaryArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    },
  });

  const key = callerOf(await aws('CreateAccessKey', { UserName }));
  await aws('CreateLoginProfile', { UserName, Password: 'Correct-Horse-9', PasswordResetRequired: false });
  await aws('ChangePassword', { OldPassword: 'Correct-Horse-9', NewPassword: 'Battery-Staple-8' }, key);
  expect(await aws('GetAccessKeyLastUsed', { AccessKeyId: key.accessKeyId })).toMatchObject({ UserName });
  await aws('UpdateLoginProfile', { UserName, PasswordResetRequired: true });
  expect(await aws('GetLoginProfile', { UserName })).toMatchObject({ LoginProfile: { UserName, PasswordResetRequired: true } });
  await aws('UpdateAccessKey', { UserName, AccessKeyId: key.accessKeyId, Status: 'Inactive' });
  expect(await aws('ListAccessKeys', { UserName })).toMatchObject({ AccessKeyMetadata: [{ Status: 'Inactive' }] });

  await expect(aws('DeleteUser', { UserName })).rejects.toThrow('Cannot delete entity');
  await aws('DeleteAccessKey', { UserName, AccessKeyId: key.accessKeyId });
  await aws('DeleteLoginProfile', { UserName });
  await aws('DeleteUserPermissionsBoundary', { UserName });
  await aws('DetachUserPolicy', { UserName, PolicyArn: managed });
  await aws('DeleteUserPolicy', { UserName, PolicyName: 'own' });
  await aws('DeleteUser', { UserName });
  await expect(aws('GetUser', { UserName })).rejects.toThrow('cannot be found');
}
