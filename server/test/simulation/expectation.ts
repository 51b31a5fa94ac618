import { expect } from 'vitest';
import type { Operation } from '../../src/operation.ts';
import type { Reply } from '../support/world.ts';
import type { Move } from './move.ts';
import { isAllowed } from './rights.ts';
import { findDifference, Refusal, type Expected, type IamUser, type Key, type Tenant } from './state.ts';

/** Who calls. */
export interface Caller {
  /** undefined = the administrator. */
  readonly user: IamUser | undefined;
  readonly key: Key;
  /** The key is of no use: which code the front door answers. */
  readonly refusal: 'unknown key' | 'wrong signature' | undefined;
}

/** The front door, the shape of the input, the caller's rights, and then what the operation itself says. */
export function expectation(move: Move, { user, refusal }: Caller, tenant: Tenant, now: number): Expected {
  const isQuery = move.operation.binding.protocol === 'query';
  if (refusal) return { status: 403, code: frontDoorCodes[refusal][isQuery ? 'query' : 'rest'] };
  if (move.invalid) return { status: 400, code: isQuery ? 'ValidationError' : 'BadRequestException' };
  const owner = user && tenant.people.find(({ name }) => name === user.name);
  if (
    !isAllowed(
      owner,
      move.needs.map((need) => ({ ...need, now })),
    )
  )
    return { status: 403, code: isQuery ? 'AccessDenied' : 'AccessDeniedException' };
  try {
    return move.apply(tenant, now);
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, code: error.code };
    throw error;
  }
}

const frontDoorCodes = {
  'unknown key': { query: 'InvalidClientTokenId', rest: 'UnrecognizedClientException' },
  'wrong signature': { query: 'SignatureDoesNotMatch', rest: 'InvalidSignatureException' },
} as const;

/** Fails where the answer is not the expected one, and takes over what the server chose. */
export function compare(operation: Operation, expected: Expected, reply: Reply): void {
  const isQuery = operation.binding.protocol === 'query';
  const code = isQuery ? /<Code>(.*?)<\/Code>/.exec(reply.body)?.[1] : reply.headers['x-amzn-errortype'];
  expect({ status: reply.status, code }, `${operation.name} answered ${reply.body}`).toEqual({
    status: expected.status,
    code: expected.code,
  });
  if (expected.body === undefined) return;
  const actual = isQuery ? readElements(reply.body, Object.keys(expected.body ?? {})) : JSON.parse(reply.body);
  expect(findDifference(expected.body, actual), `${operation.name} answered ${reply.body}`).toBeUndefined();
}

/** The texts of XML elements, by name. */
function readElements(xml: string, names: readonly string[]): Record<string, string[]> {
  return Object.fromEntries(
    names.map((name) => [name, Array.from(xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'g')), ([, text = '']) => text)]),
  );
}
