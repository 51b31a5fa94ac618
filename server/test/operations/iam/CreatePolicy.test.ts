import { afterAll, beforeAll, expect, test } from 'vitest';
import { CreatePolicy } from '../../../src/operations/iam/CreatePolicy.ts';
import { GetPolicy } from '../../../src/operations/iam/GetPolicy.ts';
import { allow } from '../../support/policies.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

const PolicyDocument = allow('iam:ListUsers');

test('a new policy is there, in its first version, attached to nobody', async () => {
  const Tags = [{ Key: 'owner', Value: 'ana' }];
  const { Policy } = await world.ana.call(CreatePolicy, {
    PolicyName: 'list',
    Path: '/iam/',
    PolicyDocument,
    Description: 'To list.',
    Tags,
  });
  expect(Policy).toEqual({
    PolicyName: 'list',
    PolicyId: expect.stringMatching(/^ANPA[A-Z2-7]{17}$/),
    Arn: `arn:aws:iam::${acme}:policy/iam/list`,
    Path: '/iam/',
    DefaultVersionId: 'v1',
    AttachmentCount: 0,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    CreateDate: '2026-06-01T12:00:00Z',
    UpdateDate: '2026-06-01T12:00:00Z',
    Tags,
  });
  expect(await world.ana.call(GetPolicy, { PolicyArn: `arn:aws:iam::${acme}:policy/iam/list` })).toEqual({
    Policy: { ...Policy, Description: 'To list.' },
  });
});

test('a name is taken in any letter case and below any path', async () => {
  await world.ana.call(CreatePolicy, { PolicyName: 'taken', PolicyDocument });
  await expect(world.ana.call(CreatePolicy, { PolicyName: 'TAKEN', Path: '/other/', PolicyDocument })).rejects.toMatchObject({
    status: 409,
    code: 'EntityAlreadyExists',
    message: 'A policy called TAKEN already exists. Duplicate names are not allowed.',
  });
});

test('a policy that cannot be compiled is not stored, and the refusal says where and why', async () => {
  await expect(world.ana.call(CreatePolicy, { PolicyName: 'broken', PolicyDocument: '{\n  "Statement": 1\n}' })).rejects.toMatchObject({
    status: 400,
    code: 'MalformedPolicyDocument',
    message: expect.stringMatching(/\(line 2, column \d+\)$/),
  });
  await expect(world.ana.call(GetPolicy, { PolicyArn: `arn:aws:iam::${acme}:policy/broken` })).rejects.toMatchObject({ status: 404 });
});

test('6,144 characters are the limit, white space aside', async () => {
  const document = (characters: number) => allow('x').replace('"x"', `"chime:${'x'.repeat(characters - allow('chime:').length)}"`);
  await world.ana.call(CreatePolicy, { PolicyName: 'full', PolicyDocument: `${document(6144)}${' '.repeat(5000)}` });
  await expect(world.ana.call(CreatePolicy, { PolicyName: 'overfull', PolicyDocument: document(6145) })).rejects.toMatchObject({
    status: 409,
    code: 'LimitExceeded',
    message: 'Cannot exceed quota for PolicySize: 6144',
  });
});

test('tag keys that are equal are refused; letter case makes them different', async () => {
  const Tags = (...keys: string[]) => keys.map((Key) => ({ Key, Value: '' }));
  await expect(world.ana.call(CreatePolicy, { PolicyName: 'tagged', PolicyDocument, Tags: Tags('a', 'a') })).rejects.toMatchObject({
    code: 'InvalidInput',
  });
  await world.ana.call(CreatePolicy, { PolicyName: 'tagged', PolicyDocument, Tags: Tags('a', 'A') });
});
