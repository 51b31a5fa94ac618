import { listOwnedDomains, type OwnedDomain } from '../store/domains.ts';
import { toTimestamp } from '../shapes/timestamp.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { alignColumns } from './permission-text.ts';
import { withDatabase } from './with-database.ts';

const usage = 'domain list                        List the domains that accounts claim, of every AWS account.';
const pageSize = 1_000;

export const domainList: Command = {
  name: 'domain list',
  usage,
  async run(shell, args) {
    const { settings } = readArguments(args, [], usage, 0);
    await withDatabase(shell, settings, async (database) => {
      let after = { name: '', accountId: '' };
      for (;;) {
        const page = await database.read('', (tx) => listOwnedDomains(tx, after, pageSize));
        for (const line of alignColumns(page.map(describe))) shell.print(line);
        const last = page.at(-1);
        if (!last || page.length < pageSize) return;
        after = { name: last.name, accountId: last.account_id };
      }
    });
  },
};

function describe(domain: OwnedDomain): string[] {
  const missing = domain.proof_missing_since;
  const next = domain.next_check_at;
  return [
    domain.name,
    domain.status,
    `${domain.aws_account_id} ${domain.account_id} ${domain.account_name}`,
    [
      ...(missing === null ? [] : [`record missing since ${toTimestamp(missing)}`]),
      next === null ? 'checked no more' : `next check ${toTimestamp(next)}`,
    ].join(', '),
  ];
}
