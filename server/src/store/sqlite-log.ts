import { closeSync, fdatasync, fsyncSync, openSync } from 'node:fs';
import { messageOf } from '../errors.ts';
import { createCheckpointer } from './sqlite-checkpointer.ts';
import type { Connection } from './sqlite-connection.ts';

// SQLite appends each commit to its write-ahead log, and a checkpoint copies the log's pages into the database file. Both
// have to wait for the disk; here that happens beside the event loop. SQLite itself syncs, under `synchronous=NORMAL`,
// the log's new header before it writes over old pages, the log before a checkpoint and the database after it; what it
// leaves out, the sync of each commit, is done here before anybody is told of the commit. See docs/decisions/0008.

/** Pages of the log that are not in the database yet, at which a checkpoint begins beside the writes. 8 MB: more keeps the disk, and what waits for it, longer. */
const checkpointPages = 1_024;
/** Pages of the log at which writes wait for a checkpoint, so that it can begin anew. 128 MB. */
const logPagesMax = 16_384;
/** After a checkpoint that failed the next one begins no earlier: each may have to start a thread. */
const retryMs = 1_000;

/** The write-ahead log of a SQLite file. */
export interface Log {
  /** Resolves when everything that was committed is on disk. Rejects with what the operating system says. */
  sync(): Promise<void>;
  /** To be called after commits: sees to it that a checkpoint runs when it is due. */
  tend(): void;
  /** It has grown so long that nothing should be written before it was emptied. */
  isFull(): boolean;
  /** Resolves when a checkpoint that began after this call is done; nothing may be written meanwhile. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** @param writer a connection that has read from `file`, so that the log exists */
export function createLog(file: string, writer: Connection): Log {
  // The log keeps its inode while a connection is open. SQLite's locks are on the other two files: closing a descriptor
  // of those would drop them, closing one of the log drops nothing. Windows flushes only what is open for writing.
  const descriptor = openSync(`${file}-wal`, 'r+');
  const checkpointer = createCheckpointer(file);
  let running: Promise<void> | undefined;
  let length = measure(writer).log;
  let fullAt = logPagesMax;
  let failedAt: number | undefined;
  // What an earlier process committed may not be on disk yet, although it can be read.
  fsyncSync(descriptor);

  const checkpoint = (): Promise<void> => {
    running ??= checkpointer.run().finally(() => (running = undefined));
    return running;
  };

  const failed = (cause: unknown): void => {
    // The operator is told once, of what would otherwise only be slow.
    if (failedAt === undefined) process.emitWarning(describeFailure(file, cause));
    failedAt = performance.now();
  };

  return {
    sync: () =>
      new Promise((resolve, reject) => {
        fdatasync(descriptor, (error) => (error ? reject(error) : resolve()));
      }),
    tend() {
      const { log, checkpointed } = measure(writer);
      length = log;
      if (log < logPagesMax) fullAt = logPagesMax;
      // What fails is tried again after a later commit, and at last by `empty`.
      const mayTry = failedAt === undefined || performance.now() - failedAt >= retryMs;
      if (log - checkpointed >= checkpointPages && mayTry) checkpoint().catch(failed);
    },
    isFull: () => length >= fullAt,
    async empty() {
      await running?.catch(() => undefined);
      await checkpoint().catch(() => void writer.all(passive, []));
      const { log, checkpointed } = measure(writer);
      // Whoever reads an old state, in another process, keeps the log from beginning anew: it is asked again later.
      fullAt = checkpointed < log ? log + checkpointPages : logPagesMax;
      length = checkpointed < log ? log : 0;
    },
    async close() {
      await running?.catch(() => undefined);
      await checkpointer.stop();
      closeSync(descriptor);
    },
  };
}

function describeFailure(file: string, cause: unknown): string {
  return `The write-ahead log of ${file} could not be copied into the database beside the writes (${messageOf(cause)}). Nothing is lost, but writes are slower: they wait for it now and then. It is tried again every second; if that does not help, see to the disk and to this installation, and restart the server.`;
}

const passive = { text: 'pragma wal_checkpoint(passive)' } as const;
/** Only counts. Since SQLite 3.51. */
const noop = { text: 'pragma wal_checkpoint(noop)' } as const;

/** Pages in the log, and how many of them are in the database too. */
function measure(writer: Connection): { log: number; checkpointed: number } {
  const row = writer.all(noop, [])[0];
  const isRow = typeof row === 'object' && row !== null && 'log' in row && 'checkpointed' in row;
  return isRow ? { log: Number(row.log), checkpointed: Number(row.checkpointed) } : { log: 0, checkpointed: 0 };
}
