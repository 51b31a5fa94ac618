import { statement, type Tx } from './database.ts';

/**
 * Frees what other processes were working on: for a process that knows itself to be the only one on the database, such as
 * the holder of the data folder's lock. Whoever held these leases is dead, and nobody need wait until they run out.
 */
export async function freeLeases(tx: Tx): Promise<void> {
  await tx.run(freeJobs, {});
  await tx.run(freeDirectoryRuns, {});
  await tx.run(freeMessages, {});
}

const freeJobs = statement('freeJobs', (sql) => sql.updateTable('jobs').set({ lease_until: 0 }).where('lease_until', '>', 0));

const freeDirectoryRuns = statement('freeDirectoryRuns', (sql) =>
  sql.updateTable('directory_runs').set({ lease_until: 0 }).where('finished_at', 'is', null).where('state', '=', 'Running'),
);

const freeMessages = statement('freeMessages', (sql) =>
  sql.updateTable('outbox').set({ lease_until: 0 }).where('status', '=', 'NotSent').where('lease_until', '>', 0),
);
