import { afterAll, beforeAll, expect, test } from 'vitest';
import { why } from '../../../src/cli/why.ts';
import { ListUsers } from '../../../src/operations/chime/ListUsers.ts';
import { SuspendUsers } from '../../../src/operations/chime/SuspendUsers.ts';
import { CreateRole } from '../../../src/operations/iam/CreateRole.ts';
import { GetRequestAuthorizationDetails } from '../../../src/operations/iam/GetRequestAuthorizationDetails.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { DecodeAuthorizationMessage } from '../../../src/operations/sts/DecodeAuthorizationMessage.ts';
import { attachScp, insertNode, placeAccount } from '../../../src/store/organization.ts';
import { beginIdentityChange } from '../../../src/store/principals.ts';
import { runCommand } from '../../support/command.ts';
import { AssumeRole } from '../../../src/operations/sts/AssumeRole.ts';
import { allow, chimeReadOnly, document } from '../../support/policies.ts';
import { acme, createWorld, globex, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

const guard =
  '{\n  "Version": "2012-10-17",\n  "Statement": [\n    { "Sid": "Office", "Effect": "Deny", "Action": "chime:ListUsers", "Resource": "*",\n      "Condition": { "NotIpAddress": { "aws:SourceIp": "10.0.0.0/8" } } }\n  ]\n}';

test('tells an administrator what decided, where it stands, what it wanted and got, and what would change it', async () => {
  await world.ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'guard', PolicyDocument: guard });
  const AuthorizationId = await refuse(() => world.bo.attempt(ListUsers, { AccountId: 'x' }));
  const name = `arn:aws:iam::${acme}:user/bo (inline policy guard)`;
  expect(await world.ana.call(GetRequestAuthorizationDetails, { AuthorizationId })).toMatchObject({
    AuthorizationId,
    Date: '2026-06-01T12:00:00Z',
    PrincipalArn: `arn:aws:iam::${acme}:user/bo`,
    Action: 'chime:ListUsers',
    Resource: '*',
    Decision: 'explicitDeny',
    PolicyType: 'IdentityPolicy',
    Message: `User: arn:aws:iam::${acme}:user/bo is not authorized to perform: chime:ListUsers on resource: * with an explicit deny in an identity-based policy: ${name}`,
    Context: expect.arrayContaining([{ Key: 'aws:SourceIp', Values: ['203.0.113.7'] }]),
    Layers: [
      {
        PolicyType: 'IdentityPolicy',
        Outcome: 'denies',
        Statements: [
          {
            PolicyName: name,
            StatementIndex: 0,
            Sid: 'Office',
            Effect: 'Deny',
            Applies: true,
            Line: 4,
            Column: 5,
            Conditions: [
              { Operator: 'NotIpAddress', Key: 'aws:SourceIp', Holds: true, Wanted: ['10.0.0.0/8'], Given: ['203.0.113.7'], Line: 5 },
            ],
          },
          { PolicyName: chimeReadOnly, Effect: 'Allow', Applies: true },
        ],
      },
    ],
    Changes: [{ PolicyName: name, IsCopy: false, Before: guard, After: guard.replace('"10.0.0.0/8"', '["10.0.0.0/8", "203.0.113.7/32"]') }],
    Policies: [{ PolicyName: name, Document: guard }, { PolicyName: chimeReadOnly }],
  });
  await world.ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'guard', PolicyDocument: allow('chime:GetUser') });
});

test('the change it suggests works', async () => {
  const AuthorizationId = await refuse(() => world.bo.attempt(SuspendUsers, { AccountId: 'x', UserIdList: ['y'] }));
  const { Changes: [change] = [] } = await world.ana.call(GetRequestAuthorizationDetails, { AuthorizationId });
  expect(change).toMatchObject({ PolicyName: `arn:aws:iam::${acme}:user/bo (inline policy guard)` });
  await world.ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'guard', PolicyDocument: change?.After ?? '' });
  expect((await world.bo.attempt(SuspendUsers, { AccountId: 'x', UserIdList: ['y'] })).status).toBe(404);
});

test('the refusal is explained by the policies of its moment, whatever they are now', async () => {
  await world.ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'guard', PolicyDocument: guard });
  const AuthorizationId = await refuse(() => world.bo.attempt(ListUsers, { AccountId: 'x' }));
  await world.ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'guard', PolicyDocument: allow('chime:GetUser') });
  expect(await world.ana.call(GetRequestAuthorizationDetails, { AuthorizationId })).toMatchObject({
    Decision: 'explicitDeny',
    Policies: [{ Document: guard }, {}],
  });
});

test('403 for whoever may not read every policy, the refused caller included', async () => {
  const AuthorizationId = await refuse(() => world.bo.attempt(SuspendUsers, { AccountId: 'x', UserIdList: [] }));
  const statements = ['GetRequestAuthorizationDetails', 'GetUserPolicy', 'GetGroupPolicy', 'GetRolePolicy'].map((action) => ({
    Effect: 'Allow',
    Action: `iam:${action}`,
    Resource: '*',
  }));
  const onePolicy = { Effect: 'Allow', Action: 'iam:GetPolicyVersion', Resource: `arn:aws:iam::${acme}:policy/one` };
  await world.ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'reads', PolicyDocument: document(...statements, onePolicy) });
  await expect(world.bo.call(GetRequestAuthorizationDetails, { AuthorizationId })).rejects.toMatchObject({
    status: 403,
    message: `User: arn:aws:iam::${acme}:user/bo is not authorized to perform: iam:GetPolicyVersion on resource: arn:aws:iam::${acme}:policy/* because no identity-based policy allows the iam:GetPolicyVersion action`,
  });
});

test('404 for a refusal of another AWS account, for one that never was, and after 24 hours', async () => {
  const AuthorizationId = await refuse(() => world.bo.attempt(SuspendUsers, { AccountId: 'x', UserIdList: [] }));
  const absent = {
    status: 404,
    code: 'NoSuchEntity',
    message: `No refusal of the last 24 hours has the authorization id ${AuthorizationId}.`,
  };
  await expect(world.gil.call(GetRequestAuthorizationDetails, { AuthorizationId })).rejects.toMatchObject(absent);
  world.clock.advance(24 * 60 * 60 * 1000 - 1);
  expect(await world.ana.call(GetRequestAuthorizationDetails, { AuthorizationId })).toMatchObject({ AuthorizationId });
  world.clock.advance(1);
  await expect(world.ana.call(GetRequestAuthorizationDetails, { AuthorizationId })).rejects.toMatchObject(absent);
});

test('says nothing of what the role of another AWS account trusts', async () => {
  const trust = { Sid: 'Secret', Effect: 'Allow', Principal: { AWS: globex }, Action: 'sts:AssumeRole' };
  await world.gil.call(CreateRole, { RoleName: 'theirs', AssumeRolePolicyDocument: document(trust) });
  const RoleArn = `arn:aws:iam::${globex}:role/theirs`;
  const AuthorizationId = await refuse(() => world.ana.attempt(AssumeRole, { RoleArn, RoleSessionName: 'ana' }));
  const details = await world.ana.call(GetRequestAuthorizationDetails, { AuthorizationId });
  expect(details).toMatchObject({ PolicyType: 'RoleTrustPolicy', Resource: RoleArn, Changes: undefined });
  expect(JSON.stringify(details)).not.toContain('Secret');
});

test('tells the verdict of service control policies, not what they say; the operator of the host sees it all', async () => {
  const root = { id: 'r-abcd', organization_id: 'o-abcdefghij', parent_id: null, name: 'Root', createdAt: 0 };
  await world.database.write('', async (tx) => {
    const change = await beginIdentityChange(tx);
    await insertNode(change, root);
    await placeAccount(change, { awsAccountId: acme, nodeId: root.id, joinedAt: 0 });
    const all = { Effect: 'Allow', Action: '*', Resource: '*' };
    for (const targetId of [root.id, acme]) await attachScp(change, { targetId, name: 'all', document: document(all), attachedAt: 0 });
    const text = document(all, { Sid: 'Hidden', Effect: 'Deny', Action: 'chime:ListUsers', Resource: '*' });
    await attachScp(change, { targetId: root.id, name: 'guard', document: text, attachedAt: 0 });
  });
  world.door.services.identities.forgetAll();
  const AuthorizationId = await refuse(() => world.bo.attempt(ListUsers, { AccountId: 'x' }));
  const details = await world.ana.call(GetRequestAuthorizationDetails, { AuthorizationId });
  expect(details).toMatchObject({
    PolicyType: 'ServiceControlPolicy',
    Layers: [
      { PolicyType: 'ServiceControlPolicy', Outcome: 'denies', Statements: [] },
      { Outcome: 'allows', Statements: [] },
      { PolicyType: 'IdentityPolicy' },
    ],
    Changes: [{ PolicyType: 'ServiceControlPolicy', Summaries: ['Ask the administrators of the organisation to allow it.'] }],
  });
  const { DecodedMessage } = await world.ana.call(DecodeAuthorizationMessage, { EncodedMessage: AuthorizationId });
  expect(`${JSON.stringify(details)}${DecodedMessage}`).not.toContain('Hidden');
  expect((await runCommand(world, why, [AuthorizationId])).join('\n')).toContain('Hidden');
});

/** The authorization id of a refused call. */
async function refuse(call: () => Promise<{ status: number; headers: Readonly<Record<string, string>> }>): Promise<string> {
  const { status, headers } = await call();
  expect(status).toBe(403);
  await world.door.services.trail.flush();
  return headers['x-carillon-authorization-id'] ?? '';
}
