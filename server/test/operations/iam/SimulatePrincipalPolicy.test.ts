import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AddUserToGroup } from '../../../src/operations/iam/AddUserToGroup.ts';
import { CreateGroup } from '../../../src/operations/iam/CreateGroup.ts';
import { CreatePolicy } from '../../../src/operations/iam/CreatePolicy.ts';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { CreateUser } from '../../../src/operations/iam/CreateUser.ts';
import { AttachUserPolicy } from '../../../src/operations/iam/AttachUserPolicy.ts';
import { PutGroupPolicy } from '../../../src/operations/iam/PutGroupPolicy.ts';
import { PutRolePolicy } from '../../../src/operations/iam/PutRolePolicy.ts';
import { PutUserPermissionsBoundary } from '../../../src/operations/iam/PutUserPermissionsBoundary.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { SimulatePrincipalPolicy } from '../../../src/operations/iam/SimulatePrincipalPolicy.ts';
import { attachScp, insertNode, placeAccount } from '../../../src/store/organization.ts';
import { beginIdentityChange } from '../../../src/store/principals.ts';
import { allow, document } from '../../support/policies.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  const { ana } = world;
  await ana.call(CreateUser, { UserName: 'cy' });
  await ana.call(PutUserPolicy, { UserName: 'cy', PolicyName: 'own', PolicyDocument: allow('chime:GetUser') });
  await ana.call(CreateGroup, { GroupName: 'desk' });
  await ana.call(PutGroupPolicy, { GroupName: 'desk', PolicyName: 'own', PolicyDocument: allow('chime:ResetPersonalPin') });
  await ana.call(AddUserToGroup, { GroupName: 'desk', UserName: 'cy' });
  await ana.call(CreatePolicy, { PolicyName: 'lists', Path: '/chime/', PolicyDocument: allow('chime:ListUsers') });
  await ana.call(AttachUserPolicy, { UserName: 'cy', PolicyArn: `arn:aws:iam::${acme}:policy/chime/lists` });
  await ana.call(AttachUserPolicy, { UserName: 'cy', PolicyArn: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' });
});
afterAll(() => world.close());

const cy = `arn:aws:iam::${acme}:user/cy`;
const simulate = async (ActionNames: string[], more: object = {}) =>
  (await world.ana.call(SimulatePrincipalPolicy, { PolicySourceArn: cy, ActionNames, ...more })).EvaluationResults;

test('each statement names the policy it is in: the user’s, a group’s, a customer’s, AWS’s', async () => {
  const results = await simulate(['chime:GetUser', 'chime:ResetPersonalPin', 'chime:ListUsers', 'iam:ListUsers', 'chime:DeleteAccount']);
  const sources = results.map(({ MatchedStatements }) =>
    MatchedStatements.map(({ SourcePolicyId, SourcePolicyType }) => `${SourcePolicyType} ${SourcePolicyId}`),
  );
  expect(sources).toEqual([['user user_cy_own'], ['group group_desk_own'], ['user-managed lists'], ['aws-managed IAMReadOnlyAccess'], []]);
  expect(results.map(({ EvalDecision }) => EvalDecision)).toEqual(['allowed', 'allowed', 'allowed', 'allowed', 'implicitDeny']);
});

test('a policy in the call is tried on top of those in force', async () => {
  const PolicyInputList = [document({ Effect: 'Deny', Action: 'chime:Get*', Resource: '*' })];
  expect(await simulate(['chime:GetUser'], { PolicyInputList })).toMatchObject([
    { EvalDecision: 'explicitDeny', MatchedStatements: [{ SourcePolicyId: 'PolicyInputList.1', SourcePolicyType: 'none' }] },
  ]);
});

test('what follows from the user is known, and what the request would bring is missing', async () => {
  const Condition = { StringEquals: { 'aws:username': 'cy' }, IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } };
  const PolicyInputList = [document({ Effect: 'Allow', Action: 'chime:DeleteAccount', Resource: '*', Condition })];
  expect(await simulate(['chime:DeleteAccount'], { PolicyInputList })).toMatchObject([
    { EvalDecision: 'implicitDeny', MissingContextValues: ['aws:SourceIp'] },
  ]);
  const ContextEntries = [{ ContextKeyName: 'aws:SourceIp', ContextKeyValues: ['203.0.113.9'], ContextKeyType: 'ip' }];
  expect(await simulate(['chime:DeleteAccount'], { PolicyInputList, ContextEntries })).toMatchObject([
    { EvalDecision: 'allowed', MissingContextValues: [] },
  ]);
  const CallerArn = `arn:aws:iam::${acme}:user/bo`;
  expect(await simulate(['chime:DeleteAccount'], { PolicyInputList, ContextEntries, CallerArn })).toMatchObject([
    { EvalDecision: 'implicitDeny' },
  ]);
});

test('a permissions boundary that is in force has its say, and one in the call replaces it', async () => {
  await world.ana.call(CreateUser, { UserName: 'di' });
  await world.ana.call(PutUserPolicy, { UserName: 'di', PolicyName: 'own', PolicyDocument: allow('chime:*') });
  await world.ana.call(PutUserPermissionsBoundary, { UserName: 'di', PermissionsBoundary: 'arn:aws:iam::aws:policy/AmazonChimeReadOnly' });
  const PolicySourceArn = `arn:aws:iam::${acme}:user/di`;
  expect(await simulate(['chime:GetUser', 'chime:DeleteAccount'], { PolicySourceArn })).toMatchObject([
    { EvalDecision: 'allowed', PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: true } },
    { EvalDecision: 'implicitDeny', PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: false } },
  ]);
  expect(
    await simulate(['chime:DeleteAccount'], { PolicySourceArn, PermissionsBoundaryPolicyInputList: [allow('chime:*')] }),
  ).toMatchObject([{ EvalDecision: 'allowed' }]);
});

describe('groups and roles', () => {
  test('are simulated by their own policies', async () => {
    await world.ana.call(CreateRole, {
      RoleName: 'ops',
      AssumeRolePolicyDocument: document({ Effect: 'Allow', Principal: { AWS: acme }, Action: 'sts:AssumeRole' }),
    });
    await world.ana.call(PutRolePolicy, { RoleName: 'ops', PolicyName: 'own', PolicyDocument: allow('chime:Delete*') });
    expect(await simulate(['chime:DeleteAccount'], { PolicySourceArn: `arn:aws:iam::${acme}:role/ops` })).toMatchObject([
      { EvalDecision: 'allowed', MatchedStatements: [{ SourcePolicyId: 'role_ops_own', SourcePolicyType: 'role' }] },
    ]);
    expect(
      await simulate(['chime:ResetPersonalPin', 'chime:GetUser'], { PolicySourceArn: `arn:aws:iam::${acme}:group/desk` }),
    ).toMatchObject([{ EvalDecision: 'allowed' }, { EvalDecision: 'implicitDeny' }]);
  });
});

test('somebody of another AWS account is not found', async () => {
  await expect(world.gil.call(SimulatePrincipalPolicy, { PolicySourceArn: cy, ActionNames: ['chime:GetUser'] })).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
  });
});

test('service control policies have their say, and are told of without being shown', async () => {
  const root = { id: 'r-abcd', organization_id: 'o-abcdefghij', parent_id: null, name: 'Root', createdAt: 0 };
  await world.database.write('', async (tx) => {
    const change = await beginIdentityChange(tx);
    await insertNode(change, root);
    await placeAccount(change, { awsAccountId: acme, nodeId: root.id, joinedAt: 0 });
    const text = document({ Effect: 'Allow', Action: '*', Resource: '*' }, { Effect: 'Deny', Action: 'chime:GetUser', Resource: '*' });
    for (const targetId of [root.id, acme]) await attachScp(change, { targetId, name: 'guard', document: text, attachedAt: 0 });
  });
  expect(await simulate(['chime:GetUser', 'chime:ListUsers'])).toMatchObject([
    { EvalDecision: 'explicitDeny', MatchedStatements: [], OrganizationsDecisionDetail: { AllowedByOrganizations: false } },
    { EvalDecision: 'allowed', OrganizationsDecisionDetail: { AllowedByOrganizations: true } },
  ]);
});
