import { detachScp } from '../store/organization.ts';
import { beginIdentityChange } from '../store/principals.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage = 'organization detach TARGET NAME    Detach a service control policy.';

export const organizationDetach: Command = {
  name: 'organization detach',
  usage,
  async run(shell, args) {
    const { positional, settings } = readArguments(args, [], usage, 2);
    const [targetId = '', name = ''] = positional;
    await withDatabase(shell, settings, (database) =>
      database.write('', async (tx) => detachScp(await beginIdentityChange(tx), targetId, name)),
    );
    shell.print(`${name} is not attached to ${targetId} any more.`);
  },
};
