import { spawn } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { situation } from '../../iam/test/generators.ts';
import { decide } from '../../iam/test/naive/evaluate.ts';
import { layersOf } from '../../iam/test/naive/situation.ts';
import { readPolicyCases } from '../../iam/test/support/cases.ts';
import type { Corpus } from './judge.ts';
import { listMutants, type Mutant } from './mutants.ts';

/** How a run of the mutation test went. */
export interface MutationReport {
  readonly files: number;
  readonly mutants: number;
  /** Mutants that were tried before the time was up, in an order drawn by the seed. */
  readonly tried: number;
  readonly killed: number;
  readonly survivors: readonly string[];
}

export interface MutationOptions {
  readonly root: string;
  readonly seed: number;
  readonly minutesMax: number;
  readonly parallel: number;
}

/** The files that make decisions and read policies. What only words findings, and the analyses, have tests of their own. */
const engineFiles = 'iam/src/{*,grammar/*,operators/*}.ts';
const notEngine = /\/(?:index|findings|errors|denial|compiler|document|catalogue|validate)\.ts$/;
const situationCount = 4_000;
const trialMaxMs = 20_000;
const suiteMaxMs = 90_000;

/** Tries mutants of the engine: first on corpora, which kills most within half a second, then on the engine's own tests. */
export async function runMutation({ root, seed, minutesMax, parallel }: MutationOptions): Promise<MutationReport> {
  const files = globSync(engineFiles, { cwd: root })
    .filter((file) => !notEngine.test(file))
    .toSorted();
  const texts = new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
  const all = files.flatMap((file) => listMutants(file, texts.get(file) ?? ''));
  const folder = mkdtempSync(join(tmpdir(), 'carillon-mutants-'));
  const corpus = join(folder, 'corpus.json');
  writeFileSync(corpus, JSON.stringify(createCorpus(seed)));
  const until = Date.now() + minutesMax * 60_000;
  const waiting =
    fc.sample(
      fc.shuffledSubarray(
        all.map((_, index) => index),
        { minLength: all.length },
      ),
      { seed, numRuns: 1 },
    )[0] ?? [];
  const survivors: string[] = [];
  let tried = 0;

  const work = async (worker: number): Promise<void> => {
    const mutantFile = join(folder, `mutant-${worker}.json`);
    for (let index = waiting.pop(); index !== undefined && Date.now() < until; index = waiting.pop()) {
      const mutant = all[index];
      if (!mutant) return;
      const text = apply(mutant, texts.get(mutant.file) ?? '');
      writeFileSync(mutantFile, JSON.stringify({ file: join(root, mutant.file), text }));
      const isKilled =
        (await fails(root, ['scripts/evidence/trial.ts', corpus, mutantFile], {}, trialMaxMs)) ||
        (await fails(root, suiteArguments, { CARILLON_MUTANT: mutantFile, CARILLON_FUZZ_RUNS: '50' }, suiteMaxMs)) ||
        // A first failure that ends the run now and then goes missing: nothing survives that the whole suite does not let pass.
        (await fails(root, suiteArguments, { CARILLON_MUTANT: mutantFile, CARILLON_FUZZ_RUNS: '50', CARILLON_BAIL: '0' }, suiteMaxMs));
      tried += 1;
      if (isKilled) continue;
      const survivor = describe(mutant, texts.get(mutant.file) ?? '');
      survivors.push(survivor);
      console.log(`${tried} tried, survived: ${survivor}`);
    }
  };
  await Promise.all(Array.from({ length: parallel }, (_, worker) => work(worker)));
  rmSync(folder, { recursive: true });
  return { files: files.length, mutants: all.length, tried, killed: tried - survivors.length, survivors: survivors.toSorted() };
}

const suiteArguments = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'scripts/evidence/vitest.config.ts', '--root', '.'];

function createCorpus(seed: number): Corpus {
  const situations = fc.sample(situation, { seed, numRuns: situationCount }).map((drawn) => {
    const { decision, layer } = decide(layersOf(drawn.policies), drawn.request);
    return { drawn, decision, layer };
  });
  return { situations, policies: readPolicyCases() };
}

function apply({ start, end, replacement }: Mutant, text: string): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

function describe({ file, start, what }: Mutant, text: string): string {
  const line = text.slice(0, start).split('\n').length;
  return `${file}:${line}  ${what}  \`${(text.split('\n')[line - 1] ?? '').trim()}\``;
}

/** Whether a run ends with an error, or not at all in the time it has: a mutant that never ends is caught. */
async function fails(root: string, args: readonly string[], environment: Record<string, string>, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'ignore', env: { ...process.env, ...environment } });
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve(code !== 0);
    });
  });
}
