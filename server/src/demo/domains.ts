import type { z } from 'zod';
import { tokenPrefix } from '../domains/diagnosis.ts';
import type { DomainCheck } from '../shapes/domain.ts';
import { dayMs, toTimestamp } from '../shapes/timestamp.ts';
import type { DomainRow } from '../store/domains.ts';
import type { Chance } from './chance.ts';
import { seededBytes } from './ids.ts';

type Check = z.input<typeof DomainCheck>;

interface Claim {
  readonly accountId: string;
  readonly name: string;
  readonly status: DomainRow['status'];
  /** When it was claimed, epoch milliseconds. */
  readonly at: number;
  readonly now: number;
}

const hourMs = 3_600_000;

/**
 * A claim of a domain as it is after its newest check. Nobody ever finds the proofs of a demonstration, so they are
 * looked for no more: without that, its domains would be lost after a month, one look at the DNS each hour.
 */
export function drawClaim(chance: Chance, { accountId, name, status, at, now }: Claim): DomainRow {
  const token = `${tokenPrefix}${Buffer.from(seededBytes(chance, 32)).toString('base64url')}`;
  const isProved = status === 'Verified' || status === 'VerificationLost';
  return {
    account_id: accountId,
    name,
    status,
    token,
    created_at: at,
    verified_at: isProved ? at + hourMs : null,
    proof_missing_since: status === 'VerificationLost' ? now - 34 * dayMs : null,
    last_check: JSON.stringify(newestCheck(name, status, token, now)),
    next_check_at: null,
    failures: status === 'PendingVerification' ? 9 : 0,
  };
}

function newestCheck(name: string, status: DomainRow['status'], token: string, now: number): Check {
  const CheckedAt = toTimestamp(now - (now % hourMs) - hourMs);
  switch (status) {
    case 'Verified':
      return { CheckedAt, Diagnosis: 'RecordFound', Message: `The record of ${name} is there.`, Servers: servers('Found', [token]) };
    case 'PendingVerification':
      return {
        CheckedAt,
        Diagnosis: 'HostDoubled',
        Message: `The record stands at _carillon-challenge.${name}.${name}: the form of your DNS provider adds the domain by itself. Enter only _carillon-challenge as its host.`,
        Servers: servers('Missing', []),
      };
    case 'VerificationLost':
      return {
        CheckedAt,
        Diagnosis: 'RecordMissing',
        Message: `No server has the record of ${name} any more. Whoever is a user stays one, but nobody joins by this domain until the record is back.`,
        Servers: servers('Missing', ['v=spf1 -all']),
      };
    case 'Failed':
      return {
        CheckedAt,
        Diagnosis: 'RecordMissing',
        Message: `Another account has proved ${name} first, and so this claim has failed.`,
        Servers: [],
      };
  }
}

function servers(outcome: 'Found' | 'Missing', values: string[]): Check['Servers'] {
  return ['ns1', 'ns2'].map((host, index) => ({
    Server: `${host}.dns.example`,
    Address: `192.0.2.${53 + index}`,
    Outcome: outcome,
    Values: values,
  }));
}
