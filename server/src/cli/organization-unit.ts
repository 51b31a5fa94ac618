import { OperatorError } from '../errors.ts';
import { getNode, insertNode, listNodes } from '../store/organization.ts';
import { beginIdentityChange } from '../store/principals.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { newOrganizationText } from './organization-ids.ts';
import { withDatabase } from './with-database.ts';

const usage = 'organization unit NAME [--parent ID]   Add an organisational unit below the root or another unit.';

/** Levels of units below the root. Source: AWS Organizations User Guide, "Quotas". */
const depthMax = 5;

export const organizationUnit: Command = {
  name: 'organization unit',
  usage,
  async run(shell, args) {
    const { positional, own, settings } = readArguments(args, ['parent'], usage, 1);
    const [name = ''] = positional;
    const { now, random } = shell.machine;
    await withDatabase(shell, settings, (database) =>
      database.write('', async (tx) => {
        const change = await beginIdentityChange(tx);
        const [root] = await listNodes(change);
        if (!root) throw new OperatorError('There is no organisation yet. Create it with carillon organization create.');
        const parent = await getNode(change, own.get('parent') ?? root.id);
        let depth = 1;
        for (let at = parent; at.parent_id !== null; depth += 1) at = await getNode(change, at.parent_id);
        if (depth > depthMax) throw new OperatorError(`Units are at most ${depthMax} levels deep.`);
        const id = `ou-${root.id.slice(2)}-${newOrganizationText(random, 8)}`;
        await insertNode(change, { id, organization_id: root.organization_id, parent_id: parent.id, name, createdAt: now() });
        shell.print(`Unit ${id} (${name}) below ${parent.id}.`);
      }),
    );
  },
};
