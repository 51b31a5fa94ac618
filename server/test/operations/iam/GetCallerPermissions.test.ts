import { afterAll, beforeAll, expect, test } from 'vitest';
import { GetCallerPermissions } from '../../../src/operations/iam/GetCallerPermissions.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('everybody learns without any permission which actions they may call, and which kind of policy refuses the others', async () => {
  await world.ana.call(PutUserPolicy, {
    UserName: 'bo',
    PolicyName: 'no-domains',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Deny', Action: 'chime:ListDomains', Resource: '*' } }),
  });
  expect(
    await world.bo.call(GetCallerPermissions, {
      ActionNames: ['chime:ListUsers', 'chime:ListDomains', 'chime:SuspendUsers', 'iam:CreateUser'],
    }),
  ).toEqual({
    Permissions: [
      { Action: 'chime:ListUsers', Decision: 'allowed' },
      { Action: 'chime:ListDomains', Decision: 'explicitDeny', PolicyType: 'IdentityPolicy' },
      { Action: 'chime:SuspendUsers', Decision: 'implicitDeny', PolicyType: 'IdentityPolicy' },
      { Action: 'iam:CreateUser', Decision: 'implicitDeny', PolicyType: 'IdentityPolicy' },
    ],
  });
});

test('the circumstances of the request count: what is allowed only from another network is refused', async () => {
  await world.ana.call(PutUserPolicy, {
    UserName: 'bo',
    PolicyName: 'office',
    PolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'chime:LogoutUser', Resource: '*', Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } },
        { Effect: 'Allow', Action: 'chime:ResetPersonalPin', Resource: '*', Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } },
      ],
    }),
  });
  const { Permissions } = await world.bo.call(GetCallerPermissions, { ActionNames: ['chime:LogoutUser', 'chime:ResetPersonalPin'] });
  expect(Permissions.map(({ Decision }) => Decision)).toEqual(['allowed', 'implicitDeny']);
});

test('an action is named whole: a wildcard is refused', async () => {
  await expect(world.bo.call(GetCallerPermissions, { ActionNames: ['chime:*'] })).rejects.toMatchObject({
    status: 400,
    code: 'InvalidInput',
  });
});
