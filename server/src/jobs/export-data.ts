import { runNextExport, type ExportSurroundings } from '../exports/run-export.ts';
import { dayMs } from '../shapes/timestamp.ts';
import { forgetExportsBefore } from '../store/data-exports.ts';
import type { Job } from './job.ts';

/** Exports that one process works on before it lets go: the next turn goes on. */
const exportsMax = 20;
/** How long it can be seen that there was an export. */
const keptMs = 400 * dayMs;
const forgottenMax = 500;

/**
 * Makes the exports that StartDataExport asked for. They have leases of their own, so that one which takes longer than this
 * job's is not begun by a second process, and several processes share many.
 */
export function createExportData({ newId, ...machine }: Pick<ExportSurroundings, 'objects' | 'now'> & { newId(): string }): Job {
  const owner = newId();
  return {
    name: 'export-data',
    intervalMs: 10_000,
    leaseMs: 60_000,
    async run({ database, now }) {
      let count = await database.write('', (tx) => forgetExportsBefore(tx, now - keptMs, forgottenMax));
      for (let exports = 0; exports < exportsMax && (await runNextExport({ ...machine, database, owner })); exports += 1) count += 1;
      return count;
    },
  };
}
