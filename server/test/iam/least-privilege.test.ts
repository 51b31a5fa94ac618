import { bindLayers, compilePolicy, evaluate, type BoundLayers } from '@carillon/iam';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { policyLeast } from '../../src/cli/policy-least.ts';
import { catalogueOf } from '../../src/derive/catalogue.ts';
import { leastPolicy, readCall, type RecordedCall } from '../../src/iam/least-privilege.ts';
import { operations } from '../../src/operations/all.ts';
import { CreateAccount } from '../../src/operations/chime/CreateAccount.ts';
import { ListAccounts } from '../../src/operations/chime/ListAccounts.ts';
import { CreateAccessKey } from '../../src/operations/iam/CreateAccessKey.ts';
import { CreateUser } from '../../src/operations/iam/CreateUser.ts';
import { GetUser } from '../../src/operations/iam/GetUser.ts';
import { ListUsers } from '../../src/operations/iam/ListUsers.ts';
import { PutUserPolicy } from '../../src/operations/iam/PutUserPolicy.ts';
import { runCommand } from '../support/command.ts';
import { allow } from '../support/policies.ts';
import { acme, createWorld, type Person, type World } from '../support/world.ts';

const catalogue = catalogueOf(operations);
const actions = catalogue.actions.map(({ service, name }) => `${service}:${name}`);
const call = (action: string, resource = '*', sourceIp = '203.0.113.7', mfa = false): RecordedCall => ({
  required: [{ action, resource }],
  sourceIp,
  mfa,
});
const Policy = z.object({ Statement: z.array(z.record(z.string(), z.unknown())) });
const statementsOf = (calls: readonly RecordedCall[]) => Policy.parse(JSON.parse(leastPolicy(calls) ?? '{}')).Statement;

describe('the smallest policy', () => {
  test('has one statement for all actions that were used on the same resources', () => {
    const calls = [
      call('chime:ListUsers'),
      call('chime:GetUser'),
      call('iam:GetUser', 'arn:aws:iam::1:user/a', '198.51.100.1'),
      call('iam:GetUser', 'arn:aws:iam::1:user/b'),
    ];
    expect(statementsOf(calls)).toEqual([
      { Effect: 'Allow', Action: ['chime:GetUser', 'chime:ListUsers'], Resource: '*' },
      { Effect: 'Allow', Action: 'iam:GetUser', Resource: ['arn:aws:iam::1:user/a', 'arn:aws:iam::1:user/b'] },
    ]);
  });

  test.each([
    [['203.0.113.7'], '203.0.113.7/32'],
    [['203.0.113.7', '203.0.113.6'], '203.0.113.6/31'],
    [['203.0.113.1', '203.0.113.254'], '203.0.113.0/24'],
    [['203.0.112.1', '203.0.113.1'], undefined],
    [['2001:db8:1:2::1', '2001:db8:1:2:8000::1'], '2001:db8:1:2::/64'],
    [['2001:db8:1:2::1', '2001:db8:1:3::1'], undefined],
    [['203.0.113.7', '2001:db8::1'], undefined],
  ])('of calls from %j is bound to the network %s', (addresses, network) => {
    const [statement] = statementsOf(addresses.map((address) => call('chime:GetUser', '*', address)));
    expect(statement?.['Condition']).toEqual(network === undefined ? undefined : { IpAddress: { 'aws:SourceIp': network } });
  });

  test('asks for a second factor if there always was one', () => {
    const far = call('chime:GetUser', '*', '198.51.100.1', true);
    expect(statementsOf([call('chime:GetUser', '*', '203.0.113.7', true), far])[0]).toMatchObject({
      Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    });
    expect(statementsOf([call('chime:GetUser'), far])[0]).not.toHaveProperty('Condition');
  });

  test('of calls that need no permission is none', () => {
    expect(leastPolicy([{ required: [], sourceIp: '203.0.113.7', mfa: false }])).toBeUndefined();
  });

  test('of what failed is none: only what was allowed and succeeded counts', () => {
    const event = { eventSource: 'chime.amazonaws.com', eventName: 'GetUser', sourceIPAddress: '203.0.113.7', userIdentity: {} };
    expect(readCall(JSON.stringify(event))).toEqual(call('chime:GetUser'));
    expect(readCall(JSON.stringify({ ...event, errorCode: 'NotFoundException' }))).toBeUndefined();
  });

  test('allows every call again and nothing else, whatever was called', () => {
    const resource = fc.constantFrom(
      '*',
      'arn:aws:iam::1:user/a',
      'arn:aws:iam::1:user/*',
      'arn:aws:iam::1:user/a?',
      'arn:aws:s3:::${aws:username}',
    );
    const ip = fc.constantFrom('203.0.113.7', '203.0.113.9', '198.51.100.1', '2001:db8::1');
    const drawn = fc.record({
      required: fc.array(fc.record({ action: fc.constantFrom(...actions), resource }), { maxLength: 3 }),
      sourceIp: ip,
      mfa: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(drawn, { minLength: 1, maxLength: 8 }), (calls) => {
        const text = leastPolicy(calls);
        const used = new Set(calls.flatMap(({ required }) => required.map(({ action, resource: on }) => `${action} ${on}`)));
        if (text === undefined) {
          expect(used.size).toBe(0);
          return;
        }
        const bound = bindLayers({ scp: [], identity: [compilePolicy(text, { kind: 'identity' })] }, catalogue);
        for (const { required, sourceIp, mfa } of calls) {
          for (const { action, resource: on } of required) expect(isAllowed(bound, action, on, sourceIp, mfa)).toBe(true);
        }
        const resources = new Set(['*', 'arn:aws:iam::1:user/b', ...calls.flatMap(({ required }) => required.map((one) => one.resource))]);
        const { sourceIp, mfa } = calls.find(({ required }) => required.length > 0) ?? { sourceIp: '', mfa: false };
        const more = actions.flatMap((action) =>
          // An action that is decided on `*` has been granted as a whole.
          used.has(`${action} *`)
            ? []
            : [...resources].filter((on) => isAllowed(bound, action, on, sourceIp, mfa) && !used.has(`${action} ${on}`)),
        );
        expect(more).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

function isAllowed(bound: BoundLayers, action: string, resource: string, sourceIp: string, mfa: boolean): boolean {
  const context = { 'aws:SourceIp': sourceIp, 'aws:username': 'ana', ...(mfa && { 'aws:MultiFactorAuthPresent': 'true' }) };
  return evaluate(bound, { action, resource, context }).decision === 'allowed';
}

describe('`carillon policy least`', () => {
  let world: World;
  let carol: Person;
  const arn = `arn:aws:iam::${acme}:user/carol`;
  beforeAll(async () => {
    world = await createWorld();
    await world.ana.call(CreateUser, { UserName: 'carol' });
    await world.ana.call(PutUserPolicy, { UserName: 'carol', PolicyName: 'all', PolicyDocument: allow('*') });
    const { AccessKey } = await world.ana.call(CreateAccessKey, { UserName: 'carol' });
    carol = world.withKey(AccessKey.AccessKeyId, AccessKey.SecretAccessKey);
  });
  afterAll(() => world.close());

  const calls = async () => [(await carol.attempt(ListAccounts, {})).status, (await carol.attempt(GetUser, { UserName: 'bo' })).status];

  test('prints a policy under which the principal can do again what it did, and nothing else', async () => {
    expect(await calls()).toEqual([200, 200]);
    await world.door.services.trail.flush();
    const [policy = '', , unused, ...more] = await runCommand(world, policyLeast, [arn]);
    expect(JSON.parse(policy)).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'chime:ListAccounts', Resource: '*', Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.7/32' } } },
        {
          Effect: 'Allow',
          Action: 'iam:GetUser',
          Resource: `arn:aws:iam::${acme}:user/bo`,
          Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.7/32' } },
        },
      ],
    });
    expect(unused).toBe(`Granted now, and not used in the last 90 days: ${actions.length - 2}`);
    expect(more).toContain('  chime:DeleteAccount');
    expect(more.at(-1)).toBe('Used in that time, and not granted now: 0');
    await world.ana.call(PutUserPolicy, { UserName: 'carol', PolicyName: 'all', PolicyDocument: policy });
    expect(await calls()).toEqual([200, 200]);
    expect((await carol.attempt(CreateAccount, { Name: 'x' })).status).toBe(403);
    expect((await carol.attempt(GetUser, { UserName: 'carol' })).status).toBe(403);
    expect((await carol.attempt(ListUsers, {})).status).toBe(403);
  });

  test('says what was used and is not granted now', async () => {
    await world.ana.call(PutUserPolicy, { UserName: 'carol', PolicyName: 'all', PolicyDocument: allow('chime:ListAccounts') });
    expect((await runCommand(world, policyLeast, [arn])).slice(-2)).toEqual([
      'Used in that time, and not granted now: 1',
      `  iam:GetUser on arn:aws:iam::${acme}:user/bo`,
    ]);
  });

  test('looks back as far as it is told', async () => {
    world.clock.advance(8 * 24 * 60 * 60 * 1000);
    expect(await runCommand(world, policyLeast, [arn, '--days', '7'])).toEqual([
      `${arn} has done nothing in the last 7 days that needs a permission.`,
    ]);
    expect((await runCommand(world, policyLeast, [arn, '--days', '9'])).length).toBeGreaterThan(1);
  });

  test('refuses what is no user or role', async () => {
    await expect(runCommand(world, policyLeast, ['carol'])).rejects.toThrow('carol is no ARN of a user or role');
    await expect(runCommand(world, policyLeast, [`${arn}x`])).rejects.toThrow(`The entity with ARN ${arn}x cannot be found.`);
    await expect(runCommand(world, policyLeast, [arn, '--days', 'many'])).rejects.toThrow('--days many is no number of days.');
  });
});
