import type { z } from 'zod';
import { challengeName } from '../domains/name-servers.ts';
import { DomainCheck, type Domain } from '../shapes/domain.ts';
import { toTimestamp } from '../shapes/timestamp.ts';
import type { DomainRow } from '../store/domains.ts';

/** A claim of a domain as the wire shows it. */
export function toDomain(row: DomainRow): z.input<typeof Domain> {
  return {
    DomainName: row.name,
    AccountId: row.account_id,
    Status: row.status,
    VerificationRecord: { Name: challengeName(row.name), Type: 'TXT', Value: row.token },
    CreatedTimestamp: toTimestamp(row.created_at),
    VerifiedAt: optional(row.verified_at),
    ProofMissingSince: optional(row.proof_missing_since),
    LastCheck: row.last_check === null ? undefined : DomainCheck.parse(JSON.parse(row.last_check)),
    NextCheckAt: optional(row.next_check_at),
  };
}

function optional(time: number | null): string | undefined {
  return time === null ? undefined : toTimestamp(time);
}
