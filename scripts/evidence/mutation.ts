import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { equivalents, type EquivalentMutant } from './equivalents.ts';
import { listMutants, type Mutant } from './mutants.ts';
import type { Planned } from './trial.ts';
import { createTrials, endless, measureSuite, type Trials } from './trials.ts';

/** What a run of the mutation test has found. */
export interface MutationReport {
  readonly mutants: number;
  /** Mutants of which it is known what becomes of them. */
  readonly tried: number;
  readonly killed: number;
  /** Of those killed, the ones that do not come to an end. */
  readonly endless: number;
  /** Tests that a mutant had to pass. */
  readonly checks: number;
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
  /** Whether mutants that an earlier run killed are tried as well, on the check that killed them first. */
  readonly anew: boolean;
}

/** The files that make decisions and read policies. What only words findings, and the analyses, have tests of their own. */
const engineFiles = 'iam/src/{*,grammar/*,operators/*}.ts';
const notEngine = /\/(?:index|findings|finding-table|errors|denial|compiler|document|catalogue|validate)\.ts$/;
/** Checks that killed mutants of the same file before are tried first, this many of them. */
const recentMax = 6;

/** Of the time, what may be spent before those that pass the cheap checks meet the dear ones. */
const cheapShare = 0.8;

/** By mutant (a hash of the file's name and mutated text), the check that told it from the engine; null = none did. */
type Known = Record<string, string | null>;
/** What a mutant was told by; null = nothing. */
type Outcomes = Map<Mutant, string | null>;

/** Tries mutants of the engine on the engine's own tests: all of them on the cheap ones, then those that pass on the dear ones. */
export async function runMutation(options: MutationOptions): Promise<MutationReport> {
  const { root, seed, minutesMax, parallel, only, anew } = options;
  const texts = readEngine(root);
  const all = [...texts].flatMap(([file, text]) => listMutants(file, text)).filter(({ file }) => file.includes(only));
  const store = join(root, '.build/evidence/mutants.json');
  const known: Known = existsSync(store) ? JSON.parse(readFileSync(store, 'utf8')) : {};
  mkdirSync(dirname(store), { recursive: true });
  const plan = await measureSuite(root);
  const startedAt = Date.now();
  const outcomes: Outcomes = anew ? new Map() : remember(known, all, texts, plan);
  const recent = new Map<string, readonly string[]>();

  const tryOne = async (trials: Trials, mutant: Mutant, part: 'cheap' | 'dear'): Promise<string | null> => {
    const { file } = mutant;
    const text = apply(mutant, texts.get(file) ?? '');
    const key = keyOf(mutant, texts);
    const killedBy = known[key] ?? undefined;
    const first = part === 'dear' ? [] : killedBy === undefined ? (recent.get(file) ?? []) : [killedBy];
    const killer = (await trials.findKiller({ file: join(root, file), text, part, first })) ?? null;
    if (killer !== null) recent.set(file, [...new Set([killer, ...(recent.get(file) ?? [])])].slice(0, recentMax));
    known[key] = killer;
    writeFileSync(store, JSON.stringify(known));
    return killer;
  };
  const pass = async (mutants: readonly Mutant[], part: 'cheap' | 'dear', share: number): Promise<Mutant[]> => {
    const until = startedAt + share * minutesMax * 60_000;
    const waiting = [...mutants];
    const passed: Mutant[] = [];
    const work = async (): Promise<void> => {
      const trials = createTrials(root, plan);
      for (let mutant = waiting.shift(); mutant !== undefined && Date.now() < until; mutant = waiting.shift()) {
        const killer = await tryOne(trials, mutant, part);
        if (killer === null) passed.push(mutant);
        // Until it has met the dear checks as well it counts as a survivor.
        outcomes.set(mutant, killer);
        if (killer === null) console.log(`${waiting.length} to go, passes the ${part} checks: ${describe(mutant, texts)}`);
      }
      await trials.end();
    };
    await Promise.all(Array.from({ length: parallel }, work));
    return passed;
  };
  const open = shuffle(
    all.filter((mutant) => whyEquivalent(mutant, texts) === undefined && typeof outcomes.get(mutant) !== 'string'),
    seed,
  );
  // There may be tests now for those that survived before.
  const ordered = open.toSorted((a, b) => Number(outcomes.has(b)) - Number(outcomes.has(a)));
  await pass(await pass(ordered, 'cheap', cheapShare), 'dear', 1);
  return { ...report(all, texts, outcomes), checks: plan.length };
}

type Texts = ReadonlyMap<string, string>;

/** What earlier runs found: that a mutant survived, or that a test told it which is still there. */
function remember(known: Known, all: readonly Mutant[], texts: Texts, plan: readonly Planned[]): Outcomes {
  const checks = new Set([...plan.map(({ name }) => name), endless]);
  const found = all.flatMap((mutant) => {
    const killer = known[keyOf(mutant, texts)];
    const isOf = killer === null || (killer !== undefined && checks.has(killer));
    return isOf && whyEquivalent(mutant, texts) === undefined ? [[mutant, killer] as const] : [];
  });
  return new Map(found);
}

function readEngine(root: string): Texts {
  const files = globSync(engineFiles, { cwd: root }).filter((file) => !notEngine.test(file));
  return new Map(files.toSorted().map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}

function shuffle(mutants: readonly Mutant[], seed: number): Mutant[] {
  return fc.sample(fc.shuffledSubarray([...mutants], { minLength: mutants.length }), { seed, numRuns: 1 })[0] ?? [];
}

function report(all: readonly Mutant[], texts: Texts, outcomes: Outcomes): Omit<MutationReport, 'checks'> {
  const equivalent = all.flatMap((mutant) => {
    const why = whyEquivalent(mutant, texts);
    return why === undefined ? [] : [{ mutant: describe(mutant, texts), why }];
  });
  const isKilled = (mutant: Mutant): boolean => typeof outcomes.get(mutant) === 'string';
  const byFile = [...texts.keys()].map((file) => {
    const own = all.filter((mutant) => mutant.file === file);
    return {
      file,
      mutants: own.length,
      tried: own.filter((mutant) => outcomes.has(mutant)).length,
      killed: own.filter(isKilled).length,
      equivalent: own.filter((mutant) => whyEquivalent(mutant, texts) !== undefined).length,
    };
  });
  const killers = [...outcomes.values()];
  return {
    mutants: all.length,
    tried: outcomes.size,
    killed: killers.filter((killer) => killer !== null).length,
    endless: killers.filter((killer) => killer === endless).length,
    equivalent,
    survivors: all.filter((mutant) => outcomes.has(mutant) && !isKilled(mutant)).map((mutant) => describe(mutant, texts)),
    byFile,
  };
}

function whyEquivalent(mutant: Mutant, texts: Texts): string | undefined {
  const text = texts.get(mutant.file) ?? '';
  const line = markedLine(mutant, text);
  const isMeant = ([file, what, source, becomes = '']: EquivalentMutant): boolean =>
    mutant.file === `iam/src/${file}` && mutant.what === what && line.includes(source) && apply(mutant, text).includes(becomes);
  return equivalents.find(({ mutants }) => mutants.some(isMeant))?.why;
}

function keyOf(mutant: Mutant, texts: Texts): string {
  return createHash('sha256')
    .update(`${mutant.file}\n${apply(mutant, texts.get(mutant.file) ?? '')}`)
    .digest('hex');
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
