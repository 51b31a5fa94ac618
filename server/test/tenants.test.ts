import { randomUUIDv7 } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import type { Operation } from '../src/operation.ts';
import { CreateAccessKey } from '../src/operations/iam/CreateAccessKey.ts';
import { CreateGroup } from '../src/operations/iam/CreateGroup.ts';
import { CreatePolicy } from '../src/operations/iam/CreatePolicy.ts';
import { CreateRole } from '../src/operations/iam/CreateRole.ts';
import { CreateUser } from '../src/operations/iam/CreateUser.ts';
import { createTeam, inviteUser } from './support/members.ts';
import { difference, dumpDatabase } from './support/database-dump.ts';
import { carriedOut, exampleOf } from './support/stage.ts';
import { acme, createWorld, globex, type Reply } from './support/world.ts';

// Another AWS account's things do not exist: whatever Ana of Acme does with the ids of Globex, she learns and changes
// nothing. Derived from the declarations of the operations that are carried out.

const world = await createWorld();
afterAll(() => world.close());

const theirs = { AccountId: await createTeam(world.gil, 'Globex'), UserId: '' };
theirs.UserId = await inviteUser(world.gil, theirs.AccountId, 'hank@globex.example');
const ours = { AccountId: await createTeam(world.ana, 'Acme') };

const named = (operations: readonly Operation[]) =>
  operations.map((operation) => [`${operation.service}:${operation.name}`, operation] as const);
const onAccounts = carriedOut.filter(({ service, input }) => service === 'chime' && 'AccountId' in input.shape);
const onUsers = onAccounts.filter(({ input }) => 'UserId' in input.shape);

describe.each(named(onAccounts))('%s', (_, operation: Operation) => {
  test('404 for the account of another AWS account, the same as for one that does not exist', async () => {
    const before = await dumpDatabase(world);
    const nowhere = { AccountId: randomUUIDv7(), UserId: randomUUIDv7() };
    const [foreign, absent] = [await attempt(operation, theirs), await attempt(operation, nowhere)];
    expect(foreign.status).toBe(404);
    expect(foreign.headers['x-amzn-errortype']).toBe('NotFoundException');
    expect(withoutIds(foreign)).toEqual(withoutIds(absent));
    expect(difference(before, await dumpDatabase(world)).filter((row) => !/^. audit_/.test(row))).toEqual([]);
  });
});

describe.each(named(onUsers))('%s', (_, operation: Operation) => {
  test('404 for the user of another AWS account, the same as for one that does not exist', async () => {
    const foreign = await attempt(operation, { ...ours, UserId: theirs.UserId });
    const absent = await attempt(operation, { ...ours, UserId: randomUUIDv7() });
    expect(foreign.status).toBe(404);
    expect(withoutIds(foreign)).toEqual(withoutIds(absent));
  });
});

describe.each(named(onAccounts.filter(({ input }) => 'UserIdList' in input.shape || 'UpdateUserRequestItems' in input.shape)))(
  '%s',
  (_, operation: Operation) => {
    test('answers per item that a user of another AWS account is not there', async () => {
      const [foreign, absent] = [
        await attempt(operation, { ...ours, UserId: theirs.UserId }),
        await attempt(operation, { ...ours, UserId: randomUUIDv7() }),
      ];
      expect(withoutIds(foreign)).toEqual(withoutIds(absent));
      if (foreign.status < 300)
        expect(JSON.parse(foreign.body)).toMatchObject({ UserErrors: [{ UserId: theirs.UserId, ErrorCode: 'NotFound' }] });
    });
  },
);

test('users, keys and policies of another AWS account do not exist in IAM either', async () => {
  const { AccessKey } = await world.gil.call(CreateAccessKey, {});
  await world.gil.call(CreateUser, { UserName: 'carol' });
  const statement = { Effect: 'Allow', Action: 'chime:*', Resource: '*' };
  await world.gil.call(CreatePolicy, {
    PolicyName: 'suspend-users',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
  });
  await world.ana.call(CreateUser, { UserName: 'dan' });
  const before = await dumpDatabase(world);
  // Whoever takes a name that another AWS account has too makes something of their own.
  const newNames = new Set<Operation>([CreateUser, CreateGroup, CreateRole]);
  const named = new RegExp(`"(UserName|GroupName|AccessKeyId)"|::${acme}:`);
  for (const operation of carriedOut.filter(({ service }) => service === 'iam')) {
    if (newNames.has(operation) || !named.test(JSON.stringify(exampleOf(operation)))) continue;
    const input = exampleOf(operation, globex);
    if ('AccessKeyId' in input) input['AccessKeyId'] = AccessKey.AccessKeyId;
    const { status } = await world.ana.attempt(operation, input);
    expect([operation.name, status]).toEqual([operation.name, expect.toBeOneOf([400, 403, 404])]);
  }
  expect(difference(before, await dumpDatabase(world)).filter((row) => !/^. audit_/.test(row))).toEqual([]);
});

/** Calls with the example, on these ids. */
async function attempt(operation: Operation, ids: { AccountId: string; UserId: string }): Promise<Reply> {
  const input: Record<string, unknown> = { ...exampleOf(operation), AccountId: ids.AccountId };
  if ('UserId' in input) input['UserId'] = ids.UserId;
  if ('UserIdList' in input) input['UserIdList'] = [ids.UserId];
  if ('UpdateUserRequestItems' in input) input['UpdateUserRequestItems'] = [{ UserId: ids.UserId, LicenseType: 'Basic' }];
  return world.ana.attempt(operation, input);
}

/** What a caller can tell two answers apart by. */
function withoutIds({ status, headers, body }: Reply): object {
  const { 'x-amzn-requestid': _, ...rest } = headers;
  return { status, headers: rest, body: body.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID') };
}
