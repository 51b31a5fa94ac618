import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreateAccount } from '../../../src/operations/chime/CreateAccount.ts';
import { GetRequestAuthorizationClass } from '../../../src/operations/iam/GetRequestAuthorizationClass.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
let AuthorizationId: string;
beforeAll(async () => {
  world = await createWorld();
  const { headers } = await world.bo.attempt(CreateAccount, { Name: 'Mine' });
  await world.door.services.trail.flush();
  AuthorizationId = headers['x-carillon-authorization-id'] ?? '';
});
afterAll(() => world.close());

test('whoever was refused reads the class of it without any permission, and nothing of the policies', async () => {
  expect(await world.bo.call(GetRequestAuthorizationClass, { AuthorizationId })).toEqual({
    AuthorizationId,
    RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    Date: '2026-06-01T12:00:00Z',
    PrincipalArn: `arn:aws:iam::${acme}:user/bo`,
    Action: 'chime:CreateAccount',
    Resource: '*',
    Decision: 'implicitDeny',
    PolicyType: 'IdentityPolicy',
  });
});

test('404 for the refusal of somebody else, the same as for one that never was', async () => {
  const never = '019e8306-5c00-7000-8000-000000000009';
  for (const id of [AuthorizationId, never]) {
    await expect(world.ana.call(GetRequestAuthorizationClass, { AuthorizationId: id })).rejects.toMatchObject({
      status: 404,
      code: 'NoSuchEntity',
      message: `No request of yours with the authorization id ${id} was refused in the last 24 hours.`,
    });
  }
});
