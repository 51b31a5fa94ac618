import { catalogueOf } from '../derive/catalogue.ts';
import { NoSuchEntity, OperatorError } from '../errors.ts';
import { operations } from '../operations/all.ts';
import type { Database } from '../store/database.ts';
import { getEntityPolicies, type EntityPolicies } from '../store/entity-policies.ts';
import type { Command } from './command.ts';
import { permissionsOf } from './entity-permissions.ts';
import { readArguments } from './flags.ts';
import { alignColumns, describeConditions } from './permission-text.ts';
import { withDatabase } from './with-database.ts';

const usage = 'policy table ARN                   Show for each Chime action whether a user, group or role may do it.';

export const policyTable: Command = {
  name: 'policy table',
  usage,
  async run(shell, args) {
    const { positional, settings } = readArguments(args, [], usage, 1);
    const [arn = ''] = positional;
    await withDatabase(shell, settings, async (database) => {
      const entity = await readEntity(database, arn);
      const access = new Map<string, string>(
        operations.flatMap(({ service, action }) => (action ? [[`${service}:${action.name}`, action.access]] : [])),
      );
      const permissions = permissionsOf(entity, catalogueOf(operations), ['chime:*']).toSorted((a, b) => (a.action < b.action ? -1 : 1));
      const rows = permissions.map((one) => [
        marks[one.verdict],
        one.action,
        access.get(one.action) ?? '',
        `${one.verdict}${describeConditions(one)}`,
      ]);
      for (const line of alignColumns(rows)) shell.print(line);
    });
  },
};

const marks = { always: '✔', sometimes: '◐', never: '–' } as const;

async function readEntity(database: Database, arn: string): Promise<EntityPolicies> {
  try {
    return await database.read(arn.split(':')[4] ?? '', (tx) => getEntityPolicies(tx, arn));
  } catch (error) {
    if (error instanceof NoSuchEntity) throw new OperatorError(`${error.message} Name the ARN of a user, a group or a role.`);
    throw error;
  }
}
