import { afterAll, beforeAll, expect, test } from 'vitest';
import { AddUserToGroup } from '../../src/operations/iam/AddUserToGroup.ts';
import { AttachGroupPolicy } from '../../src/operations/iam/AttachGroupPolicy.ts';
import { AttachUserPolicy } from '../../src/operations/iam/AttachUserPolicy.ts';
import { CreateGroup } from '../../src/operations/iam/CreateGroup.ts';
import { CreatePolicy } from '../../src/operations/iam/CreatePolicy.ts';
import { CreatePolicyVersion } from '../../src/operations/iam/CreatePolicyVersion.ts';
import { GetUser } from '../../src/operations/iam/GetUser.ts';
import { PutGroupPolicy } from '../../src/operations/iam/PutGroupPolicy.ts';
import { PutUserPolicy } from '../../src/operations/iam/PutUserPolicy.ts';
import { listPolicyDocuments } from '../../src/store/policy-documents.ts';
import { allow, chimeReadOnly } from '../support/policies.ts';
import { acme, createWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test("a user's documents are the inline and attached ones of the user and its groups, default versions only, each once", async () => {
  const { ana } = world;
  const PolicyArn = `arn:aws:iam::${acme}:policy/own/custom`;
  await ana.call(CreatePolicy, { PolicyName: 'custom', Path: '/own/', PolicyDocument: allow('iam:ListUsers') });
  await ana.call(CreatePolicyVersion, { PolicyArn, PolicyDocument: allow('iam:ListGroups'), SetAsDefault: true });
  await ana.call(CreatePolicyVersion, { PolicyArn, PolicyDocument: allow('iam:*') });
  await ana.call(CreateGroup, { GroupName: 'staff', Path: '/emea/' });
  await ana.call(AddUserToGroup, { GroupName: 'staff', UserName: 'bo' });
  await ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'mine', PolicyDocument: allow('chime:GetUser') });
  await ana.call(PutGroupPolicy, { GroupName: 'staff', PolicyName: 'ours', PolicyDocument: allow('chime:ListUsers') });
  for (const arn of [PolicyArn, chimeReadOnly]) {
    await ana.call(AttachUserPolicy, { UserName: 'bo', PolicyArn: arn });
    await ana.call(AttachGroupPolicy, { GroupName: 'staff', PolicyArn: arn });
  }
  // Somebody else's policies are no part of it.
  await ana.call(CreateGroup, { GroupName: 'others' });
  await ana.call(PutGroupPolicy, { GroupName: 'others', PolicyName: 'theirs', PolicyDocument: allow('*') });

  const { User } = await ana.call(GetUser, { UserName: 'bo' });
  const documents = await world.database.read(acme, (tx) => listPolicyDocuments(tx, User.UserId));
  expect(documents.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
    { name: `arn:aws:iam::${acme}:group/emea/staff (inline policy ours)`, kind: 'inline-group', text: allow('chime:ListUsers') },
    { name: PolicyArn, kind: 'managed', text: allow('iam:ListGroups') },
    { name: `arn:aws:iam::${acme}:user/bo (inline policy mine)`, kind: 'inline-user', text: allow('chime:GetUser') },
    { name: chimeReadOnly, kind: 'managed', text: expect.stringContaining('chime:GetAccount') },
  ]);
});
