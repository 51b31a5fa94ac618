import { toTimestamp } from '../shapes/timestamp.ts';
import type { AccountRow } from '../store/accounts.ts';
import type { Tx } from '../store/database.ts';
import type { DomainRow } from '../store/domains.ts';
import { recordOwnEvents, type Moment, type OwnEvent } from '../store/own-events.ts';
import { isWarned } from './plan-check.ts';

/** What the proof of a domain, or its absence, has changed for one account. */
export interface DomainChange {
  readonly account: AccountRow;
  readonly events: readonly OwnEvent[];
}

/** Records the changes in the transaction that makes them; every account's AWS account learns of its own. */
export async function auditDomain(tx: Tx, changes: readonly DomainChange[], moment: Moment): Promise<void> {
  const requestId = moment.newId();
  // In one order, so that two checks that concern the same AWS accounts do not wait for each other.
  for (const { account, events } of changes.toSorted((a, b) => (a.account.aws_account_id < b.account.aws_account_id ? -1 : 1))) {
    await recordOwnEvents(tx, account, { invokedBy: 'domain-check', requestId }, events, moment);
  }
}

/**
 * What the account learns of a check: that its claim is proved, has failed, is about to be lost, or is lost. A check that
 * finds what the last one found says nothing: the claim itself tells when it was last looked at.
 */
export function eventsOfCheck(before: DomainRow, after: DomainRow): OwnEvent[] {
  const { name: DomainName } = after;
  if (after.status !== before.status) {
    const name = nameOf(after.status);
    return name === undefined ? [] : [{ name, parameters: { DomainName } }];
  }
  if (after.proof_missing_since === null || !isWarned(after) || isWarned(before)) return [];
  return [{ name: 'DomainProofMissing', parameters: { DomainName, MissingSince: toTimestamp(after.proof_missing_since) } }];
}

function nameOf(status: DomainRow['status']): string | undefined {
  switch (status) {
    case 'Verified':
      return 'DomainVerified';
    case 'Failed':
      return 'DomainVerificationFailed';
    case 'VerificationLost':
      return 'DomainVerificationLost';
    case 'PendingVerification':
      return undefined;
  }
}
