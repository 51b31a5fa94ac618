import { afterAll, beforeAll, expect, test } from 'vitest';
import { AddUserToGroup } from '../../../src/operations/iam/AddUserToGroup.ts';
import { CreateGroup } from '../../../src/operations/iam/CreateGroup.ts';
import { GetContextKeysForPrincipalPolicy } from '../../../src/operations/iam/GetContextKeysForPrincipalPolicy.ts';
import { PutGroupPolicy } from '../../../src/operations/iam/PutGroupPolicy.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { document } from '../../support/policies.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

const bo = `arn:aws:iam::${acme}:user/bo`;
const asking = (key: string) =>
  document({ Effect: 'Allow', Action: 'chime:GetUser', Resource: '*', Condition: { StringLike: { [key]: '*' } } });

test('keys of the user’s own policies, of its groups’ and of those in the call are listed', async () => {
  await world.ana.call(CreateGroup, { GroupName: 'readers' });
  await world.ana.call(AddUserToGroup, { GroupName: 'readers', UserName: 'bo' });
  await world.ana.call(PutGroupPolicy, { GroupName: 'readers', PolicyName: 'own', PolicyDocument: asking('aws:UserAgent') });
  await world.ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'own', PolicyDocument: asking('aws:Referer') });
  const { ContextKeyNames } = await world.ana.call(GetContextKeysForPrincipalPolicy, {
    PolicySourceArn: bo,
    PolicyInputList: [asking('aws:username')],
  });
  expect(ContextKeyNames.toSorted()).toEqual(['aws:Referer', 'aws:UserAgent', 'aws:username']);
});

test('somebody who is not there, or of another AWS account, is not found', async () => {
  await expect(world.ana.call(GetContextKeysForPrincipalPolicy, { PolicySourceArn: `${bo}x` })).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
  });
  await expect(world.gil.call(GetContextKeysForPrincipalPolicy, { PolicySourceArn: bo })).rejects.toMatchObject({ code: 'NoSuchEntity' });
});
