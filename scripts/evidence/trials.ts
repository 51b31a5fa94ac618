import { Worker } from 'node:worker_threads';
import type { Planned, Trial, TrialData, Verdict } from './trial.ts';

/** A thread that tries one mutant after the other; see trial.ts. */
export interface Trials {
  /** The check that tells the mutant from the engine, or how else it fails; undefined = it passes everything. */
  findKiller(trial: Trial): Promise<string | undefined>;
  end(): Promise<void>;
}

/** What a mutant is told by that does not come to an end. */
export const endless = 'does not come to an end';
/** Modules are never unloaded: a thread is replaced after this many mutants. */
const mutantsPerThread = 150;
const watchMs = 200;
/** Processor time to load what all mutants share, many times as much as it takes. */
const startMs = 60_000;
/** A mutant that gathers without end is stopped before the machine is full. */
const memoryMaxMb = 1_024;

/** The suite without any mutant: what there is to check, in the order in which to check it. Throws if it does not pass. */
export async function measureSuite(root: string): Promise<Planned[]> {
  const { worker } = start(root, undefined);
  return new Promise((resolve, reject) => {
    worker.once('message', (plan: Planned[]) => {
      resolve(plan);
      void worker.terminate();
    });
    worker.once('error', (cause) => reject(new Error('The tests of the engine fail without any mutant; mend that first.', { cause })));
  });
}

export function createTrials(root: string, plan: readonly Planned[]): Trials {
  let thread: Thread | undefined;
  let count = 0;

  const end = async (): Promise<void> => {
    await thread?.worker.terminate();
    thread = undefined;
    count = 0;
  };
  return {
    async findKiller(trial) {
      if (count >= mutantsPerThread) await end();
      thread ??= start(root, plan);
      count += 1;
      const killer = await ask(thread, trial);
      if (killer !== undefined && !plan.some(({ name }) => name === killer)) await end();
      return killer;
    },
    end,
  };
}

/** Counts the thread's processor time, which does not pass while others have the machine, from the beginning of each check. */
async function ask({ worker, progress }: Thread, trial: Trial): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const take = ({ killer }: Verdict): void => resolve(killer);
  const fail = (): void => resolve('ends the thread');
  worker.on('message', take).on('error', fail);
  let seen = { checks: -1, ms: 0 };
  const watching = setInterval(() => {
    const checks = Atomics.load(progress, 0);
    const look = ({ user, system }: NodeJS.CpuUsage): void => {
      const ms = (user + system) / 1_000;
      if (checks !== seen.checks) seen = { checks, ms };
      else if (ms - seen.ms > Atomics.load(progress, 1)) resolve(endless);
    };
    worker.cpuUsage().then(look, () => undefined);
  }, watchMs);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  worker.postMessage(trial);
  const killer = await promise;
  clearInterval(watching);
  worker.off('message', take).off('error', fail);
  return killer;
}

interface Thread {
  readonly worker: Worker;
  readonly progress: Int32Array;
}

function start(root: string, plan: readonly Planned[] | undefined): Thread {
  const progress = new Int32Array(new SharedArrayBuffer(8));
  Atomics.store(progress, 1, startMs);
  const workerData: TrialData = { root, plan, progress };
  const worker = new Worker(new URL('trial.ts', import.meta.url), {
    workerData,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: memoryMaxMb },
  });
  return { worker, progress };
}
