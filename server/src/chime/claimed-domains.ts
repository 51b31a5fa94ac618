import { domainOfAddress } from '../domains/name.ts';
import type { Tx } from '../store/database.ts';
import { findVerifiedDomain } from '../store/domains.ts';

/** Those of the addresses' domains that an account has proved, whichever it is. */
export async function findClaimedDomains(tx: Tx, addresses: readonly string[]): Promise<ReadonlySet<string>> {
  const claimed = new Set<string>();
  for (const name of new Set(addresses.map((address) => domainOfAddress(address) ?? ''))) {
    if (await findVerifiedDomain(tx, name)) claimed.add(name);
  }
  return claimed;
}
