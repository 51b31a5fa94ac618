import { OperatorError } from '../errors.ts';
import { insertNode, listNodes } from '../store/organization.ts';
import { beginIdentityChange } from '../store/principals.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { newOrganizationText } from './organization-ids.ts';
import { withDatabase } from './with-database.ts';

const usage = 'organization create [--id o-…]     Create the organisation that AWS accounts can be put into.';

/** Creates the organisation with its root. */
export const organizationCreate: Command = {
  name: 'organization create',
  usage,
  async run(shell, args) {
    const { own, settings } = readArguments(args, ['id'], usage, 0);
    const { now, random } = shell.machine;
    const organizationId = own.get('id') ?? `o-${newOrganizationText(random, 10)}`;
    if (!/^o-[a-z0-9]{10,32}$/.test(organizationId))
      throw new OperatorError(`${organizationId} is no id of an organisation: it is o- and 10 to 32 small letters and digits.`);
    const id = `r-${newOrganizationText(random, 4)}`;
    await withDatabase(shell, settings, (database) =>
      database.write('', async (tx) => {
        const change = await beginIdentityChange(tx);
        const [root] = await listNodes(change);
        if (root) throw new OperatorError(`There is an organisation already: ${root.organization_id}, with the root ${root.id}.`);
        await insertNode(change, { id, organization_id: organizationId, parent_id: null, name: 'Root', createdAt: now() });
      }),
    );
    shell.print(
      `Organisation ${organizationId} with the root ${id}. Put AWS accounts into it: carillon organization move AWS-ACCOUNT ${id}`,
    );
  },
};
