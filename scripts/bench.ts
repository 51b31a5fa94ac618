// `npm run bench`: every performance target of the project against what this machine gives, and docs/benchmarks.md.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

interface Row {
  readonly what: string;
  readonly target: string;
  readonly measured: string;
  readonly pass: boolean;
}

const root = fileURLToPath(new URL('..', import.meta.url));
/** What drives a measurement has one processor, what is measured the other: see server/bench/site.ts. */
const driver = ['taskset', '-c', '1'] as const;
/** Measured is a browser, which is many processes, as on anybody's desk. */
const unbound = 'console/bench/users.ts';
const parts = [
  ['Requests on one core, signed, authorised and audited', 'server/bench/requests.ts'],
  ['Authorisation', 'server/bench/authorisation.ts'],
  ['Pages', 'server/bench/pages.ts'],
  ['Identity providers', 'server/bench/scim.ts'],
  ['Start and memory', 'server/bench/start.ts'],
  ['Active Directory', 'server/bench/directory.ts'],
  ['Meetings and reports', 'server/bench/meetings.ts'],
  ['Data exports', 'server/bench/exports.ts'],
  ['The console', unbound],
  ['Decisions of the policy engine', 'iam/bench/rows.ts'],
] as const;

if (cpus().length < 2) throw new Error('The benchmark needs two processors: one that is measured and one that drives it.');
const startedAt = performance.now();
const sections = parts.map(([title, file]) => ({ title, rows: runPart(file) }));
const took = `${Math.round((performance.now() - startedAt) / 1000)} s`;
const text = sections.map(({ title, rows }) => `## ${title}\n\n${table(rows)}`).join('\n\n');
writeFileSync(`${root}/docs/benchmarks.md`, `${introduction()}\n\n${text}\n`);
console.log(`${text}\n\n${took}. Written to docs/benchmarks.md.`);

function runPart(file: string): readonly Row[] {
  const [command, ...words] = [...(file === unbound ? [] : driver), process.execPath, file];
  const output = execFileSync(command, words, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const rows: readonly Row[] = JSON.parse(output.trim().split('\n').at(-1) ?? '');
  return rows;
}

function table(rows: readonly Row[]): string {
  const cells = rows.map(({ what, target, measured, pass }) => [what, target, measured, pass ? 'pass' : '**miss**']);
  return [['', 'Target', 'Measured', ''], ['---', '---', '---', '---'], ...cells].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function introduction(): string {
  const [processor] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const system = /^PRETTY_NAME="(.*)"$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? process.platform;
  return `# Benchmarks

\`npm run bench\` measured this on ${new Date().toISOString().slice(0, 10)}: ${cpus().length} × ${processor?.model.trim()}, ${memory} GB of memory, ${system}, Node ${process.versions.node}.
Ratios travel from machine to machine, absolute numbers do not. What is measured has one processor for itself; whatever drives
it, and PostgreSQL, has the other; a browser has both. Rounds are interleaved and medians shown. Rates against bare Fastify are per second of the
server's own processor time, so that other programs do not count; durable writes and latencies are by the clock, and a busy disk shows in them.`;
}
