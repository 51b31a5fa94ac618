import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A process that tries one mutant after the other; see trial.ts. */
export interface Trials {
  /** Whether the corpus tells the mutant from the engine. One that does not come to an end is told. */
  kills(mutant: { readonly file: string; readonly text: string }): Promise<boolean>;
  end(): void;
}

/** A trial takes a quarter of a second of processor time, on a busy machine a hundred times as long. */
const trialMaxMs = 120_000;
/** Modules are never unloaded: a process is replaced after this many mutants. */
const mutantsPerProcess = 150;

export function createTrials(root: string, corpus: string): Trials {
  let child: ChildProcess | undefined;
  let lines: AsyncIterator<string> | undefined;
  let count = 0;

  const start = (): ChildProcess => {
    const started = spawn(process.execPath, ['scripts/evidence/trial.ts', corpus], { cwd: root, stdio: ['pipe', 'pipe', 'ignore'] });
    // A mutant may have the process end in the middle of a line.
    started.stdin.on('error', () => undefined);
    lines = createInterface({ input: started.stdout })[Symbol.asyncIterator]();
    count = 0;
    return started;
  };
  const end = (): void => {
    child?.kill('SIGKILL');
    child = undefined;
  };
  return {
    async kills(mutant) {
      if (count >= mutantsPerProcess) end();
      child ??= start();
      count += 1;
      child.stdin?.write(`${JSON.stringify(mutant)}\n`);
      const running = child;
      const timer = setTimeout(() => running.kill('SIGKILL'), trialMaxMs);
      const answer = await lines?.next();
      clearTimeout(timer);
      if (answer?.value === 'passed') return false;
      if (answer?.value !== 'killed') end();
      return true;
    },
    end,
  };
}
