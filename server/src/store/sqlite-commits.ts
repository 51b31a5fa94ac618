import { setImmediate as nextTurn, setTimeout as pass } from 'node:timers/promises';
import { ServiceUnavailableException } from '../errors.ts';
import type { Connection } from './sqlite-connection.ts';
import type { Log } from './sqlite-log.ts';
import type { View } from './sqlite-view.ts';

/** Transactions that may wait for the one writer; more are answered 503. */
const waitingWritesMax = 10_000;
/** Transactions that share one commit, and so one sync: as many as keep everything else in the process waiting for some milliseconds. */
const groupSizeMax = 64;
/** After a group of so many, more are on their way, and a commit with its sync costs the processor as much as several transactions. */
const crowdSize = 3;
/** So the next group waits for them, unless it is full. */
const gatherMs = 1;

/** How a transaction ends. */
export interface Ending {
  /** false = it is rolled back, whatever it did. */
  readonly keep: boolean;
  /** It is answered only when the disk has it. */
  readonly durable: boolean;
}

/** The one writer: carries out transactions in groups, each that is not alone in a savepoint of its own. */
export interface Commits {
  enqueue<Value>(work: () => Promise<Value>, ending: Ending): Promise<Value>;
  /** Resolves when nothing waits any more. */
  idle(): Promise<void>;
  /** The disk failed to confirm a commit: nothing is written any more, and reads see what it confirmed last. */
  isBroken(): boolean;
}

interface Waiting {
  /** @param alone no other transaction shares the commit */
  run(alone: boolean): Promise<void>;
  /** Something was changed that must be on disk before anybody is told. */
  mustSync(): boolean;
  settle(failure: unknown): void;
}

/**
 * A group is committed, put on disk off the event loop, then shown to readers, then answered. The next group forms
 * meanwhile and begins after that: so one group at most is committed and not on disk, and nobody has seen it.
 */
export function createCommits(writer: Connection, view: View, log: Log): Commits {
  const waiting: Waiting[] = [];
  let draining: Promise<void> | undefined;
  let broken: unknown;
  let previousSize = 0;

  const carryOut = async (group: readonly Waiting[]): Promise<unknown> => {
    let synced: Promise<void> | undefined;
    let mustSync = false;
    try {
      writer.exec('begin immediate');
      for (const one of group) await one.run(group.length === 1);
      mustSync = group.some((one) => one.mustSync());
      if (mustSync) view.hold();
      writer.exec('commit');
      if (mustSync) synced = log.sync();
    } catch (cause) {
      rollBackQuietly(writer);
      view.renew();
      return new ServiceUnavailableException('The database could not store the change. Nothing was changed; try again.', { cause });
    }
    try {
      await synced;
    } catch (cause) {
      // The operating system may have dropped what it could not write, and would report success if asked again.
      broken = cause;
      return new ServiceUnavailableException('The disk did not confirm the change: it may or may not have been stored.', { cause });
    }
    // What is written lazily does not count as a change, and a rehearsal leaves none behind.
    if (mustSync) view.changed();
    else view.renew();
    log.tend();
    return undefined;
  };

  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      // Requests that were received in the same turn of the event loop join the group.
      await nextTurn();
      if (previousSize >= crowdSize && waiting.length < groupSizeMax) await pass(gatherMs);
      if (log.isFull()) await emptyLog(log, view);
      const group = waiting.splice(0, groupSizeMax);
      previousSize = group.length;
      const failure = broken === undefined ? await carryOut(group) : refusal(broken);
      for (const one of group) one.settle(failure);
    }
    draining = undefined;
  };

  return {
    isBroken: () => broken !== undefined,
    idle: async () => draining,
    enqueue<Value>(work: () => Promise<Value>, ending: Ending): Promise<Value> {
      if (broken !== undefined) return Promise.reject(refusal(broken));
      if (waiting.length >= waitingWritesMax) {
        return Promise.reject(new ServiceUnavailableException('Too many writes are waiting for the database. Try again in a second.'));
      }
      return new Promise<Value>((resolve, reject) => {
        waiting.push(savepoint(writer, work, ending, resolve, reject));
        draining ??= drain();
      });
    },
  };
}

async function emptyLog(log: Log, view: View): Promise<void> {
  view.renew();
  await log.empty();
  view.renew();
}

function refusal(cause: unknown): ServiceUnavailableException {
  return new ServiceUnavailableException(
    'The disk failed to confirm an earlier change, so no more are taken. Your operator must see to the disk and restart the server.',
    { cause },
  );
}

function savepoint<Value>(
  writer: Connection,
  work: () => Promise<Value>,
  { keep, durable }: Ending,
  resolve: (value: Value) => void,
  reject: (reason: unknown) => void,
): Waiting {
  let outcome: { value: Value } | { error: unknown } | undefined;
  return {
    async run(alone) {
      // A savepoint sets aside each page before it changes, which one that can roll everything back has no need of.
      if (!alone) writer.exec('savepoint request');
      try {
        outcome = { value: await work() };
      } catch (error) {
        outcome = { error };
      }
      if (!keep || 'error' in outcome) writer.exec(alone ? 'rollback; begin immediate' : 'rollback to request');
      if (!alone) writer.exec('release request');
    },
    mustSync: () => keep && durable && outcome !== undefined && 'value' in outcome,
    settle(failure) {
      if (failure !== undefined) reject(failure);
      else if (outcome && 'value' in outcome) resolve(outcome.value);
      else reject(outcome?.error);
    },
  };
}

function rollBackQuietly(writer: Connection): void {
  try {
    writer.exec('rollback');
  } catch {
    // A failed commit may have rolled back already; either way no transaction is open now.
  }
}
