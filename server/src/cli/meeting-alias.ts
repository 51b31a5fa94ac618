import { OperatorError } from '../errors.ts';
import { asTenant } from '../store/database.ts';
import { dropMeetingAlias, putMeetingAlias } from '../store/meeting-users.ts';
import { findAccountOfAnyTenant } from '../store/persons.ts';
import { findUserByEmail } from '../store/users.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage =
  'meeting alias ALIAS --account ID [--user EMAIL]   Say who it is that a source of meetings calls ALIAS; without --user, nobody any more.';

/** An alias counts for what is reported from now on; a rebuilding applies it to what was reported before. */
export const meetingAlias: Command = {
  name: 'meeting alias',
  usage,
  async run(shell, args) {
    const { positional, own, settings } = readArguments(args, ['account', 'user'], usage, 1);
    const [alias = ''] = positional;
    const accountId = own.get('account');
    const email = own.get('user');
    if (accountId === undefined) throw new OperatorError(`--account is missing. Usage: carillon ${usage}`);
    await withDatabase(shell, settings, async (database) => {
      await database.write('', async (tx) => {
        const account = await findAccountOfAnyTenant(tx, accountId);
        if (!account) throw new OperatorError(`There is no account ${accountId}. aws chime list-accounts names them.`);
        const folded = alias.toLowerCase();
        if (email === undefined) {
          if (!(await dropMeetingAlias(tx, accountId, folded))) throw new OperatorError(`Account ${accountId} has no alias ${alias}.`);
          return;
        }
        const user = await findUserByEmail(asTenant(tx, account.aws_account_id), account, email.toLowerCase());
        if (!user) throw new OperatorError(`Account ${accountId} has no user with the address ${email}.`);
        await putMeetingAlias(tx, { accountId, alias: folded, userId: user.id, now: shell.machine.now() });
      });
      shell.print(email === undefined ? `${alias} is nobody's alias any more.` : `${alias} is ${email} from now on.`);
      shell.print(`carillon meeting rebuild ${accountId} applies it to what was reported before.`);
    });
  },
};
