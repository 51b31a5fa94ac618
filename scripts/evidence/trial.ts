// A thread in which mutants of the engine meet the engine's own tests, the cheapest first, until one fails. Each mutant gets the engine and
// the tests anew; what shares no code with the engine (the naive evaluator, fast-check, vitest's expect) is loaded once.
import * as fc from 'fast-check';
import { globSync, readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { readChecks, type Check } from './suite.ts';

/** A check of the suite, and what it costs without any mutant. */
export interface Planned {
  /** The test file, from the root. */
  readonly file: string;
  readonly name: string;
  readonly ms: number;
  /** Whether it takes so little that every mutant meets it first. */
  readonly isCheap: boolean;
}

/** What a thread is started with. */
export interface TrialData {
  readonly root: string;
  /** undefined = nothing but the suite is measured. */
  readonly plan: readonly Planned[] | undefined;
  /** Two numbers: how many checks were begun, and how many milliseconds of processor time the present one has. */
  readonly progress: Int32Array;
}

/** One mutant to try. */
export interface Trial {
  readonly file: string;
  readonly text: string;
  /** Which checks it meets. */
  readonly part: 'cheap' | 'dear';
  /** Names of checks that are worth trying before. */
  readonly first: readonly string[];
}

/** What became of it; undefined = it passes everything. */
export interface Verdict {
  readonly killer: string | undefined;
}

const { root, plan, progress }: TrialData = workerData;
/** About time, which a busy machine does not keep, or about other things than the engine. */
const leftOut = { files: /(?:allocation|naive|readme)\.test\.ts$/, names: /under 5 ms|iam-simulate/ };
/** What takes less is run file by file; what takes more waits until all mutants have met that. */
const cheapMs = 30;
/** Only a mutant that does not come to an end takes so much more than the engine itself. */
const patience = { times: 20, leastMs: 3_000 };
/** Files are read and compiled anew for each mutant. */
const loadMs = 1_000;

const shim = new URL('suite.ts', import.meta.url).href;
const engine = pathToFileURL(`${root}/iam/`).href;
const stripped = new Map<string, string>();
let current = { number: 0, file: '', text: '' };

registerHooks({
  // What a mutant's modules import is the mutant's own as well.
  resolve(specifier, context, next) {
    const mark = /[?](mutant=\d+)$/.exec(context.parentURL ?? '')?.[1];
    if (mark === undefined) return next(specifier, context);
    if (specifier === 'vitest') return { url: shim, shortCircuit: true };
    const resolved = next(specifier, context);
    const isShared = !resolved.url.startsWith(engine) || resolved.url.startsWith(`${engine}test/naive/`);
    return isShared ? resolved : { ...resolved, url: `${resolved.url}?${mark}` };
  },
  load(url, context, next) {
    if (!/[?]mutant=\d+$/.test(url)) return next(url, context);
    const file = fileURLToPath(url.split('?')[0] ?? '');
    if (file === current.file) return { format: 'module', source: stripTypeScriptTypes(current.text), shortCircuit: true };
    const source = stripped.get(file) ?? stripTypeScriptTypes(readFileSync(file, 'utf8'));
    stripped.set(file, source);
    return { format: 'module', source, shortCircuit: true };
  },
});
// Whether a property fails is asked here, and not how small a failure can be made.
fc.configureGlobal({ endOnFailure: true });

if (plan === undefined) answer(await measure());
else
  parentPort?.on('message', (trial: Trial) => {
    current = { number: current.number + 1, file: trial.file, text: trial.text };
    void findKiller(trial, plan).then((killer) => answer({ killer }));
  });

function answer(found: Verdict | Planned[]): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(found);
}

/** The checks of the whole suite in the order in which to run them. Throws what fails without any mutant. */
async function measure(): Promise<Planned[]> {
  const checks: Planned[] = [];
  for (const file of globSync('iam/test/{*,analysis/*}.test.ts', { cwd: root }).toSorted()) {
    if (leftOut.files.test(file)) continue;
    for (const { name, run } of await read(file)) {
      if (leftOut.names.test(name)) continue;
      begin(Infinity);
      const started = process.threadCpuUsage();
      await run();
      const { user, system } = process.threadCpuUsage(started);
      const ms = (user + system) / 1_000;
      checks.push({ file, name, ms, isCheap: ms < cheapMs });
    }
  }
  const cheap = [...Map.groupBy(checks, ({ file }) => file).values()].map((own) => own.filter(({ isCheap }) => isCheap));
  const cost = (own: readonly Planned[]): number => own.reduce((sum, { ms }) => sum + ms, 0);
  const dear = checks.filter(({ isCheap }) => !isCheap);
  return [...cheap.toSorted((a, b) => cost(a) - cost(b)).flat(), ...dear.toSorted((a, b) => a.ms - b.ms)];
}

/** The name of the first check that tells the mutant from the engine. A mutant with which a test file does not load is told by that. */
async function findKiller({ first, part }: Trial, planned: readonly Planned[]): Promise<string | undefined> {
  const files = new Map<string, ReadonlyMap<string, Check>>();
  const hinted = first.flatMap((name) => planned.filter((one) => one.name === name).slice(0, 1));
  const owed = planned.filter(({ isCheap }) => isCheap === (part === 'cheap'));
  for (const { file, name, ms } of new Set([...hinted, ...owed])) {
    try {
      const checks = files.get(file) ?? new Map((await read(file)).map((check) => [check.name, check]));
      files.set(file, checks);
      begin(ms);
      await checks.get(name)?.run();
    } catch {
      return name;
    }
  }
  return undefined;
}

async function read(file: string): Promise<Check[]> {
  begin(loadMs);
  const url = `${pathToFileURL(`${root}/${file}`).href}?mutant=${current.number}`;
  return readChecks(async () => import(url));
}

function begin(ms: number): void {
  Atomics.store(progress, 1, Math.min(patience.leastMs + ms * patience.times, 2 ** 31 - 1));
  Atomics.add(progress, 0, 1);
}
