import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { deriveArtefacts, fillReadme } from '../derive/index.ts';
import { operations } from '../operations/all.ts';
import { serverFolder } from '../places.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';

const usage = 'generate                           Write everything that is derived from the operations (for developers).';

export const generate: Command = {
  name: 'generate',
  usage,
  async run(shell, args) {
    readArguments(args, [], usage, 0);
    const root = new URL('../', serverFolder);
    for (const [path, text] of deriveArtefacts(operations)) {
      const file = new URL(`generated/${path}`, root);
      mkdirSync(dirname(file.pathname), { recursive: true });
      writeFileSync(file, text);
      shell.print(`generated/${path}`);
    }
    const readme = new URL('README.md', root);
    writeFileSync(readme, fillReadme(readFileSync(readme, 'utf8'), operations));
  },
};
