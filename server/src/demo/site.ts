import { drawAccounts } from './accounts.ts';

/** All of a demonstration that follows from seed and time: the same for the same two. */
export interface Demo {
  readonly seed: number;
  readonly now: number;
  readonly awsAccountId: string;
  /** Of the AWS account that manages one of the Chime accounts as a delegate. */
  readonly delegateAwsAccountId: string;
  readonly accounts: ReturnType<typeof drawAccounts>;
}

/** The seed of `npm start -- --demo`, of the end-to-end tests and of the screenshots. */
export const demoSeed = 1;

/** Draws a demonstration. Pure. @param now epoch milliseconds: the newest of it is of today */
export function drawDemo(seed: number, now: number): Demo {
  // Numbers that AWS's own examples use.
  return { seed, now, awsAccountId: '123456789012', delegateAwsAccountId: '444455556666', accounts: drawAccounts(seed, now) };
}
