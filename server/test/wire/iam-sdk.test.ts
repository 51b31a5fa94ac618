import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  ChangePasswordCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DetachGroupPolicyCommand,
  GetAccessKeyLastUsedCommand,
  GetGroupCommand,
  GetGroupPolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  IAMClient,
  ListAttachedGroupPoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListGroupPoliciesCommand,
  ListGroupsForUserCommand,
  ListPoliciesCommand,
  ListPolicyTagsCommand,
  ListPolicyVersionsCommand,
  paginateGetGroup,
  PutGroupPolicyCommand,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
  SetDefaultPolicyVersionCommand,
  TagPolicyCommand,
  UntagPolicyCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { present } from '../support/members.ts';
import type { Credential } from '../support/peers.ts';
import { allow } from '../support/policies.ts';
import { createHome, readFirstRun, startServer, type Home, type RunningServer } from '../support/server.ts';

// One story: each test goes on where the one before it ended.
describe('@aws-sdk/client-iam administers groups and managed policies', () => {
  let home: Home;
  let server: RunningServer;
  let admin: IAMClient;
  let jo: IAMClient;
  let PolicyArn: string;
  const GroupName = 'help-desk';
  const PolicyName = 'pins';
  const UserName = 'jo';

  beforeAll(async () => {
    home = await createHome();
    server = await startServer(home);
    admin = clientOf(server, readFirstRun(home));
  });
  afterAll(async () => {
    await server.stop();
    home.remove();
  });

  test('a group with members, found from both sides and by pages', async () => {
    await admin.send(new CreateGroupCommand({ GroupName, Path: '/staff/' }));
    for (const name of [UserName, 'kim']) {
      await admin.send(new CreateUserCommand({ UserName: name }));
      await admin.send(new AddUserToGroupCommand({ GroupName, UserName: name }));
    }
    const names: unknown[] = [];
    for await (const { Users } of paginateGetGroup({ client: admin, pageSize: 1 }, { GroupName })) names.push(...present(Users));
    expect(names).toMatchObject([{ UserName }, { UserName: 'kim' }]);
    await admin.send(new UpdateGroupCommand({ GroupName, NewGroupName: 'desk' }));
    await admin.send(new UpdateGroupCommand({ GroupName: 'desk', NewGroupName: GroupName }));
    await admin.send(new RemoveUserFromGroupCommand({ GroupName, UserName: 'kim' }));
    expect((await admin.send(new GetGroupCommand({ GroupName }))).Users).toMatchObject([{ UserName }]);
    expect((await admin.send(new ListGroupsForUserCommand({ UserName }))).Groups).toMatchObject([{ GroupName, Path: '/staff/' }]);
  });

  test('a managed policy with versions and tags', async () => {
    const { Policy } = await admin.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: allow('chime:GetUser') }));
    PolicyArn = present(Policy?.Arn);
    const second = allow('chime:ResetPersonalPin');
    await admin.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: second, SetAsDefault: true }));
    const { PolicyVersion } = await admin.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));
    expect(decodeURIComponent(present(PolicyVersion?.Document))).toBe(second);
    await admin.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
    await admin.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));
    expect((await admin.send(new ListPolicyVersionsCommand({ PolicyArn }))).Versions).toMatchObject([{ VersionId: 'v1' }]);
    await admin.send(
      new TagPolicyCommand({
        PolicyArn,
        Tags: [
          { Key: 'team', Value: 'red' },
          { Key: 'site', Value: 'north' },
        ],
      }),
    );
    await admin.send(new UntagPolicyCommand({ PolicyArn, TagKeys: ['team'] }));
    expect((await admin.send(new ListPolicyTagsCommand({ PolicyArn }))).Tags).toEqual([{ Key: 'site', Value: 'north' }]);
    expect((await admin.send(new GetPolicyCommand({ PolicyArn }))).Policy).toMatchObject({ PolicyName, DefaultVersionId: 'v1' });
    expect((await admin.send(new ListPoliciesCommand({ Scope: 'Local' }))).Policies).toMatchObject([{ PolicyName }]);
  });

  test('policies of the group, attached and its own', async () => {
    await admin.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn }));
    const own = allow('iam:ListGroups');
    await admin.send(new PutGroupPolicyCommand({ GroupName, PolicyName: 'own', PolicyDocument: own }));
    expect((await admin.send(new ListAttachedGroupPoliciesCommand({ GroupName }))).AttachedPolicies).toMatchObject([{ PolicyName }]);
    expect((await admin.send(new ListGroupPoliciesCommand({ GroupName }))).PolicyNames).toEqual(['own']);
    const { PolicyDocument } = await admin.send(new GetGroupPolicyCommand({ GroupName, PolicyName: 'own' }));
    expect(decodeURIComponent(present(PolicyDocument))).toBe(own);
    expect((await admin.send(new ListEntitiesForPolicyCommand({ PolicyArn }))).PolicyGroups).toMatchObject([{ GroupName }]);
  });

  test('a member changes the own password, and the use of the key shows', async () => {
    await admin.send(new CreateLoginProfileCommand({ UserName, Password: 'Correct-Horse-9' }));
    const change = allow('iam:ChangePassword');
    await admin.send(new PutUserPolicyCommand({ UserName, PolicyName: 'change', PolicyDocument: change }));
    const { AccessKey } = await admin.send(new CreateAccessKeyCommand({ UserName }));
    const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = present(AccessKey);
    jo = clientOf(server, { accessKeyId, secretAccessKey });
    await jo.send(new ChangePasswordCommand({ OldPassword: 'Correct-Horse-9', NewPassword: 'Battery-Staple-8' }));
    const used = await admin.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: accessKeyId }));
    expect(used).toMatchObject({ UserName });
  });

  test('takes everything away again, in the order that AWS wants', async () => {
    await expect(admin.send(new DeletePolicyCommand({ PolicyArn }))).rejects.toMatchObject({ name: 'DeleteConflictException' });
    await admin.send(new DetachGroupPolicyCommand({ GroupName, PolicyArn }));
    await admin.send(new DeletePolicyCommand({ PolicyArn }));
    await admin.send(new DeleteGroupPolicyCommand({ GroupName, PolicyName: 'own' }));
    await expect(admin.send(new DeleteGroupCommand({ GroupName }))).rejects.toMatchObject({ name: 'DeleteConflictException' });
    await admin.send(new RemoveUserFromGroupCommand({ GroupName, UserName }));
    await admin.send(new DeleteGroupCommand({ GroupName }));
    await expect(admin.send(new GetGroupCommand({ GroupName }))).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });
});

function clientOf({ url }: RunningServer, { accessKeyId, secretAccessKey }: Credential): IAMClient {
  return new IAMClient({ endpoint: url, region: 'us-east-1', credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 });
}
