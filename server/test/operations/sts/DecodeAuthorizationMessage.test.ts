import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { CreateAccount } from '../../../src/operations/chime/CreateAccount.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { DecodeAuthorizationMessage } from '../../../src/operations/sts/DecodeAuthorizationMessage.ts';
import { document } from '../../support/policies.ts';
import { acme, createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

const context = z.object({ context: z.object({ conditions: z.object({ items: z.array(z.unknown()) }) }) });

test('an implicit denial matched no statement', async () => {
  expect(await decode(await refuse())).toMatchObject({
    allowed: false,
    explicitDeny: false,
    matchedStatements: { items: [] },
    failures: { items: [] },
    context: {
      principal: { id: expect.stringMatching(/^AIDA/), name: 'bo', arn: `arn:aws:iam::${acme}:user/bo` },
      action: 'chime:CreateAccount',
      resource: '*',
    },
  });
});

test('an explicit denial shows the statement that denied, and the values that the request carried', async () => {
  const Condition = { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '10.0.0.0/8'] } };
  const PolicyDocument = document({ Sid: 'NoAccounts', Effect: 'Deny', Action: 'chime:Create*', Resource: '*', Condition });
  await world.ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'no', PolicyDocument });
  const decoded = await decode(await refuse());
  expect(decoded).toMatchObject({
    explicitDeny: true,
    matchedStatements: {
      items: [
        {
          statementId: 'NoAccounts',
          effect: 'DENY',
          principals: { items: [{ value: expect.stringMatching(/^AIDA/) }] },
          principalGroups: { items: [] },
          actions: { items: [{ value: 'chime:Create*' }] },
          resources: { items: [{ value: '*' }] },
          conditions: { items: [{ key: 'aws:SourceIp', values: { items: [{ value: '203.0.113.0/24' }, { value: '10.0.0.0/8' }] } }] },
        },
      ],
    },
  });
  expect(context.parse(decoded).context.conditions.items).toContainEqual({
    key: 'aws:SourceIp',
    values: { items: [{ value: '203.0.113.7' }] },
  });
});

test('400 for what is no authorization message, and for one of another AWS account', async () => {
  const wrong = { status: 400, code: 'InvalidAuthorizationMessageException' };
  await expect(world.ana.call(DecodeAuthorizationMessage, { EncodedMessage: 'nonsense' })).rejects.toMatchObject(wrong);
  await expect(world.gil.call(DecodeAuthorizationMessage, { EncodedMessage: await refuse() })).rejects.toMatchObject(wrong);
});

async function refuse(): Promise<string> {
  const { headers } = await world.bo.attempt(CreateAccount, { Name: 'Mine' });
  await world.door.services.trail.flush();
  return headers['x-carillon-authorization-id'] ?? '';
}

async function decode(EncodedMessage: string): Promise<unknown> {
  const { DecodedMessage } = await world.ana.call(DecodeAuthorizationMessage, { EncodedMessage });
  return JSON.parse(DecodedMessage ?? '');
}
