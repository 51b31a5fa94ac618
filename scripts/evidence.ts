// `npm run evidence`: what speaks for the policy engine, found out anew, with the seeds to repeat it. Writes docs/evidence.md.
//   --cases N     cases of the differential fuzz (1000000)      --minutes N   time for the mutation test (20)
//   --seed N      the first seed (20260601)                     --parallel N  processes at once (2)
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { groupTable } from './evidence/groups.ts';
import { runMutation } from './evidence/mutation.ts';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000000' },
    minutes: { type: 'string', default: '20' },
    seed: { type: 'string', default: '20260601' },
    parallel: { type: 'string', default: '2' },
  },
});
const [cases, minutesMax, seed, parallel] = [values.cases, values.minutes, values.seed, values.parallel].map(Number);
if (cases === undefined || minutesMax === undefined || seed === undefined || parallel === undefined)
  throw new Error('Unreachable: all have defaults.');
/** Of the slower peer, iam-simulate, a tenth. */
const simulateShare = 0.1;

interface Fuzzed {
  readonly seed: number;
  readonly runs: number;
  readonly decisions: Record<'allowed' | 'explicitDeny' | 'implicitDeny', number>;
  readonly setAside: number;
  readonly failed: boolean;
  readonly counterexample: unknown;
}

const lines: string[] = [
  '# Evidence for the policy engine',
  '',
  'Written by `npm run evidence`; do not edit. Every number can be had again from its seed.',
  '',
  '## Written cases',
  '',
  'Each is taken from AWS’s documentation, which it names; `iam/test/cases/iam-cases.jsonl`. How many each engine decides as documented:',
  '',
  ...groupTable(),
  '',
];
report(lines);

const engine = await fuzz('engine', cases);
const simulate = await fuzz('iam-simulate', Math.ceil(cases * simulateShare));
add('## Differential fuzzing', '', 'Drawn policies of all layers and drawn requests, decided by two engines that share no code.', '');
add('| | cases | seeds | allowed | explicit deny | implicit deny | disagreements |', '| --- | --- | --- | --- | --- | --- | --- |');
add(fuzzRow('Carillon ↔ naive evaluator (decision and layer)', engine), fuzzRow('naive evaluator ↔ iam-simulate (decision)', simulate), '');
add(
  `Of the cases beside iam-simulate, ${sum(simulate, ({ setAside }) => setAside)} met one of its known bugs (\`iam/test/naive/iam-simulate.ts\` lists and proves each) and were set aside.`,
  `A seed is repeated with \`node scripts/evidence/fuzz.ts engine SEED RUNS\`; ${Math.ceil(cases / parallel)} runs each.`,
  '',
);

const mutation = await runMutation({ root, seed, minutesMax, parallel });
const score = ((100 * mutation.killed) / Math.max(1, mutation.tried)).toFixed(1);
add('## Mutation score', '');
add(
  `${mutation.mutants} mutants of ${mutation.files} files (operators, conditions, literals, calls, results). Tried in an order drawn by seed ${seed}, within ${minutesMax} minutes: ${mutation.tried}.`,
  `Killed: ${mutation.killed}. **Score: ${score} %.** A mutant is tried on 4,000 drawn situations with the naive evaluator’s verdicts and on the written policies, then on the engine’s own tests.`,
  '',
);
add(`Survivors (${mutation.survivors.length}):`, '', ...mutation.survivors.map((survivor) => `- ${survivor}`), '');
writeFileSync(`${root}/docs/evidence.md`, lines.join('\n'));
if ([...engine, ...simulate].some(({ failed }) => failed)) {
  for (const { failed, seed: found, counterexample } of [...engine, ...simulate])
    if (failed) console.error(`Seed ${found}: ${JSON.stringify(counterexample)}`);
  process.exit(1);
}

function add(...more: readonly string[]): void {
  lines.push(...more);
  report(more);
}

function report(more: readonly string[]): void {
  for (const line of more) console.log(line);
}

async function fuzz(peer: string, runs: number): Promise<Fuzzed[]> {
  const share = Math.ceil(runs / Number(parallel));
  return Promise.all(Array.from({ length: Number(parallel) }, (_, worker) => fuzzOnce(peer, Number(seed) + worker, share)));
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
  const seeds = found.map((one) => one.seed).join(', ');
  const disagreements = found.filter(({ failed }) => failed).length;
  return `| ${name} | ${sum(found, ({ runs }) => runs)} | ${seeds} | ${decided('allowed')} | ${decided('explicitDeny')} | ${decided('implicitDeny')} | ${disagreements} |`;
}

function sum(found: readonly Fuzzed[], of: (one: Fuzzed) => number): number {
  return found.reduce((total, one) => total + of(one), 0);
}
