import { afterAll, beforeAll, expect, test } from 'vitest';
import { GetUserPolicy } from '../../../src/operations/iam/GetUserPolicy.ts';
import { PutUserPolicy } from '../../../src/operations/iam/PutUserPolicy.ts';
import { document } from '../../support/policies.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

test('the document comes percent-encoded as of RFC 3986 and is otherwise as it was put', async () => {
  const PolicyDocument = document({ Sid: 'Odd', Effect: 'Deny', Action: 'iam:*', Resource: "arn:aws:iam::*:user/(it's!)é" });
  await world.ana.call(PutUserPolicy, { UserName: 'bo', PolicyName: 'odd', PolicyDocument });
  const answer = await world.ana.call(GetUserPolicy, { UserName: 'bo', PolicyName: 'odd' });
  expect(answer).toMatchObject({ UserName: 'bo', PolicyName: 'odd' });
  expect(answer.PolicyDocument).toMatch(/^[\w.~%-]+$/);
  expect(decodeURIComponent(answer.PolicyDocument)).toBe(PolicyDocument);
});

test('404 for a policy that is not there', async () => {
  await expect(world.ana.call(GetUserPolicy, { UserName: 'bo', PolicyName: 'absent' })).rejects.toMatchObject({
    status: 404,
    code: 'NoSuchEntity',
    message: 'The user policy with name absent cannot be found.',
  });
});
