import { OperatorError } from '../errors.ts';
import { listAuditEventsAfter } from '../store/audit.ts';
import { listAwsAccounts } from '../store/aws-accounts.ts';
import type { Database } from '../store/database.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage = 'audit export [--account ID] [--from TIME] [--to TIME]   Print the audit trail as JSON lines, oldest first.';

export const auditExport: Command = {
  name: 'audit export',
  usage,
  async run(shell, args) {
    const { own, settings } = readArguments(args, ['account', 'from', 'to'], usage, 0);
    const range = { from: readTime(own, 'from') ?? -Infinity, to: readTime(own, 'to') ?? Infinity };
    await withDatabase(shell, settings, async (database) => {
      const known = (await database.read('', listAwsAccounts)).map(({ id }) => id);
      const account = own.get('account');
      if (account !== undefined && !known.includes(account))
        throw new OperatorError(`There is no AWS account ${account}. carillon tenant list shows them all.`);
      for (const id of known.filter((id) => id === (account ?? id))) await exportTenant(database, id, range, shell.print);
    });
  },
};

/** Page by page, so that a trail of any length passes through little memory. */
async function exportTenant(
  database: Database,
  id: string,
  { from, to }: { from: number; to: number },
  print: (line: string) => void,
): Promise<void> {
  let sequence = 0;
  for (;;) {
    const after = sequence;
    const page = await database.read(id, (tx) => listAuditEventsAfter(tx, after));
    for (const { time, event } of page) if (time >= from && time < to) print(event);
    const last = page.at(-1);
    if (!last) return;
    sequence = last.sequence;
  }
}

function readTime(own: ReadonlyMap<string, string>, flag: string): number | undefined {
  const text = own.get(flag);
  if (text === undefined) return undefined;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new OperatorError(`--${flag} ${text} is no time. Write it as 2026-06-01 or 2026-06-01T12:00:00Z.`);
  return time;
}
