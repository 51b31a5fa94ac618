// `npm run check` (and so `npm test`): everything that must hold, in the order in which it fails fastest.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const inCi = process.env['CI'] !== undefined;
/**
 * Long walks of stock clients, of commands and of peers, and what has to do with the data folder or with parsers: what these prove does
 * not depend on the database. On PostgreSQL the SDK and boto3 walk the main job, and every operation has its own test.
 */
const walks = [
  'wire/*-cli',
  'wire/{audit,directory,domains,every-operation,exports,janus,overlay,policy-checks,policy-generation,web-identity}',
  '{http/fuzz,launcher,policy-commands,start}',
].map((name) => `server/test/${name}.test.ts`);
const totals = { passed: 0, failed: 0, skipped: 0 };

step('Types', ['npm', 'run', '--silent', 'types']);
step('Lint and dead code', ['npm', 'run', '--silent', 'lint']);
step('Format', ['oxfmt', '--check']);
tests('Tests on SQLite', 'sqlite', []);
if (existsSync('/usr/lib/postgresql'))
  tests('Tests on PostgreSQL', 'postgres', ['server/test', ...walks.flatMap((file) => ['--exclude', file])]);
else if (inCi) fail('PostgreSQL is not installed, and CI must not skip it.');
else console.log('\nSkipped: the tests on PostgreSQL, because no PostgreSQL is installed (Debian: apt-get install postgresql).');

console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);

function step(title: string, command: readonly string[]): void {
  if (!run(title, command, {})) fail(`${title}: not clean. See above.`);
}

function tests(title: string, database: string, args: readonly string[]): void {
  const report = `.build/tests-${database}.json`;
  rmSync(report, { force: true });
  const passed = run(title, ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args], {
    CARILLON_TEST_DATABASE: database,
  });
  count(report);
  if (!passed) fail(`${title}: not clean. See above.`);
}

/** The scripts of package.json run with node_modules/.bin first on the path, and so does this. */
function run(title: string, [command = '', ...args]: readonly string[], environment: NodeJS.ProcessEnv): boolean {
  console.log(`\n— ${title}`);
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
    shell: process.platform === 'win32',
  });
  return status === 0;
}

function count(report: string): void {
  if (!existsSync(report)) return;
  const result: unknown = JSON.parse(readFileSync(report, 'utf8'));
  if (typeof result !== 'object' || result === null) return;
  const number = (name: string): number => Number(Reflect.get(result, name) ?? 0);
  totals.passed += number('numPassedTests');
  totals.failed += number('numFailedTests');
  totals.skipped += number('numPendingTests') + number('numTodoTests');
}

function fail(why: string): never {
  console.error(`\n${why}`);
  console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
  process.exit(1);
}
