import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { situation } from '../../iam/test/generators.ts';
import { decide } from '../../iam/test/naive/evaluate.ts';
import { layersOf } from '../../iam/test/naive/situation.ts';
import { readDecisionCases, readPolicyCases } from '../../iam/test/support/cases.ts';
import { equivalents } from './equivalents.ts';
import type { Corpus } from './judge.ts';
import { listMutants, type Mutant } from './mutants.ts';
import { createTrials } from './trials.ts';

/** How the mutation test stands, this run and those before it taken together. */
export interface MutationReport {
  readonly mutants: number;
  /** Mutants that were tried so far. */
  readonly tried: number;
  readonly killed: number;
  /** Mutants that no test could tell from the engine, with the reason. */
  readonly equivalent: readonly { readonly mutant: string; readonly why: string }[];
  readonly survivors: readonly string[];
  readonly byFile: readonly FileReport[];
}

interface FileReport {
  readonly file: string;
  readonly mutants: number;
  readonly tried: number;
  readonly killed: number;
  readonly equivalent: number;
}

export interface MutationOptions {
  readonly root: string;
  readonly seed: number;
  readonly minutesMax: number;
  readonly parallel: number;
  /** Only files whose path contains this; '' = all. */
  readonly only: string;
  /** Whether mutants that survived before are tried again, as after new tests. */
  readonly again: boolean;
}

/** The files that make decisions and read policies. What only words findings, and the analyses, have tests of their own. */
const engineFiles = 'iam/src/{*,grammar/*,operators/*}.ts';
const notEngine = /\/(?:index|findings|finding-table|errors|denial|compiler|document|catalogue|validate)\.ts$/;
const situationCount = 4_000;
/** However busy the machine is: only a mutant that does not come to an end takes so much longer than the engine itself. */
const suitePatience = 10;
const suiteMinMs = 120_000;
const plainSuiteMaxMs = 60 * 60_000;

/** What became of mutants, by a hash of the mutated text: a run goes on where the one before it stopped, and a changed file starts anew. */
type Outcomes = Record<string, 'killed' | 'survived'>;

/** Tries mutants of the engine: first on corpora, which kills most within a moment, then on the engine's own tests. */
export async function runMutation(options: MutationOptions): Promise<MutationReport> {
  const { root, seed, minutesMax, parallel, only, again } = options;
  const texts = readEngine(root);
  const all = [...texts].flatMap(([file, text]) => listMutants(file, text));
  const store = join(root, '.build/evidence/mutants.json');
  const outcomes: Outcomes = existsSync(store) ? JSON.parse(readFileSync(store, 'utf8')) : {};
  const folder = mkdtempSync(join(tmpdir(), 'carillon-mutants-'));
  const corpus = join(folder, 'corpus.json');
  writeFileSync(corpus, JSON.stringify(createCorpus(seed)));
  const until = Date.now() + minutesMax * 60_000;
  const isOpen = (mutant: Mutant): boolean => {
    const known = outcomes[keyOf(mutant, texts)];
    return (
      mutant.file.includes(only) && whyEquivalent(mutant, texts) === undefined && (known === undefined || (again && known === 'survived'))
    );
  };
  const [first = ''] = texts.keys();
  const plain = join(folder, 'plain.json');
  writeFileSync(plain, JSON.stringify({ file: join(root, first), text: texts.get(first) }));
  const startedAt = Date.now();
  if (await failsSuite(root, plain, plainSuiteMaxMs)) throw new Error('The tests of the engine fail without any mutant; mend that first.');
  const suiteMaxMs = Math.max(suiteMinMs, (Date.now() - startedAt) * suitePatience);
  // From the end: what survived before comes first.
  const isSurvivor = (mutant: Mutant): boolean => outcomes[keyOf(mutant, texts)] === 'survived';
  const open = shuffle(all.filter(isOpen), seed);
  const waiting = [...open.filter((mutant) => !isSurvivor(mutant)), ...open.filter(isSurvivor)];

  const work = async (worker: number): Promise<void> => {
    const trials = createTrials(root, corpus);
    const mutantFile = join(folder, `mutant-${worker}.json`);
    for (let mutant = waiting.pop(); mutant !== undefined && Date.now() < until; mutant = waiting.pop()) {
      const mutated = { file: join(root, mutant.file), text: apply(mutant, texts.get(mutant.file) ?? '') };
      writeFileSync(mutantFile, JSON.stringify(mutated));
      const isKilled = (await trials.kills(mutated)) || (await failsSuite(root, mutantFile, suiteMaxMs));
      outcomes[keyOf(mutant, texts)] = isKilled ? 'killed' : 'survived';
      mkdirSync(dirname(store), { recursive: true });
      writeFileSync(store, JSON.stringify(outcomes));
      if (!isKilled) console.log(`${waiting.length} to go, survived: ${describe(mutant, texts)}`);
    }
    trials.end();
  };
  await Promise.all(Array.from({ length: parallel }, (_, worker) => work(worker)));
  rmSync(folder, { recursive: true });
  return report(all, texts, outcomes);
}

type Texts = ReadonlyMap<string, string>;

function readEngine(root: string): Texts {
  const files = globSync(engineFiles, { cwd: root }).filter((file) => !notEngine.test(file));
  return new Map(files.toSorted().map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}

function shuffle(mutants: readonly Mutant[], seed: number): Mutant[] {
  return fc.sample(fc.shuffledSubarray([...mutants], { minLength: mutants.length }), { seed, numRuns: 1 })[0] ?? [];
}

function report(all: readonly Mutant[], texts: Texts, outcomes: Outcomes): MutationReport {
  const equivalent = all.flatMap((mutant) => {
    const why = whyEquivalent(mutant, texts);
    return why === undefined ? [] : [{ mutant: describe(mutant, texts), why }];
  });
  const known = (mutant: Mutant): Outcomes[string] | undefined =>
    whyEquivalent(mutant, texts) === undefined ? outcomes[keyOf(mutant, texts)] : undefined;
  const byFile = [...texts.keys()].map((file) => {
    const own = all.filter((mutant) => mutant.file === file);
    const tried = own.map(known).filter((outcome) => outcome !== undefined);
    return {
      file,
      mutants: own.length,
      tried: tried.length,
      killed: tried.filter((outcome) => outcome === 'killed').length,
      equivalent: own.filter((mutant) => whyEquivalent(mutant, texts) !== undefined).length,
    };
  });
  const total = (of: (one: FileReport) => number): number => byFile.reduce((sum, one) => sum + of(one), 0);
  return {
    mutants: all.length,
    tried: total(({ tried }) => tried),
    killed: total(({ killed }) => killed),
    equivalent,
    survivors: all.filter((mutant) => known(mutant) === 'survived').map((mutant) => describe(mutant, texts)),
    byFile,
  };
}

function whyEquivalent(mutant: Mutant, texts: Texts): string | undefined {
  const text = texts.get(mutant.file) ?? '';
  const line = markedLine(mutant, text);
  return equivalents.find(
    ({ file, what, source, becomes = '' }) =>
      mutant.file === `iam/src/${file}` && mutant.what === what && line.includes(source) && apply(mutant, text).includes(becomes),
  )?.why;
}

function keyOf(mutant: Mutant, texts: Texts): string {
  return createHash('sha256')
    .update(`${mutant.file}\n${apply(mutant, texts.get(mutant.file) ?? '')}`)
    .digest('hex');
}

const suiteArguments = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'scripts/evidence/vitest.config.ts', '--root', '.'];

async function failsSuite(root: string, mutantFile: string, suiteMaxMs: number): Promise<boolean> {
  const environment = { CARILLON_MUTANT: mutantFile, CARILLON_FUZZ_RUNS: '50' };
  return fails(root, suiteArguments, environment, suiteMaxMs);
}

function createCorpus(seed: number): Corpus {
  const situations = fc.sample(situation, { seed, numRuns: situationCount }).map((drawn) => {
    const { decision, layer } = decide(layersOf(drawn.policies), drawn.request);
    return { drawn, decision, layer };
  });
  return { cases: readDecisionCases(), situations, policies: readPolicyCases() };
}

function apply({ start, end, replacement }: Mutant, text: string): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

function describe(mutant: Mutant, texts: Texts): string {
  const text = texts.get(mutant.file) ?? '';
  return `${mutant.file}:${text.slice(0, mutant.start).split('\n').length}  ${mutant.what}  \`${markedLine(mutant, text)}\``;
}

/** The line that is mutated, with a mark before the place. */
function markedLine({ start }: Mutant, text: string): string {
  const marked = `${text.slice(0, start)}¦${text.slice(start)}`;
  return (marked.split('\n')[text.slice(0, start).split('\n').length - 1] ?? '').trim();
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
