import { listAwsAccounts } from '../store/aws-accounts.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage = 'tenant list                        List the AWS accounts (tenants).';

export const tenantList: Command = {
  name: 'tenant list',
  usage,
  async run(shell, args) {
    const { settings } = readArguments(args, [], usage, 0);
    await withDatabase(shell, settings, async (database) => {
      for (const { id, name } of await database.read('', listAwsAccounts)) shell.print(`${id}  ${name}`);
    });
  },
};
