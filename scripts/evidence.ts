// `npm run evidence`: what speaks for the policy engine, found out anew, with the seeds to repeat it. Writes docs/evidence.md.
//   --parts LIST  of cases, fuzz and mutation (all); the other parts of the page stay as they are
//   --cases N     cases of the differential fuzz (1000000)      --minutes N   time for each part (30)
//   --seed N      the first seed (20260601)                     --parallel N  processes at once (2)
//   --files TEXT  only mutants of files whose path has TEXT     --anew        try mutants again that an earlier run killed
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { groupTable } from './evidence/groups.ts';
import { runMutation } from './evidence/mutation.ts';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const page = `${root}/docs/evidence.md`;
const { values } = parseArgs({
  options: {
    parts: { type: 'string', default: 'cases,fuzz,mutation' },
    cases: { type: 'string', default: '1000000' },
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: '20260601' },
    parallel: { type: 'string', default: '2' },
    files: { type: 'string', default: '' },
    anew: { type: 'boolean', default: false },
  },
});
const settings = {
  cases: Number(values.cases),
  minutes: Number(values.minutes),
  seed: Number(values.seed),
  parallel: Number(values.parallel),
};
/** Of the slower peer, iam-simulate, a tenth. */
const simulateShare = 0.1;
/** Runs of one seed. */
const portion = 20_000;

interface Fuzzed {
  readonly seed: number;
  readonly runs: number;
  readonly decisions: Record<'allowed' | 'explicitDeny' | 'implicitDeny', number>;
  readonly setAside: number;
  readonly failed: boolean;
  readonly counterexample: unknown;
}

const introduction = [
  '# Evidence for the policy engine',
  '',
  'Written by `npm run evidence`; do not edit. Every number can be had again from its seed.',
  'Who may do what under each managed policy, found out by sending requests, is in `server/test/golden/authorization.txt`.',
];
const parts = [
  ['cases', '## Written cases', writtenCases],
  ['fuzz', '## Differential fuzzing', differentialFuzz],
  ['mutation', '## Mutation score', mutationScore],
] as const;

const before = existsSync(page) ? readFileSync(page, 'utf8').split(/^(?=## )/m) : [];
const sections = [introduction.join('\n')];
for (const [name, heading, find] of parts) {
  const kept = before.find((section) => section.startsWith(heading))?.trimEnd();
  const section = values.parts.split(',').includes(name) ? [heading, '', ...(await find())].join('\n') : kept;
  if (section === undefined) continue;
  console.log(`\n${section}`);
  sections.push(section);
}
writeFileSync(page, `${sections.join('\n\n')}\n`);

async function writtenCases(): Promise<string[]> {
  return [
    'Each is taken from AWS’s documentation, which it names; `iam/test/cases/iam-cases.jsonl`. How many each engine decides as documented:',
    '',
    ...groupTable(),
  ];
}

async function differentialFuzz(): Promise<string[]> {
  const { cases } = settings;
  const engine = await fuzz('engine', cases);
  const simulate = await fuzz('iam-simulate', Math.ceil(cases * simulateShare));
  for (const { failed, seed, counterexample } of [...engine, ...simulate]) {
    if (!failed) continue;
    console.error(`Seed ${seed}: ${JSON.stringify(counterexample)}`);
    process.exitCode = 1;
  }
  return [
    'Drawn policies of all layers and drawn requests, decided by two engines that share no code.',
    '',
    '| | cases | seeds | allowed | explicit deny | implicit deny | disagreements |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    fuzzRow('Carillon ↔ naive evaluator (decision and layer)', engine),
    fuzzRow('naive evaluator ↔ iam-simulate (decision)', simulate),
    '',
    `Of the cases beside iam-simulate, ${sum(simulate, ({ setAside }) => setAside)} met one of its known bugs and were set aside; \`iam/test/naive/iam-simulate.ts\` lists and proves each.`,
    `A seed is repeated with \`node scripts/evidence/fuzz.ts engine SEED ${portion}\`: ${portion} runs each.`,
  ];
}

async function mutationScore(): Promise<string[]> {
  const { seed, minutes: minutesMax, parallel } = settings;
  const only = values.files;
  const found = await runMutation({ root, seed, minutesMax, parallel, only, anew: values.anew });
  const { mutants, tried, killed, equivalent, survivors, byFile } = found;
  const counted = mutants - equivalent.length;
  const percent = (part: number, whole: number): string => ((100 * part) / Math.max(1, whole)).toFixed(1);
  return [
    `${mutants} mutants of the ${byFile.length} files that read policies and decide (operators, conditions, literals, calls, results). Each meets the`,
    `${found.checks} tests of \`iam/test/\` that \`npm test\` runs as well, with the same draws, until one fails. Left out are those about time and memory.`,
    '',
    `${equivalent.length} are equivalent to the engine, for the reasons below. Of the other ${counted}, ${tried} were tried${tried < counted ? `, in an order drawn by seed ${seed},` : ''} and ${killed} killed,`,
    `${found.endless} of them because they do not come to an end. **Score: ${percent(killed, tried)} %.**`,
    'Runs add up: a mutant that was killed stays so while its file and the test that told it are there; `--anew` tries all again.',
    '',
    '| File | mutants | equivalent | tried | killed | score |',
    '| --- | --- | --- | --- | --- | --- |',
    ...byFile.map(
      (one) => `| ${one.file} | ${one.mutants} | ${one.equivalent} | ${one.tried} | ${one.killed} | ${percent(one.killed, one.tried)} % |`,
    ),
    '',
    `Survivors (${survivors.length}):`,
    '',
    ...survivors.map((survivor) => `- ${survivor}`),
    '',
    `Equivalent (${equivalent.length}):`,
    '',
    ...equivalent.map(({ mutant, why }) => `- ${mutant}: ${why}`),
  ];
}

/** Runs in portions that are kept, so that a run which was cut off goes on where it was. */
async function fuzz(peer: string, runs: number): Promise<Fuzzed[]> {
  const store = `${root}/.build/evidence/fuzz.json`;
  const kept: Record<string, Fuzzed> = existsSync(store) ? JSON.parse(readFileSync(store, 'utf8')) : {};
  const seeds = Array.from({ length: Math.ceil(runs / portion) }, (_, index) => settings.seed + index);
  const keyOf = (seed: number): string => `${peer} ${seed} ${portion} ${engineHash()}`;
  const waiting = seeds.filter((seed) => kept[keyOf(seed)] === undefined);
  const until = Date.now() + settings.minutes * 60_000;
  const work = async (): Promise<void> => {
    for (let seed = waiting.shift(); seed !== undefined && Date.now() < until; seed = waiting.shift()) {
      kept[keyOf(seed)] = await fuzzOnce(peer, seed, portion);
      mkdirSync(dirname(store), { recursive: true });
      writeFileSync(store, JSON.stringify(kept));
    }
  };
  await Promise.all(Array.from({ length: settings.parallel }, work));
  return seeds.map((seed) => kept[keyOf(seed)]).filter((found) => found !== undefined);
}

/** What was found out about another engine says nothing about this one. */
function engineHash(): string {
  const hash = createHash('sha256');
  for (const file of globSync('iam/{src,test/naive}/**/*.ts', { cwd: root }).toSorted()) hash.update(readFileSync(`${root}/${file}`));
  return hash.digest('hex').slice(0, 16);
}

async function fuzzOnce(peer: string, own: number, runs: number): Promise<Fuzzed> {
  const child = spawn(process.execPath, ['scripts/evidence/fuzz.ts', peer, String(own), String(runs)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  await once(child, 'close');
  // What fuzz.ts prints is what this file reads.
  const found: Fuzzed = JSON.parse(printed);
  return found;
}

function fuzzRow(name: string, found: readonly Fuzzed[]): string {
  const decided = (decision: keyof Fuzzed['decisions']): number => sum(found, ({ decisions }) => decisions[decision]);
  const seeds = found.length === 0 ? '' : `${found[0]?.seed} to ${found.at(-1)?.seed}`;
  const disagreements = found.filter(({ failed }) => failed).length;
  return `| ${name} | ${sum(found, ({ runs }) => runs)} | ${seeds} | ${decided('allowed')} | ${decided('explicitDeny')} | ${decided('implicitDeny')} | ${disagreements} |`;
}

function sum(found: readonly Fuzzed[], of: (one: Fuzzed) => number): number {
  return found.reduce((total, one) => total + of(one), 0);
}
