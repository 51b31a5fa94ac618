import { OperatorError } from '../errors.ts';
import { findAccountOfAnyTenant } from '../store/persons.ts';
import { setRefusesLicenseLoss } from '../store/scim-settings.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage =
  'scim brake ACCOUNT-ID on|off       Refuse SCIM requests that take the license from very many users; off (the default) only raises an alert.';

/** For organisations that rather have a change refused than a mistake carried out. */
export const scimBrake: Command = {
  name: 'scim brake',
  usage,
  async run(shell, args) {
    const { positional, settings } = readArguments(args, [], usage, 2);
    const [accountId = '', state] = positional;
    if (state !== 'on' && state !== 'off') throw new OperatorError(`Say on or off. Usage: carillon ${usage}`);
    await withDatabase(shell, settings, async (database) => {
      await database.write('', async (tx) => {
        const account = await findAccountOfAnyTenant(tx, accountId);
        if (!account) throw new OperatorError(`There is no account ${accountId}. aws chime list-accounts shows an AWS account's.`);
        await setRefusesLicenseLoss(tx, account, state === 'on');
      });
      shell.print(
        state === 'on'
          ? 'A request that would take the license from 20 users or more, and from more than half of those who have one, is refused from now on.'
          : 'Such requests are carried out from now on, and raise the alert ScimMassLicenseLoss in the audit trail.',
      );
    });
  },
};
