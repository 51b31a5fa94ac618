import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ListAccounts } from '../src/operations/chime/ListAccounts.ts';
import { CreateRole } from '../src/operations/iam/CreateRole.ts';
import { AttachRolePolicy } from '../src/operations/iam/AttachRolePolicy.ts';
import { ListUsers } from '../src/operations/iam/ListUsers.ts';
import { PutUserPolicy } from '../src/operations/iam/PutUserPolicy.ts';
import { attachScp, detachScp, insertNode, placeAccount } from '../src/store/organization.ts';
import { beginIdentityChange, type IdentityTx } from '../src/store/principals.ts';
import { allow, document, trust } from './support/policies.ts';
import { carillon, createHome, startServer, type Home } from './support/server.ts';
import { assume } from './support/sessions.ts';
import { acme, createWorld, type World } from './support/world.ts';

describe('service control policies', () => {
  let world: World;
  const root = { id: 'r-abcd', organization_id: 'o-abcdefghij', parent_id: null, name: 'Root', createdAt: 0 };
  const unit = { ...root, id: 'ou-abcd-12345678', parent_id: root.id, name: 'People' };

  /** What the command line does in a process of its own, and what this process sees a second later. */
  const change = async (work: (tx: IdentityTx) => Promise<void>): Promise<void> => {
    await world.door.services.identities.poll();
    await world.database.write('', async (tx) => work(await beginIdentityChange(tx)));
    await world.door.services.identities.poll();
  };
  const attach = (targetId: string, name: string, text: string) =>
    change((tx) => attachScp(tx, { targetId, name, document: text, attachedAt: 0 }));

  beforeAll(async () => {
    world = await createWorld();
    await world.ana.call(CreateRole, { RoleName: 'admin', AssumeRolePolicyDocument: trust(acme) });
    await world.ana.call(AttachRolePolicy, { RoleName: 'admin', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' });
    await change(async (tx) => {
      await insertNode(tx, root);
      await insertNode(tx, unit);
      await placeAccount(tx, { awsAccountId: acme, nodeId: unit.id, joinedAt: 0 });
    });
  });
  afterAll(() => world.close());

  test.each([root.id, unit.id, acme])('of %s deny from the next request on: users, sessions, nobody of another account', async (target) => {
    const session = await assume(world, world.ana, 'admin');
    await session.call(ListUsers, {});
    await attach(target, 'no-lists', document({ Effect: 'Deny', Action: 'iam:ListUsers', Resource: '*' }));
    const refusal = {
      status: 403,
      message: expect.stringMatching(
        /with an explicit deny in a service control policy: arn:aws:organizations:::policy\/o-abcdefghij\/service_control_policy\/no-lists$/,
      ),
    };
    await expect(world.ana.call(ListUsers, {})).rejects.toMatchObject(refusal);
    await expect(session.call(ListUsers, {})).rejects.toMatchObject(refusal);
    await world.gil.call(ListUsers, {});
    await change((tx) => detachScp(tx, target, 'no-lists'));
    await world.ana.call(ListUsers, {});
  });

  test('each level must allow', async () => {
    await attach(unit.id, 'only-chime', allow('chime:*'));
    await change((tx) => detachScp(tx, unit.id, 'FullAWSAccess'));
    await world.ana.call(ListAccounts, {});
    await expect(world.ana.call(ListUsers, {})).rejects.toMatchObject({
      message: expect.stringMatching(/because no service control policy allows the iam:ListUsers action$/),
    });
    await expect(change((tx) => detachScp(tx, unit.id, 'only-chime'))).rejects.toThrow('is the last policy');
    await attach(unit.id, 'FullAWSAccess', allow('*'));
  });

  test('a sixth policy is refused', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await attach(root.id, name, allow('*'));
    await expect(attach(root.id, 'e', allow('*'))).rejects.toThrow('as many as there may be');
  });

  test('requests carry the organisation and the path in it', async () => {
    const Condition = {
      StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' },
      'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-abcdefghij/r-abcd/ou-abcd-12345678/*' },
    };
    await world.ana.call(PutUserPolicy, {
      UserName: 'bo',
      PolicyName: 'own',
      PolicyDocument: document({ Effect: 'Allow', Action: 'iam:ListUsers', Resource: '*', Condition }),
    });
    await world.bo.call(ListUsers, {});
  });
});

describe('carillon organization', () => {
  let home: Home;
  beforeAll(async () => {
    home = await createHome();
    await (await startServer(home)).stop();
  });
  afterAll(() => home.remove());

  test('is made, filled and shown on the command line', async () => {
    const say = async (...args: string[]) => {
      const { code, stdout, stderr } = await carillon(home, args);
      if (code !== 0) throw new Error(stderr);
      return stdout;
    };
    expect(await say('organization', 'list')).toContain('There is no organisation');
    await say('tenant', 'add', 'Acme', '--id', acme);
    const [, root = ''] = /root (r-\w{4})/.exec(await say('organization', 'create', '--id', 'o-1234567890')) ?? [];
    const [, unit = ''] = /Unit (ou-\S+)/.exec(await say('organization', 'unit', 'People', '--parent', root)) ?? [];
    await say('organization', 'move', acme, unit);
    const file = join(home.environment['CARILLON_DATA_DIR'] ?? '', 'no-deletes.json');
    writeFileSync(file, document({ Effect: 'Deny', Action: 'chime:Delete*', Resource: '*' }));
    await say('organization', 'attach', acme, file);
    await say('organization', 'detach', acme, 'FullAWSAccess');
    expect(await say('organization', 'list')).toBe(
      [
        'Organisation o-1234567890',
        `  ${root}  Root  [FullAWSAccess]`,
        `    ${unit}  People  [FullAWSAccess]`,
        `      ${acme}  Acme  [no-deletes]`,
        '',
      ].join('\n'),
    );
    writeFileSync(file, '{"Statement":[]}');
    await expect(say('organization', 'attach', acme, file)).rejects.toThrow(
      /no-deletes\.json is no service control policy: .*line 1, column/,
    );
    await expect(say('organization', 'create')).rejects.toThrow('There is an organisation already');
    await expect(say('organization', 'move', '333333333333', root)).rejects.toThrow('There is no AWS account 333333333333');
  }, 120_000);
});
