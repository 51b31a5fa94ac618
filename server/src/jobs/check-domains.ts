import { diagnose } from '../domains/diagnosis.ts';
import { joinSome } from '../domains/join.ts';
import { recordCheck, settleClaim } from '../domains/record-check.ts';
import type { Connections } from '../connections.ts';
import type { Database } from '../store/database.ts';
import { listDueDomains, type DomainRow } from '../store/domains.ts';
import type { Moment } from '../store/own-events.ts';
import type { Job } from './job.ts';

/** Claims asked about at once, and how many times over in one run: a run stays well within its lease. */
const batch = 32;
const batchesMax = 3;
/** Transactions of people who join one account in one run; the next run goes on. */
const joinsMax = 50;

/**
 * Looks for the records of claims that are due: soon and ever more seldom until they are proved, then daily. Everything
 * that is still to be done is in the claims' rows, so that a run which ends half-way is taken up by the next.
 */
export function checkDomains({ nameServers }: Pick<Connections, 'nameServers'>, { newId }: Pick<Moment, 'newId'>): Job {
  return {
    name: 'check-domains',
    intervalMs: 10_000,
    leaseMs: 5 * 60_000,
    async run({ database, now }) {
      let count = 0;
      for (let batches = 0; batches < batchesMax; batches += 1) {
        const due = await database.read('', (tx) => listDueDomains(tx, now, batch));
        const outcomes = await Promise.allSettled(due.map((claim) => checkClaim({ database, nameServers, moment: { now, newId } }, claim)));
        // One claim that cannot be checked must not keep the others from it.
        for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
        count += due.length;
        if (due.length < batch) break;
      }
      return count;
    },
  };
}

interface Surroundings extends Pick<Connections, 'nameServers'> {
  readonly database: Database;
  readonly moment: Moment;
}

async function checkClaim({ database, nameServers, moment }: Surroundings, claim: DomainRow): Promise<void> {
  // Whoever registered before the verification has perhaps not joined yet.
  if (claim.status === 'Verified' && !(await joinAll(database, claim, moment))) return;
  const finding = diagnose(claim.name, claim.token, await nameServers.observe(claim.name, claim.token), moment.now);
  const checked = await database.write('', (tx) => recordCheck(tx, claim, finding, moment));
  if (checked?.status !== 'Verified' || claim.status === 'Verified') return;
  if (await joinAll(database, checked, moment)) await database.write('', (tx) => settleClaim(tx, checked, moment.now));
}

/** Answers whether everybody has joined who registered with the domain. */
async function joinAll(database: Database, domain: DomainRow, moment: Moment): Promise<boolean> {
  for (let joins = 0; joins < joinsMax; joins += 1) {
    if ((await database.write('', (tx) => joinSome(tx, domain, moment))).isDone) return true;
  }
  return false;
}
