import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { dispatch, type Arrival, type Services } from '../src/dispatch.ts';
import { ConflictException, NotFoundException } from '../src/errors.ts';
import { operation, type Ctx, type Operation } from '../src/operation.ts';
import { CreateAccount } from '../src/operations/chime/CreateAccount.ts';
import { DeleteAccount } from '../src/operations/chime/DeleteAccount.ts';
import { GetAccount } from '../src/operations/chime/GetAccount.ts';
import { ListAccounts } from '../src/operations/chime/ListAccounts.ts';
import { ListUsers } from '../src/operations/iam/ListUsers.ts';
import { createTeam } from './support/members.ts';
import { createWorld, type Reply, type World } from './support/world.ts';

const world = await createWorld();
afterAll(() => world.close());

describe('the request id of an answer', () => {
  test('is the id of its audit event: of a write, a read and a refusal', async () => {
    const AccountId = await createTeam(world.ana, 'Audited');
    const replies = [
      await world.ana.attempt(CreateAccount, { Name: 'Written' }),
      await world.ana.attempt(GetAccount, { AccountId }),
      await world.bo.attempt(DeleteAccount, { AccountId }),
      await world.ana.attempt(CreateAccount, { Name: '' }),
      await world.ana.attempt(ListUsers, {}),
    ];
    expect(replies.map(({ status }) => status)).toEqual([201, 200, 403, 400, 200]);
    const events = await eventsOf(world, replies);
    expect(events).toMatchObject([
      { eventName: 'CreateAccount', readOnly: false, responseElements: { Account: { Name: 'Written' } } },
      { eventName: 'GetAccount', readOnly: true, requestParameters: { AccountId } },
      { eventName: 'DeleteAccount', errorCode: 'AccessDeniedException', userIdentity: { userName: 'bo' } },
      { eventName: 'CreateAccount', errorCode: 'BadRequestException', requestParameters: null },
      { eventName: 'ListUsers', eventSource: 'iam.amazonaws.com' },
    ]);
    const ids = replies.map(({ headers }) => headers['x-amzn-requestid']);
    expect(events.map(({ eventID }) => eventID)).toEqual(ids);
    expect(events.map(({ requestID }) => requestID)).toEqual(ids);
  });
});

describe('throttling', () => {
  test('answers 429 with Retry-After once a principal has used up its burst, and admits it again when it has waited', async () => {
    const throttled = await createWorld({ requestsPerSecond: 2 });
    try {
      const statuses: number[] = [];
      for (let call = 0; call < 21; call++) statuses.push((await throttled.bo.attempt(ListAccounts, {})).status);
      expect(statuses).toEqual([...Array.from({ length: 20 }, () => 200), 429]);
      const refused = await throttled.bo.attempt(ListAccounts, {});
      expect(refused.headers).toMatchObject({ 'x-amzn-errortype': 'ThrottledClientException', 'retry-after': '1' });
      const byIam = await throttled.bo.attempt(ListUsers, {});
      expect(byIam).toMatchObject({ status: 400, headers: { 'retry-after': '1' } });
      expect(byIam.body).toContain('<Code>Throttling</Code>');
      expect((await throttled.ana.attempt(ListAccounts, {})).status).toBe(200);
      throttled.clock.advance(500);
      expect((await throttled.bo.attempt(ListAccounts, {})).status).toBe(200);
      expect((await throttled.bo.attempt(ListAccounts, {})).status).toBe(429);
    } finally {
      await throttled.close();
    }
  });
});

describe('a ClientRequestToken', () => {
  const dayMs = 24 * 60 * 60 * 1000;

  test('makes a repeat answer the first result, and create nothing', async () => {
    const input = { Name: 'Once', ClientRequestToken: 'token-1' };
    const first = await world.ana.call(CreateAccount, input);
    expect(await world.ana.call(CreateAccount, input)).toEqual(first);
    expect((await world.ana.call(ListAccounts, { Name: 'Once' })).Accounts).toHaveLength(1);
  });

  test('makes two requests at once create one thing', async () => {
    const input = { Name: 'Twins', ClientRequestToken: 'token-2' };
    const [one, other] = await Promise.all([world.ana.call(CreateAccount, input), world.ana.call(CreateAccount, input)]);
    expect(one).toEqual(other);
  });

  test('with other input is a conflict', async () => {
    await world.ana.call(CreateAccount, { Name: 'First', ClientRequestToken: 'token-3' });
    await expect(world.ana.call(CreateAccount, { Name: 'Second', ClientRequestToken: 'token-3' })).rejects.toMatchObject({
      status: 409,
      code: 'ConflictException',
      message: 'The ClientRequestToken token-3 was used with other parameters. Use a new token for a new request.',
    });
  });

  test('is the tenant’s own: another AWS account’s says nothing', async () => {
    await world.ana.call(CreateAccount, { Name: 'Shared', ClientRequestToken: 'token-4' });
    const { Account } = await world.gil.call(CreateAccount, { Name: 'Shared', ClientRequestToken: 'token-4' });
    expect(Account?.AwsAccountId).toBe('222222222222');
  });

  test('of a rehearsal or of a failure is free for the real call', async () => {
    const input = { Name: 'Rehearsed', ClientRequestToken: 'token-5' };
    await world.ana.call(CreateAccount, input, { dryRun: true });
    await world.ana.call(CreateAccount, { Name: 'Taken' });
    await expect(world.ana.call(CreateAccount, { Name: 'Taken', ClientRequestToken: 'token-5' })).rejects.toMatchObject({ status: 409 });
    await expect(world.ana.call(CreateAccount, input)).resolves.toMatchObject({ Account: { Name: 'Rehearsed' } });
  });

  test('is forgotten after a day', async () => {
    await world.ana.call(CreateAccount, { Name: 'Yesterday', ClientRequestToken: 'token-6' });
    world.clock.advance(dayMs + 1);
    await expect(world.ana.call(CreateAccount, { Name: 'Today', ClientRequestToken: 'token-6' })).resolves.toMatchObject({
      Account: { Name: 'Today' },
    });
  });

  test('never appears in the audit trail', async () => {
    const reply = await world.ana.attempt(CreateAccount, { Name: 'Private', ClientRequestToken: 'token-7' });
    const [event] = await eventsOf(world, [reply]);
    expect(event).toMatchObject({ requestParameters: { Name: 'Private', ClientRequestToken: 'HIDDEN_DUE_TO_SECURITY_REASONS' } });
  });
});

describe('an operation that breaks its word', () => {
  const broken = (handler: (ctx: Ctx) => Promise<{ Text: string }>): Operation =>
    operation({
      action: { name: 'CreateAccount', access: 'Write', summary: '', dependsOn: [] },
      http: { method: 'POST', path: '/broken', status: 200 },
      input: z.object({}),
      output: z.object({ Text: z.string().max(3) }),
      errors: [NotFoundException],
      example: {},
      handler,
    });

  /** Carries the operation out as Ana, with a log of its own. */
  const carryOut = async (broken: Operation, strict: boolean, dryRun = false) => {
    const faults: unknown[] = [];
    const nudged: string[] = [];
    const services: Services = { ...world.door.services, strict, fault: (error) => faults.push(error), nudge: (job) => nudged.push(job) };
    const identity = await services.identities.find(world.ana.accessKeyId);
    if (!identity) throw new Error('Ana has a key.');
    const arrival: Arrival = {
      requestId: services.newId(),
      origin: { sourceIp: '203.0.113.7', secureTransport: false, userAgent: undefined, referer: undefined, region: 'us-east-1' },
      identify: async () => identity.caller,
      bind: () => ({ operation: broken, input: {}, dryRun }),
    };
    const answer = await dispatch(services, arrival);
    return { answer, faults, nudged, requestId: arrival.requestId };
  };

  test.each([true, false])('by crashing is answered 500 without the reason, which goes to the log (strict: %s)', async (strict) => {
    const { answer, faults, requestId } = await carryOut(
      broken(() => Promise.reject(new TypeError('secret detail'))),
      strict,
    );
    expect(answer).toMatchObject({
      error: {
        status: 500,
        code: 'ServiceFailureException',
        message: `An internal error occurred. Nothing was changed. Give the request id ${requestId} to your operator.`,
      },
    });
    expect(faults).toMatchObject([{ message: 'secret detail' }]);
  });

  test('by an error it does not declare fails the tests, and is still answered in production', async () => {
    const throwing = broken(() => Promise.reject(new ConflictException('Undeclared.')));
    expect(await carryOut(throwing, true)).toMatchObject({ answer: { error: { status: 500 } }, faults: [{ message: 'Undeclared.' }] });
    expect(await carryOut(throwing, false)).toMatchObject({ answer: { error: { status: 409, message: 'Undeclared.' } }, faults: [] });
  });

  test('by an output it does not declare fails the tests', async () => {
    const talkative = broken(async () => ({ Text: 'long' }));
    expect(await carryOut(talkative, true)).toMatchObject({
      answer: { error: { status: 500 } },
      faults: [{ message: expect.stringContaining('The output of CreateAccount is not what it declares') }],
    });
  });

  test('by an error with a cause tells the caller the message and the log the cause', async () => {
    const cause = new Error('connect ECONNREFUSED');
    const { answer, faults } = await carryOut(
      broken(() => Promise.reject(new NotFoundException('Not there.', { cause }))),
      true,
    );
    expect(answer).toMatchObject({ error: { status: 404, message: 'Not there.' } });
    expect(faults).toMatchObject([{ cause }]);
  });

  test('after it wrote leaves nothing behind, and wakes no job, as a dry run does', async () => {
    const write = async ({ tx, nudge }: Ctx, key: string) => {
      nudge('some-job');
      await tx.query(tx.sql.insertInto('meta').values({ key, value: '' }));
    };
    const kept = await carryOut(
      broken(async (ctx) => {
        await write(ctx, 'kept');
        return { Text: 'ok' };
      }),
      true,
    );
    const failed = await carryOut(
      broken(async (ctx) => {
        await write(ctx, 'left-behind');
        throw new NotFoundException('No.');
      }),
      true,
    );
    const rehearsed = await carryOut(
      broken(async (ctx) => {
        await write(ctx, 'rehearsed');
        return { Text: 'ok' };
      }),
      true,
      true,
    );
    expect(kept).toMatchObject({ answer: { output: { Text: 'ok' } }, nudged: ['some-job'] });
    expect(rehearsed).toMatchObject({ answer: { output: { Text: 'ok' } }, nudged: [] });
    expect(failed).toMatchObject({ answer: { error: { status: 404 } }, nudged: [] });
    const rows = await world.database.read('', (tx) =>
      tx.query(tx.sql.selectFrom('meta').select('key').where('key', 'in', ['kept', 'left-behind', 'rehearsed'])),
    );
    expect(rows).toEqual([{ key: 'kept' }]);
  });
});

const AnEvent = z.record(z.string(), z.unknown());

/** The audit events with the replies' request ids, in the order of the replies. */
async function eventsOf({ database, door }: World, replies: readonly Reply[]): Promise<Record<string, unknown>[]> {
  await door.services.trail.flush();
  const ids = replies.map(({ headers }) => headers['x-amzn-requestid'] ?? '');
  const rows = await database.read('', (tx) => tx.query(tx.sql.selectFrom('audit_events').select(['id', 'event']).where('id', 'in', ids)));
  return ids.map((id) => AnEvent.parse(JSON.parse(rows.find((row) => row.id === id)?.event ?? '{}')));
}
