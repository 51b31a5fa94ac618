import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import {
  AccessDenied,
  AccessDeniedException,
  BadRequestException,
  ConflictException,
  UnknownOperationException,
  ValidationError,
} from '../../src/errors.ts';
import type { Operation } from '../../src/operation.ts';
import { operations } from '../../src/operations/all.ts';
import { encodeCall } from '../support/call.ts';
import { signedRequest } from '../support/sign.ts';
import { everythingInUse, exampleOf } from '../support/stage.ts';
import type { Reply } from '../support/world.ts';

// Whatever Ana sends, only declared errors come out, and never a 500: the world also reports every fault.

const world = await everythingInUse();
afterAll(() => world.close());
const runs = { numRuns: 400 };

/** What the pipeline itself may answer to any call. */
const always = [AccessDenied, AccessDeniedException, BadRequestException, ConflictException, UnknownOperationException, ValidationError];
/** Their names on the wire, where a protocol or service has its own. */
const frontDoor = ['MalformedQueryString', 'InvalidAction', 'ValidationException'];

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 40 }),
  fc.constantFrom('', '\0', 'a\0b', '\ud800', '%', '%00', '../..', '__proto__', 'x'.repeat(5000)),
);
const value = fc.oneof(
  text,
  fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }),
  fc.constantFrom(0, -1, 1e308, 2 ** 53, null, true, [], {}),
);

test('to query strings and paths', async () => {
  const reads = operations.filter(
    ({ binding }) => binding.protocol === 'rest-json' && (binding.method === 'GET' || binding.method === 'DELETE'),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...reads), fc.dictionary(fc.constantFrom(...memberNames(reads)), text), async (operation, input) => {
      const wellFormed = Object.fromEntries(Object.entries(input).map(([name, one]) => [name, one.toWellFormed()]));
      await expectDeclared(operation, { ...exampleOf(operation), ...wellFormed });
    }),
    runs,
  );
});

test('to query strings that are none', async () => {
  const part = fc.string({ unit: fc.constantFrom('&', '=', '%', '+', 'a', '%41', '%zz', '%ff', '?', '/', ';', 'X-Amz-', 'operation') });
  await fc.assert(
    fc.asyncProperty(part, part, async (path, query) => {
      const request = {
        method: 'GET',
        url: `http://carillon.test/${path.replaceAll('?', '')}?${query}`,
        date: world.clock.now(),
        ...keyOfAna(),
      };
      const signed = await signOrNothing(request);
      if (signed) expectNoFault(await world.send(signed));
    }),
    runs,
  );
});

test('to JSON bodies', async () => {
  const writes = operations.filter(
    ({ binding }) => binding.protocol === 'rest-json' && (binding.method === 'POST' || binding.method === 'PUT'),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...writes),
      fc.dictionary(fc.constantFrom(...memberNames(writes), '__proto__', 'constructor'), value),
      async (operation, input) => {
        await expectDeclared(operation, { ...exampleOf(operation), ...withoutLabels(operation, input) });
      },
    ),
    runs,
  );
});

test('to bytes that are no JSON', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 64 }), async (body) => {
      const reply = await world.send(
        signedRequest({ method: 'POST', url: 'http://carillon.test/accounts', body, date: world.clock.now(), ...keyOfAna() }),
      );
      expectNoFault(reply);
    }),
    runs,
  );
});

test('to forms', async () => {
  const queries = operations.filter(({ binding }) => binding.protocol === 'query');
  const names = memberNames(queries).flatMap((name) => [
    name,
    `${name}.member.1`,
    `${name}.member.1.Key`,
    `${name}.member.0`,
    `${name}.entry.1`,
  ]);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...queries), fc.dictionary(fc.constantFrom(...names), text), async (operation, input) => {
      await expectDeclared(operation, { ...exampleOf(operation), ...input });
    }),
    runs,
  );
});

async function expectDeclared(operation: Operation, input: Record<string, unknown>): Promise<void> {
  const reply = await world.ana.attempt(operation, input);
  expectNoFault(reply);
  if (reply.status < 300) return;
  const code = reply.headers['x-amzn-errortype'] ?? /<Code>(\w+)<\/Code>/.exec(reply.body)?.[1];
  const allowed = [...operation.errors, ...always].map((Declared) => new Declared('').code);
  expect([...allowed, ...frontDoor], `${encodeCall(operation, input).target} answered ${reply.body}`).toContain(code);
}

function expectNoFault(reply: Reply): void {
  expect(world.faults.splice(0)).toEqual([]);
  expect(reply.status).toBeLessThan(500);
  if (reply.headers['content-type']?.startsWith('application/json') && reply.body !== '') JSON.parse(reply.body);
}

function memberNames(of: readonly Operation[]): string[] {
  return [...new Set(of.flatMap(({ input }) => Object.keys(input.shape)))];
}

/** Labels stay as the example has them: what a path may hold is another test. */
function withoutLabels({ binding }: Operation, input: Record<string, unknown>): Record<string, unknown> {
  const path = binding.protocol === 'rest-json' ? binding.path : '';
  return Object.fromEntries(Object.entries(input).filter(([name]) => !path.includes(`{${name}}`)));
}

function keyOfAna(): { accessKeyId: string; secretAccessKey: string } {
  const { accessKeyId, secretAccessKey } = world.ana;
  return { accessKeyId, secretAccessKey };
}

/** The signer refuses to sign what is no percent-encoding. */
async function signOrNothing(request: Parameters<typeof signedRequest>[0]): Promise<ReturnType<typeof signedRequest> | undefined> {
  try {
    return signedRequest(request);
  } catch {
    return undefined;
  }
}
