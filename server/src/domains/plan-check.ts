import { DomainCheck } from '../shapes/domain.ts';
import { dayMs, toTimestamp } from '../shapes/timestamp.ts';
import type { DomainRow } from '../store/domains.ts';
import type { Check, Finding } from './diagnosis.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** A claim without proof is looked at after 30 seconds, then twice as long each time, up to an hour. */
const pendingMinMs = 30_000;
const pendingMaxMs = hourMs;
/** A claim that is not proved within this time has failed, and is checked no more. */
const pendingForMs = 30 * dayMs;
/** How soon a proof is looked for again when its servers did not answer. */
const silenceMs = hourMs;
/** A proof may be missing this long before the account is warned, and before the verification is lost. */
export const warnAfterMs = 7 * dayMs;
export const loseAfterMs = 30 * dayMs;

/** The claim as it is after a check. `isTaken` = another account holds the domain. */
export function planCheck(claim: DomainRow, finding: Finding, isTaken: boolean, now: number): DomainRow {
  if (isTaken) return planDefeat(claim, now);
  const isHeld = claim.status === 'Verified' || claim.status === 'VerificationLost';
  if (isHeld ? finding.isPresent : finding.isProof) {
    return {
      ...checked(claim, finding.check),
      status: 'Verified',
      verified_at: claim.verified_at ?? now,
      proof_missing_since: null,
      // Whoever registered with the domain has yet to join, which is the next check's first work.
      next_check_at: claim.status === 'Verified' ? now + dayMs : now,
      failures: 0,
    };
  }
  return isHeld ? planMissing(claim, finding, now) : planPending(claim, finding, now);
}

/** The claim once another account has proved the domain. */
export function planDefeat(claim: DomainRow, now: number): DomainRow {
  const check: Check = {
    CheckedAt: toTimestamp(now),
    Diagnosis: 'RecordMissing',
    Message: `Another account has proved ${claim.name} first, and so this claim has failed. If the domain is yours, remove the other record from it, and ask its holder or your operator to give it up; then add the domain again.`,
    Servers: [],
  };
  return { ...checked(claim, check), status: 'Failed', proof_missing_since: null, next_check_at: null };
}

/** Whether the last check found the proof missing for so long that the account was warned. */
export function isWarned({ last_check: check, proof_missing_since: since }: DomainRow): boolean {
  if (check === null || since === null) return false;
  return Date.parse(DomainCheck.parse(JSON.parse(check)).CheckedAt) - since >= warnAfterMs;
}

/** The claim when nobody has joined who could: what is left for the next day. */
export function planSettled(claim: DomainRow, now: number): DomainRow {
  return { ...claim, next_check_at: now + dayMs };
}

function planPending(claim: DomainRow, { check }: Finding, now: number): DomainRow {
  const failures = claim.failures + 1;
  const hasFailed = claim.status === 'Failed' || now - claim.created_at >= pendingForMs;
  const wait = Math.min(pendingMaxMs, pendingMinMs * 2 ** Math.min(failures, 30));
  return {
    ...checked(
      claim,
      hasFailed
        ? { ...check, Message: `${check.Message} The claim is checked no more: when the record is in place, use CheckDomain.` }
        : check,
    ),
    status: hasFailed ? 'Failed' : 'PendingVerification',
    next_check_at: hasFailed ? null : now + wait,
    failures,
  };
}

function planMissing(claim: DomainRow, { check }: Finding, now: number): DomainRow {
  const since = claim.proof_missing_since ?? now;
  const isLost = claim.status === 'VerificationLost' || now - since >= loseAfterMs;
  const isSilent = check.Diagnosis === 'Timeout' || check.Diagnosis === 'ServerFailure';
  return {
    ...checked(claim, { ...check, Message: `${check.Message}${consequence(since, isLost, now)}` }),
    status: isLost ? 'VerificationLost' : 'Verified',
    proof_missing_since: since,
    next_check_at: now + (isSilent ? silenceMs : dayMs),
    failures: claim.failures + 1,
  };
}

/** What comes, or came, of a proof that is missing. */
function consequence(since: number, isLost: boolean, now: number): string {
  if (isLost) return ' The verification is lost: nobody new joins the account by this domain until the record is back.';
  const warning = now - since >= warnAfterMs ? ' Warning:' : '';
  return `${warning} The proof is missing since ${day(since)}; on ${day(since + loseAfterMs)} the verification is lost.`;
}

function day(time: number): string {
  return toTimestamp(time).slice(0, 10);
}

function checked(claim: DomainRow, check: Check): DomainRow {
  return { ...claim, last_check: JSON.stringify(check) };
}
