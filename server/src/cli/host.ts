import { statfs } from 'node:fs/promises';
import type { Host } from '../connections.ts';
import type { Database } from '../store/database.ts';

/** The machine under a process that serves. @param dataDir its data folder */
export function createHost({ now }: { now(): number }, database: Pick<Database, 'takesChanges'>, dataDir: string): Host {
  return {
    startedAt: now(),
    now,
    takesChanges: () => database.takesChanges(),
    async readDisk() {
      const { bsize, bavail, blocks } = await statfs(dataDir);
      return { freeBytes: bsize * bavail, totalBytes: bsize * blocks };
    },
  };
}
