import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

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
