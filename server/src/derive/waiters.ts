import type { Operation } from '../operation.ts';

interface Waiter {
  readonly operation: string;
  readonly delay: number;
  readonly maxAttempts: number;
  readonly acceptors: readonly { matcher: 'path'; argument: string; expected: string; state: 'success' | 'failure' }[];
}

/** The states that administrators wait for; each ends within an hour or fails. */
const waiters: Readonly<Record<string, Waiter>> = {
  DataExportReady: {
    operation: 'RetrieveDataExports',
    delay: 15,
    maxAttempts: 240,
    acceptors: ends('DataExports[0].Status', 'Ready', ['Failed', 'Expired']),
  },
  DomainVerified: {
    operation: 'GetDomain',
    delay: 30,
    maxAttempts: 120,
    acceptors: ends('Domain.Status', 'Verified', ['Failed', 'VerificationLost']),
  },
};

function ends(argument: string, success: string, failures: readonly string[]): Waiter['acceptors'] {
  return [
    { matcher: 'path', argument, expected: success, state: 'success' },
    ...failures.map((expected) => ({ matcher: 'path', argument, expected, state: 'failure' }) as const),
  ];
}

/** `waiters-2.json`: `aws chime wait domain-verified …`. */
export function waitersModel(operations: readonly Operation[]): object {
  const names = new Set(operations.map(({ name }) => name));
  return { version: 2, waiters: Object.fromEntries(Object.entries(waiters).filter(([, { operation }]) => names.has(operation))) };
}
