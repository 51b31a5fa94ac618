import { expect } from 'vitest';
import { allow } from '../../support/policies.ts';
import { policyAt, textAt, type Stage } from './stage.ts';

/** A group with members and policies of its own. */
export async function aGroup({ aws }: Stage): Promise<void> {
  const GroupName = 'help-desk';
  const UserName = 'kim';
  await aws('CreateGroup', { GroupName: 'desk', Path: '/staff/' });
  await aws('UpdateGroup', { GroupName: 'desk', NewGroupName: GroupName });
  expect(await aws('ListGroups', { PathPrefix: '/staff/' })).toMatchObject({ Groups: [{ GroupName }] });
  await aws('CreateUser', { UserName });
  await aws('AddUserToGroup', { GroupName, UserName });
  expect(await aws('GetGroup', { GroupName })).toMatchObject({ Users: [{ UserName }] });
  expect(await aws('ListGroupsForUser', { UserName })).toMatchObject({ Groups: [{ GroupName, Path: '/staff/' }] });

  const PolicyArn = 'arn:aws:iam::aws:policy/AmazonChimeReadOnly';
  const PolicyDocument = allow('chime:ResetPersonalPin');
  await aws('AttachGroupPolicy', { GroupName, PolicyArn });
  await aws('PutGroupPolicy', { GroupName, PolicyName: 'own', PolicyDocument });
  expect(await aws('ListAttachedGroupPolicies', { GroupName })).toMatchObject({ AttachedPolicies: [{ PolicyArn }] });
  expect(await aws('ListGroupPolicies', { GroupName })).toMatchObject({ PolicyNames: ['own'] });
  expect(policyAt(await aws('GetGroupPolicy', { GroupName, PolicyName: 'own' }), 'PolicyDocument')).toEqual(JSON.parse(PolicyDocument));
  expect(await aws('ListEntitiesForPolicy', { PolicyArn, EntityFilter: 'Group' })).toMatchObject({ PolicyGroups: [{ GroupName }] });

  await aws('DeleteGroupPolicy', { GroupName, PolicyName: 'own' });
  await aws('DetachGroupPolicy', { GroupName, PolicyArn });
  await expect(aws('DeleteGroup', { GroupName })).rejects.toThrow('must remove users from group first');
  await aws('RemoveUserFromGroup', { GroupName, UserName });
  await aws('DeleteGroup', { GroupName });
  await aws('DeleteUser', { UserName });
}

/** A managed policy with versions and tags. */
export async function aManagedPolicy({ aws }: Stage): Promise<void> {
  const created = await aws('CreatePolicy', { PolicyName: 'pins', PolicyDocument: allow('chime:GetUser'), Path: '/desk/' });
  const PolicyArn = textAt(created, 'Policy', 'Arn');
  const second = allow('chime:ResetPersonalPin');
  await aws('CreatePolicyVersion', { PolicyArn, PolicyDocument: second, SetAsDefault: true });
  expect(policyAt(await aws('GetPolicyVersion', { PolicyArn, VersionId: 'v2' }), 'PolicyVersion', 'Document')).toEqual(JSON.parse(second));
  await aws('SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v1' });
  await aws('DeletePolicyVersion', { PolicyArn, VersionId: 'v2' });
  expect(await aws('ListPolicyVersions', { PolicyArn })).toMatchObject({ Versions: [{ VersionId: 'v1', IsDefaultVersion: true }] });
  const tags = ['team', 'site'].map((Key) => ({ Key, Value: 'x' }));
  await aws('TagPolicy', { PolicyArn, Tags: tags });
  await aws('UntagPolicy', { PolicyArn, TagKeys: ['team'] });
  expect(await aws('ListPolicyTags', { PolicyArn })).toMatchObject({ Tags: [{ Key: 'site', Value: 'x' }] });
  expect(await aws('GetPolicy', { PolicyArn })).toMatchObject({ Policy: { PolicyName: 'pins', DefaultVersionId: 'v1' } });
  expect(await aws('ListPolicies', { Scope: 'Local', PathPrefix: '/desk/' })).toMatchObject({ Policies: [{ PolicyName: 'pins' }] });
  await aws('DeletePolicy', { PolicyArn });
}
