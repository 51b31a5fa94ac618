import { OperatorError } from '../errors.ts';
import { catalogueOf } from '../derive/catalogue.ts';
import { operations } from '../operations/all.ts';
import { createLastAdministrator } from '../pipeline/last-administrator.ts';
import { findUser } from '../store/iam-users.ts';
import { beginIdentityChange } from '../store/principals.ts';
import { removeUser } from '../store/remove-user.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage = 'administrator remove USER --account 12-digits [--force yes]   Remove a user with all keys, policies and devices.';

/** Removes a user whom nobody can remove through the API any more: the last administrator, with --force. */
export const administratorRemove: Command = {
  name: 'administrator remove',
  usage,
  async run(shell, args) {
    const { positional, own, settings } = readArguments(args, ['account', 'force'], usage, 1);
    const [name = ''] = positional;
    const awsAccountId = own.get('account') ?? '';
    const force = own.get('force') === 'yes';
    const lastAdministrator = createLastAdministrator(catalogueOf(operations));
    await withDatabase(shell, settings, (database) =>
      database.write(awsAccountId, async (tx) => {
        const change = await beginIdentityChange(tx);
        const user = await findUser(change, name);
        if (!user) throw new OperatorError(`AWS account ${awsAccountId} has no user ${name}.`);
        await removeUser(change, user);
        if (!force && !(await lastAdministrator.exists(change)))
          throw new OperatorError(
            `${name} is the last administrator of AWS account ${awsAccountId}. Repeat with --force yes to leave it without one.`,
          );
      }),
    );
    shell.print(`User ${name} of AWS account ${awsAccountId} is removed.`);
  },
};
