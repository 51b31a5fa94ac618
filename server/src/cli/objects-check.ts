import { readConfig } from '../config.ts';
import { OperatorError } from '../errors.ts';
import { checkStore } from '../objects/check.ts';
import { openObjectStore } from '../objects/open-object-store.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage = 'objects check                      Write, read, list, link and delete an object, and say what of it works.';

export const objectsCheck: Command = {
  name: 'objects check',
  usage,
  async run(shell, args) {
    const { settings } = readArguments(args, [], usage, 0);
    const config = readConfig(settings, shell.environment);
    const { machine } = shell;
    await withDatabase(shell, settings, async ({ vault }) => {
      const objects = openObjectStore(config, { vault, publicUrl: () => config.publicUrl ?? 'http://localhost' }, machine);
      try {
        const checks = await checkStore(objects, `checks/${machine.newId()}`, machine.now());
        shell.print(`${objects.kind === 's3' ? 'S3 store' : 'Folder'} ${objects.place}, bucket ${objects.own.bucketName}`);
        for (const { what, trouble } of checks) shell.print(`  ${what.padEnd(6)} ${trouble ?? 'works'}`);
        const failed = checks.filter(({ trouble }) => trouble !== undefined);
        if (failed.length > 0) {
          throw new OperatorError(`The object store does not do all that Carillon needs: ${failed.map(({ what }) => what).join(', ')}.`);
        }
      } finally {
        objects.close();
      }
    });
  },
};
