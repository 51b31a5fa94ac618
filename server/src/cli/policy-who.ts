import { catalogueOf } from '../derive/catalogue.ts';
import { OperatorError } from '../errors.ts';
import { roleArn, userArn } from '../iam/arns.ts';
import { operations } from '../operations/all.ts';
import { listAwsAccounts } from '../store/aws-accounts.ts';
import type { Tx } from '../store/database.ts';
import { getEntityPolicies } from '../store/entity-policies.ts';
import { listRoles } from '../store/iam-roles.ts';
import { listUsers } from '../store/iam-users.ts';
import { foldName } from '../iam/names.ts';
import type { Command } from './command.ts';
import { permissionsOf } from './entity-permissions.ts';
import { readArguments } from './flags.ts';
import { alignColumns, describeConditions } from './permission-text.ts';
import { withDatabase } from './with-database.ts';

const usage = 'policy who ACTION [--account ID]   List who can do something, such as chime:DeleteAccount, and under which conditions.';
const pageSize = 1_000;

export const policyWho: Command = {
  name: 'policy who',
  usage,
  async run(shell, args) {
    const { positional, own, settings } = readArguments(args, ['account'], usage, 1);
    const [action = ''] = positional;
    const catalogue = catalogueOf(operations);
    const isKnown = catalogue.actions.some(({ service, name, aliases = [] }) =>
      [name, ...aliases].some((one) => `${service}:${one}`.toLowerCase() === action.toLowerCase()),
    );
    if (!isKnown) throw new OperatorError(`${action} is no action of this server. Name one with its service, such as chime:GetUser.`);
    await withDatabase(shell, settings, async (database) => {
      const rows: string[][] = [];
      for (const { id } of await database.read('', listAwsAccounts)) {
        if (own.has('account') && own.get('account') !== id) continue;
        rows.push([`arn:aws:iam::${id}:root`, 'always, unless a service control policy denies it']);
        for (const arn of await database.read(id, listPrincipals)) {
          const entity = await database.read(id, (tx) => getEntityPolicies(tx, arn));
          const [permission] = permissionsOf(entity, catalogue, [action]);
          if (permission && permission.verdict !== 'never') rows.push([arn, `${permission.verdict}${describeConditions(permission)}`]);
        }
      }
      for (const line of alignColumns(rows)) shell.print(line);
    });
  },
};

/** The ARNs of all users and roles of the tenant. */
async function listPrincipals(tx: Tx): Promise<string[]> {
  const users = await readAll((after) => listUsers(tx, { pathPrefix: '/', after, limit: pageSize }));
  const roles = await readAll((after) => listRoles(tx, { pathPrefix: '/', after, limit: pageSize }));
  return [...users.map((user) => userArn(tx.awsAccountId, user)), ...roles.map((role) => roleArn(tx.awsAccountId, role))];
}

async function readAll<Row extends { readonly name: string }>(read: (after: string) => Promise<Row[]>): Promise<Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const page = await read(foldName(rows.at(-1)?.name ?? ''));
    rows.push(...page);
    if (page.length < pageSize) return rows;
  }
}
