import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const program = fileURLToPath(new URL('../carillon.mjs', import.meta.url));

/** A Node of this machine that cannot run the sources; the pinned one comes first on the path of npm's scripts. */
const older = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .find((node) => existsSync(node) && Number(/^v(\d+)/.exec(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout)?.[1]) < 24);
if (older === undefined) console.log('Skipped: handing over from an older Node, because this machine has none.');

test.runIf(older !== undefined)(
  'under a Node that is too old for the sources, the pinned one takes over, words and exit code included',
  () => {
    const run = (...words: readonly string[]) => spawnSync(older ?? '', [program, ...words], { encoding: 'utf8' });
    expect(run('help')).toMatchObject({ status: 0, stdout: expect.stringContaining('audit verify') });
    expect(run('no-such-command').status).not.toBe(0);
  },
);

test('what is packed is run, unless something that it was packed from has been changed, added or removed since', () => {
  const root = mkdtempSync(join(tmpdir(), 'carillon-packed-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const write = (name: string, text: string, at: number): void => {
    const file = join(root, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    utimesSync(file, at, at);
  };
  const settle = (): void => {
    for (const name of ['server/src/deep', 'server/src', 'iam/src']) utimesSync(join(root, name), 1000, 1000);
  };
  const answer = (): string => spawnSync(process.execPath, [join(root, 'server/carillon.mjs')], { encoding: 'utf8' }).stdout;
  mkdirSync(join(root, 'server'));
  copyFileSync(program, join(root, 'server/carillon.mjs'));
  for (const name of ['server/src/deep/other.ts', 'iam/src/index.ts', 'package-lock.json']) write(name, '', 1000);
  write('server/src/main.ts', `console.log('sources');`, 1000);
  write('server/dist/main.js', `console.log('packed');`, 1000);
  settle();
  expect(answer()).toBe('sources\n');
  write('server/dist/built-from.txt', '', 2000);
  expect(answer()).toBe('packed\n');
  for (const name of ['server/src/deep/other.ts', 'iam/src/index.ts', 'package-lock.json']) {
    write(name, '', 3000);
    expect(answer()).toBe('sources\n');
    write(name, '', 1000);
    settle();
    expect(answer()).toBe('packed\n');
  }
  rmSync(join(root, 'server/src/deep/other.ts'));
  expect(answer()).toBe('sources\n');
});
