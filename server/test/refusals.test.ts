import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Operation } from '../src/operation.ts';
import { operations } from '../src/operations/all.ts';
import { CreateAccessKey } from '../src/operations/iam/CreateAccessKey.ts';
import { CreateRole } from '../src/operations/iam/CreateRole.ts';
import { CreateUser } from '../src/operations/iam/CreateUser.ts';
import { PutUserPolicy } from '../src/operations/iam/PutUserPolicy.ts';
import type { Principal } from '../src/principal.ts';
import { membersOf } from '../src/shapes/schema.ts';
import type { Tx } from '../src/store/database.ts';
import { encodeCall } from './support/call.ts';
import { signedRequest } from './support/sign.ts';
import { exampleOf } from './support/stage.ts';
import { acme, createWorld, type Person, type Reply } from './support/world.ts';

// What every operation must refuse, derived from the declarations: an operation that is added is tested here at once.

const world = await createWorld();
// The one role that examples speak of; what it trusts is not what these tests are about.
await world.ana.call(CreateRole, CreateRole.input.parse(exampleOf(CreateRole)));
const nobody = await newUser('nobody');
const limited = await newUser('limited');
afterAll(() => world.close());

/** Examples name their resources; of the caller, only the AWS account shows in them. */
const somebody: Principal = {
  kind: 'user',
  awsAccountId: acme,
  arn: `arn:aws:iam::${acme}:user/limited`,
  principalId: '',
  userName: '',
  accessKeyId: '',
  tags: {},
};

interface Needed {
  readonly action: string;
  readonly resource: string;
}

/** What each operation's example needs: asked before the tests are collected, because each decision becomes a test. */
const needed = new Map<Operation, readonly Needed[]>();
await world.database.read(acme, async (tx) => {
  for (const operation of operations) needed.set(operation, await actionsOf(operation, tx));
});

// Whoever brings the token of an identity provider signs nothing: see operations/sts/AssumeRoleWithWebIdentity.test.ts.
const signedOnes = operations.filter(({ takesWebIdentity }) => !takesWebIdentity);
const all = signedOnes.map((operation) => [`${operation.service}:${operation.name}`, operation] as const);
const minuteMs = 60_000;

describe.each(all)('%s refuses', (_, operation: Operation) => {
  const isQuery = operation.binding.protocol === 'query';

  test('a request without a signature', async () => {
    const { method, target, headers, body } = encodeCall(operation, exampleOf(operation));
    const rawHeaders = ['host', 'carillon.test', ...Object.entries(headers).flat()];
    const reply = await world.send({ method, target, rawHeaders, body: Buffer.from(body) });
    expect(shown(reply)).toEqual(
      isQuery
        ? [403, 'MissingAuthenticationToken', 'Request is missing Authentication Token']
        : [403, 'MissingAuthenticationTokenException', 'Missing Authentication Token'],
    );
  });

  test('a signature that is not right', async () => {
    const request = signed(operation, world.ana, world.clock.now());
    const rawHeaders = request.rawHeaders.map((value) =>
      value.replace(/Signature=(.)/, (_match, digit) => `Signature=${digit === '0' ? '1' : '0'}`),
    );
    expect(shown(await world.send({ ...request, rawHeaders }))).toMatchObject([
      403,
      ...mismatch(isQuery, /^The request signature we calculated does not match/),
    ]);
  });

  test('a signature of a secret that the key does not have', async () => {
    const impostor = { accessKeyId: world.ana.accessKeyId, secretAccessKey: world.gil.secretAccessKey };
    expect(shown(await world.send(signed(operation, impostor, world.clock.now())))).toMatchObject([
      403,
      ...mismatch(isQuery, /does not match/),
    ]);
  });

  test('a signature that has expired', async () => {
    const request = signed(operation, world.ana, world.clock.now() - 5 * minuteMs - 1_000);
    expect(shown(await world.send(request))).toMatchObject([
      403,
      ...mismatch(isQuery, /^Signature expired: \w+ is now earlier than \w+ \(\w+ - 5 min\.\)$/),
    ]);
  });

  test('a signature of a clock that is ahead', async () => {
    const request = signed(operation, world.ana, world.clock.now() + 5 * minuteMs + 1_000);
    expect(shown(await world.send(request))).toMatchObject([
      403,
      ...mismatch(isQuery, /^Signature not yet current: \w+ is still later than \w+ \(\w+ \+ 5 min\.\)$/),
    ]);
  });

  for (const { action, resource } of neededFor(operation).slice(0, 1)) {
    test(`a user without a policy, naming ${action}`, async () => {
      const reply = await nobody.attempt(operation, exampleOf(operation));
      expect(shown(reply)).toEqual([
        403,
        ...denial(
          operation,
          'nobody',
          `${action} on resource: ${resource.replace('user/limited', 'user/nobody')} because no identity-based policy allows the ${action} action`,
        ),
      ]);
      if (operation.service === 'chime') expect(JSON.parse(reply.body)).toMatchObject({ Code: 'AccessDenied' });
    });
  }

  for (const { action, resource } of neededFor(operation)) {
    test(`a user who may do everything else, naming ${action} on ${resource}`, async () => {
      const others = neededFor(operation).filter((other) => other.action !== action || other.resource !== resource);
      await allow(others.map((other) => ({ Effect: 'Allow', Action: other.action, Resource: other.resource })));
      const reply = await limited.attempt(operation, exampleOf(operation));
      expect(shown(reply)).toEqual([
        403,
        ...denial(operation, 'limited', `${action} on resource: ${resource} because no identity-based policy allows the ${action} action`),
      ]);
    });

    test(`a user for whom ${action} on ${resource} is explicitly denied, naming the policy`, async () => {
      await allow([
        { Effect: 'Allow', Action: '*', Resource: '*' },
        { Effect: 'Deny', Action: action, Resource: resource },
      ]);
      const reply = await limited.attempt(operation, exampleOf(operation));
      const policy = `arn:aws:iam::${acme}:user/limited (inline policy only)`;
      expect(shown(reply)).toEqual([
        403,
        ...denial(operation, 'limited', `${action} on resource: ${resource} with an explicit deny in an identity-based policy: ${policy}`),
      ]);
    });
  }

  test('nothing of its own example: that is valid', async () => {
    expect(operation.input.safeParse(operation.example).error).toBeUndefined();
  });

  const required = requiredMembers(operation);
  if (required.length > 0) {
    test(`a call without ${required.join(', ')}, naming all of them at once`, async () => {
      const input = Object.fromEntries(Object.entries(exampleOf(operation)).filter(([name]) => !required.includes(name)));
      const [status, code, message] = shown(await world.ana.attempt(operation, input));
      expect([status, code]).toEqual([400, invalidInput(operation)]);
      expect(message).toMatch(new RegExp(`^${required.length} validation errors? detected: `));
      for (const name of required)
        expect(message).toContain(`Value null at '${lowerFirst(name)}' failed to satisfy constraint: Member must not be null`);
    });
  }

  for (const [name, wrong] of wrongValues(operation)) {
    test(`${name} of the wrong type, naming it`, async () => {
      const [status, code, message] = shown(await world.ana.attempt(operation, { ...exampleOf(operation), [name]: wrong }));
      expect([status, code]).toEqual([400, invalidInput(operation)]);
      expect(message).toContain(`Value at '${lowerFirst(name)}' failed to satisfy constraint: Member must `);
    });
  }
});

async function newUser(UserName: string): Promise<Person> {
  await world.ana.call(CreateUser, { UserName });
  const { AccessKey } = await world.ana.call(CreateAccessKey, { UserName });
  return world.withKey(AccessKey.AccessKeyId, AccessKey.SecretAccessKey);
}

/** Gives the limited user this policy instead of the one before. */
async function allow(statements: readonly object[]): Promise<void> {
  // A policy has at least one statement; this one also shows that another service's permission is of no help.
  const Statement = [{ Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' }, ...statements];
  await world.ana.call(PutUserPolicy, {
    UserName: 'limited',
    PolicyName: 'only',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
  });
}

/** What the declaration says a call of the example needs, in the order in which it is decided. */
async function actionsOf(operation: Operation, tx: Tx): Promise<Needed[]> {
  const { service, action, needs } = operation;
  const input = operation.input.parse(exampleOf(operation));
  const names = action ? [action.name] : (needs?.from?.(input) ?? needs?.actions ?? []);
  const resource = (await action?.resource?.(input, somebody, tx)) ?? '*';
  const own = names.map((name) => ({ action: `${service}:${name}`, resource }));
  const dependent = (action ?? needs)?.dependsOn
    ?.filter(({ when }) => when?.(input, somebody) ?? true)
    .map(async (one) => ({ action: one.action, resource: await one.resource(input, somebody, tx) }));
  return [...own, ...(await Promise.all(dependent ?? []))];
}

function neededFor(operation: Operation): readonly Needed[] {
  return needed.get(operation) ?? [];
}

function signed(operation: Operation, { accessKeyId, secretAccessKey }: Pick<Person, 'accessKeyId' | 'secretAccessKey'>, date: number) {
  const { method, target, headers, body } = encodeCall(operation, exampleOf(operation));
  return signedRequest({
    method,
    url: `http://carillon.test${target}`,
    headers,
    body,
    accessKeyId,
    secretAccessKey,
    service: operation.service,
    date,
  });
}

/** Status, error code and message of an answer, in either protocol. */
function shown({ status, headers, body }: Reply): [number, string | undefined, string | undefined] {
  if (headers['content-type']?.startsWith('application/json')) {
    const { Message, message } = z.object({ Message: z.string().optional(), message: z.string().optional() }).parse(JSON.parse(body));
    return [status, headers['x-amzn-errortype'], Message ?? message];
  }
  if (headers['content-type'] === 'application/x-amz-json-1.1') {
    const { __type, message } = z.object({ __type: z.string(), message: z.string() }).parse(JSON.parse(body));
    return [status, __type, message];
  }
  const text = (name: string) =>
    new RegExp(`<${name}>(.*?)</${name}>`).exec(body)?.[1]?.replaceAll('&apos;', "'").replaceAll('&quot;', '"');
  return [status, text('Code'), text('Message')];
}

function mismatch(isQuery: boolean, message: RegExp): unknown[] {
  return [isQuery ? 'SignatureDoesNotMatch' : 'InvalidSignatureException', expect.stringMatching(message)];
}

function denial({ binding }: Operation, userName: string, rest: string): [string, string] {
  return [
    binding.protocol === 'query' ? 'AccessDenied' : 'AccessDeniedException',
    `User: arn:aws:iam::${acme}:user/${userName} is not authorized to perform: ${rest}`,
  ];
}

/** Members that a client can leave out although it must not: all but path labels. */
function requiredMembers({ input, binding }: Operation): string[] {
  const path = binding.protocol === 'rest-json' ? binding.path : '';
  const lists = binding.protocol === 'query' ? isList : () => false;
  return membersOf(input)
    .filter(([name, schema]) => !path.includes(`{${name}}`) && !z.safeParse(schema, undefined).success && !lists(schema))
    .map(([name]) => name);
}

/** The Query protocol cannot tell an absent list from an empty one. */
function isList(schema: z.core.$ZodType): boolean {
  return schema instanceof z.ZodArray;
}

/** For each member a value that the wire can carry and its schema does not allow because of its type. */
function wrongValues({ input, binding }: Operation): [string, unknown][] {
  const takesBody =
    binding.protocol === 'json' || (binding.protocol === 'rest-json' && (binding.method === 'POST' || binding.method === 'PUT'));
  const inQuery = binding.protocol === 'rest-json' ? (binding.inQuery ?? []) : [];
  const path = binding.protocol === 'rest-json' ? binding.path : '';
  return membersOf(input).flatMap(([name, schema]): [string, unknown][] => {
    if (path.includes(`{${name}}`)) return [];
    const inBody = takesBody && !inQuery.includes(name);
    // In query strings and forms, everything is text.
    const candidates = inBody ? [12, 'wrong'] : ['wrong!'];
    const wrong = candidates.find((value) => !z.safeParse(schema, value).success);
    return wrong === undefined || (!inBody && isText(schema)) ? [] : [[name, wrong]];
  });
}

function isText(schema: z.core.$ZodType): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return isText(schema.unwrap());
  return schema instanceof z.ZodString || schema instanceof z.ZodArray;
}

/** What the service calls input that its schema refuses. */
function invalidInput({ service, binding }: Operation): string {
  if (service === 'access-analyzer' || service === 'cloudtrail') return 'ValidationException';
  return binding.protocol === 'query' ? 'ValidationError' : 'BadRequestException';
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
