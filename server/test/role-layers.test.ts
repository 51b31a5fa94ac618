import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CreateRole } from '../src/operations/iam/CreateRole.ts';
import { ListUsers } from '../src/operations/iam/ListUsers.ts';
import { PutRolePermissionsBoundary } from '../src/operations/iam/PutRolePermissionsBoundary.ts';
import { PutRolePolicy } from '../src/operations/iam/PutRolePolicy.ts';
import { attachScp, detachScp, insertNode, placeAccount } from '../src/store/organization.ts';
import { beginIdentityChange, type IdentityTx } from '../src/store/principals.ts';
import { newAuthenticator, type Authenticator } from './support/mfa.ts';
import { allow, chimeReadOnly, document, trust } from './support/policies.ts';
import { assume } from './support/sessions.ts';
import { acme, createWorld, type Person, type World } from './support/world.ts';

let world: World;
let device: Authenticator;
beforeAll(async () => {
  world = await createWorld();
  device = await newAuthenticator(world, world.ana, 'admin');
});
afterAll(() => world.close());

const RoleName = 'operator';
const identityReader = 'arn:aws:iam::aws:policy/IAMReadOnlyAccess';
const listUsers = allow('iam:ListUsers');
const proof = { Bool: { 'aws:MultiFactorAuthPresent': 'true' }, StringEquals: { 'aws:RequestTag/team': 'red' } };
const red = [{ Key: 'team', Value: 'red' }];

/** What the command line does in a process of its own. */
async function change(work: (tx: IdentityTx) => Promise<void>): Promise<void> {
  await world.database.write('', async (tx) => work(await beginIdentityChange(tx)));
  await world.door.services.identities.poll();
}

describe('a role assumed with a session policy, a second factor and tags', () => {
  /** Codes of a device are used once: each session waits for the next. */
  const session = async (more: { Policy?: string; Tags?: typeof red } = {}): Promise<Person> => {
    world.clock.advance(30_000);
    const shown = { SerialNumber: device.serialNumber, TokenCode: device.code() };
    return assume(world, world.ana, RoleName, { Policy: listUsers, Tags: red, ...shown, ...more });
  };

  beforeAll(async () => {
    await world.ana.call(CreateRole, {
      RoleName,
      AssumeRolePolicyDocument: trust(acme, { Condition: proof }),
      PermissionsBoundary: identityReader,
    });
    const Condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' }, StringEquals: { 'aws:PrincipalTag/team': 'red' } };
    const PolicyDocument = document({ Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*', Condition });
    await world.ana.call(PutRolePolicy, { RoleName, PolicyName: 'own', PolicyDocument });
    const root = { id: 'r-abcd', organization_id: 'o-abcdefghij', parent_id: null, name: 'Root', createdAt: 0 };
    await change(async (tx) => {
      await insertNode(tx, root);
      await placeAccount(tx, { awsAccountId: acme, nodeId: root.id, joinedAt: 0 });
    });
  });

  test('is allowed what every layer allows', async () => {
    await (await session()).call(ListUsers, {});
  });

  test('is not to be had without the factor, or with other tags', async () => {
    const refusal = { message: expect.stringContaining('no role trust policy allows the sts:AssumeRole action') };
    await expect(assume(world, world.ana, RoleName, { Tags: red })).rejects.toMatchObject(refusal);
    await expect(session({ Tags: [{ Key: 'team', Value: 'blue' }] })).rejects.toMatchObject(refusal);
    await expect(session({ Tags: [] })).rejects.toMatchObject(refusal);
  });

  // The layers are silenced one after the other, and of those that are silent the first is named.
  test.each([
    ['session policy', async (): Promise<Person> => session({ Policy: allow('iam:ListRoles') }), async (): Promise<unknown> => undefined],
    [
      'permissions boundary',
      session,
      async () => world.ana.call(PutRolePermissionsBoundary, { RoleName, PermissionsBoundary: chimeReadOnly }),
    ],
    [
      'identity-based policy',
      session,
      async () => world.ana.call(PutRolePolicy, { RoleName, PolicyName: 'own', PolicyDocument: allow('iam:ListRoles') }),
    ],
    [
      'service control policy',
      session,
      async () =>
        change(async (tx) => {
          const only = {
            targetId: acme,
            name: 'only-roles',
            document: document({ Effect: 'Allow', Action: ['iam:ListRoles', 'sts:*'], Resource: '*' }),
          };
          await attachScp(tx, { ...only, attachedAt: 0 });
          await detachScp(tx, acme, 'FullAWSAccess');
        }),
    ],
  ] as const)('is refused when the %s is silent, and told so', async (layer, begin, silence) => {
    const begun = await begin();
    await silence();
    await expect(begun.call(ListUsers, {})).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining(`because no ${layer} allows the iam:ListUsers action`),
    });
  });
});
