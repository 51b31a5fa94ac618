import { OperatorError } from '../errors.ts';
import type { Database } from '../store/database.ts';
import { findAccountOfAnyTenant } from '../store/persons.ts';
import type { Shell } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

/** What every import is told. */
interface Told {
  readonly path: string;
  readonly accountId: string;
  readonly isDryRun: boolean;
  readonly report: string | undefined;
  readonly database: Database;
}

/** Reads an import's arguments and finds its account. Throws OperatorError for an account that there is not. */
export async function withImport(shell: Shell, args: readonly string[], usage: string, work: (told: Told) => Promise<void>): Promise<void> {
  const { positional, own, settings } = readArguments(args, ['account', 'report'], usage, 1, ['dry-run']);
  const [path = ''] = positional;
  const accountId = own.get('account');
  if (accountId === undefined) throw new OperatorError(`--account is missing. Usage: carillon ${usage}`);
  await withDatabase(shell, settings, async (database) => {
    const account = await database.read('', (tx) => findAccountOfAnyTenant(tx, accountId));
    if (!account || account.deleted_at !== null) {
      throw new OperatorError(`There is no account ${accountId}. aws chime list-accounts names them.`);
    }
    await work({ path, accountId, isDryRun: own.has('dry-run'), report: own.get('report'), database });
  });
}
