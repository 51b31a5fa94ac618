import { listAwsAccounts } from '../store/aws-accounts.ts';
import type { Tx } from '../store/database.ts';
import { listAttachedScps, listMembers, listNodes } from '../store/organization.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage = 'organization list                  Show the organisation: units, AWS accounts, service control policies.';

/** Prints the organisation as a tree, each line with the policies of that level. */
export const organizationList: Command = {
  name: 'organization list',
  usage,
  async run(shell, args) {
    const { settings } = readArguments(args, [], usage, 0);
    await withDatabase(shell, settings, async (database) => {
      const lines = await database.read('', describe);
      for (const line of lines) shell.print(line);
    });
  },
};

async function describe(tx: Tx): Promise<string[]> {
  const nodes = await listNodes(tx);
  const [root] = nodes;
  if (!root) return ['There is no organisation: no service control policy bounds any AWS account.'];
  const members = await listMembers(tx);
  const accounts = await listAwsAccounts(tx);
  const lines = [`Organisation ${root.organization_id}`];
  const policies = async (targetId: string): Promise<string> => (await listAttachedScps(tx, targetId)).map(({ name }) => name).join(', ');
  const visit = async (id: string, name: string, indent: string): Promise<void> => {
    lines.push(`${indent}${id}  ${name}  [${await policies(id)}]`);
    for (const child of nodes.filter(({ parent_id }) => parent_id === id)) await visit(child.id, child.name, `${indent}  `);
    for (const { aws_account_id } of members.filter(({ node_id }) => node_id === id)) {
      const account = accounts.find((one) => one.id === aws_account_id);
      lines.push(`${indent}  ${aws_account_id}  ${account?.name ?? ''}  [${await policies(aws_account_id)}]`);
    }
  };
  await visit(root.id, root.name, '  ');
  return lines;
}
