import { OperatorError } from '../errors.ts';
import { createAdministrator, createTenant } from '../store/aws-accounts.ts';
import { asTenant } from '../store/database.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage = 'tenant add NAME [--id 12-digits]   Add an AWS account (tenant) with an administrator.';

/** Adds an AWS account and prints its administrator's access key, once. */
export const tenantAdd: Command = {
  name: 'tenant add',
  usage,
  async run(shell, args) {
    const { positional, own, settings } = readArguments(args, ['id'], usage, 1);
    const [name = ''] = positional;
    if (!/^\S(.{0,98}\S)?$/u.test(name)) throw new OperatorError('A tenant needs a name of 1 to 100 characters on one line.');
    const { now, random } = shell.machine;
    await withDatabase(shell, settings, async (database) => {
      const administrator = await database.write('', async (tx) => {
        const { id } = await createTenant(tx, { name, awsAccountId: own.get('id'), now: now(), random });
        return { awsAccountId: id, ...(await createAdministrator(asTenant(tx, id), { userName: 'admin', now: now(), random })) };
      });
      shell.print(`AWS account ${administrator.awsAccountId} (${name}). Its administrator, shown this once:`);
      shell.print(`export AWS_ACCESS_KEY_ID=${administrator.accessKeyId} AWS_SECRET_ACCESS_KEY=${administrator.secretAccessKey}`);
    });
  },
};
