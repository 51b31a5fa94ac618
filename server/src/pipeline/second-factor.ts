import { AccessDenied } from '../errors.ts';
import type { Database } from '../store/database.ts';
import { useMfaCode } from '../store/mfa-codes.ts';
import type { Caller } from './authorise.ts';
import { createThrottle } from './throttle.ts';

/** Checks the codes that requests bring. */
export interface SecondFactors {
  /**
   * The caller with the second factor that the input shows, or as it was if it shows none. Throws AccessDenied for a
   * wrong or used code, ThrottledClientException for guessing.
   */
  show(caller: Caller, input: Readonly<Record<string, unknown>>, request: { dryRun: boolean; now: number }): Promise<Caller>;
}

/** A device shows a new code every thirty seconds; more attempts than that are guesses. */
const attemptsPerSecond = 1 / 30;
const attemptsAtOnce = 5;

export function createSecondFactors(database: Database): SecondFactors {
  const attempts = createThrottle(attemptsPerSecond, attemptsAtOnce);
  return {
    async show(caller, { SerialNumber: serialNumber, TokenCode: code }, { dryRun, now }) {
      const { principal } = caller;
      if (serialNumber === undefined && code === undefined) return caller;
      if (typeof serialNumber !== 'string' || typeof code !== 'string')
        throw new AccessDenied('MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.');
      if (principal.kind !== 'user' || principal.session)
        throw new AccessDenied('MultiFactorAuthentication failed: only a user with a long-term key can show a second factor.');
      attempts.admit(principal, now);
      const use = { serialNumber, userId: principal.principalId, code, now };
      // A code counts as used even if the request is then refused; only a rehearsal leaves it unused.
      const isRight = await (dryRun ? database.rehearse : database.write)(principal.awsAccountId, (tx) => useMfaCode(tx, use));
      if (!isRight) throw new AccessDenied('MultiFactorAuthentication failed with invalid MFA one time pass code.');
      return { ...caller, principal: Object.freeze({ ...principal, mfa: { serialNumber, at: now } }) };
    },
  };
}
