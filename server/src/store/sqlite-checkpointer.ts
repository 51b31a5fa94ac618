import { Worker } from 'node:worker_threads';
import { serverFolder } from '../places.ts';

/** Copies what is in a SQLite file's log into the file, in a thread of its own. */
export interface Checkpointer {
  /** One at a time. Rejects if it failed or the thread died; the next run starts a new one. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

/** The thread needs next to nothing. */
const resourceLimits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 16, stackSizeMb: 1 } as const;

/** The thread starts with the first run. */
export function createCheckpointer(file: string): Checkpointer {
  let worker: Worker | undefined;
  let current: PromiseWithResolvers<void> | undefined;

  const start = (): Worker => {
    const started = new Worker(new URL('src/store/checkpointer.mjs', serverFolder), {
      workerData: file,
      env: {},
      execArgv: [],
      resourceLimits,
    });
    started.on('message', () => current?.resolve());
    started.on('error', (error) => current?.reject(error));
    started.on('exit', () => {
      worker = undefined;
      current?.reject(new Error('the thread that copies it has ended'));
    });
    return started;
  };

  return {
    async run() {
      worker ??= start();
      worker.ref();
      current = Promise.withResolvers<void>();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      worker.postMessage('run');
      await current.promise.finally(() => worker?.unref());
    },
    async stop() {
      await worker?.terminate();
    },
  };
}
