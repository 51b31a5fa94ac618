import { OperatorError } from '../errors.ts';
import { listAwsAccounts } from '../store/aws-accounts.ts';
import { getNode, placeAccount } from '../store/organization.ts';
import { beginIdentityChange } from '../store/principals.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage = 'organization move AWS-ACCOUNT ID   Put an AWS account into the root or a unit of the organisation.';

export const organizationMove: Command = {
  name: 'organization move',
  usage,
  async run(shell, args) {
    const { positional, settings } = readArguments(args, [], usage, 2);
    const [awsAccountId = '', nodeId = ''] = positional;
    await withDatabase(shell, settings, (database) =>
      database.write('', async (tx) => {
        const change = await beginIdentityChange(tx);
        if (!(await listAwsAccounts(change)).some(({ id }) => id === awsAccountId))
          throw new OperatorError(`There is no AWS account ${awsAccountId}. See carillon tenant list.`);
        const { id } = await getNode(change, nodeId);
        await placeAccount(change, { awsAccountId, nodeId: id, joinedAt: shell.machine.now() });
      }),
    );
    shell.print(`AWS account ${awsAccountId} is in ${nodeId}.`);
  },
};
