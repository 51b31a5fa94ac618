import { openConnections } from '../compose.ts';
import { readConfig } from '../config.ts';
import { diagnose, type Check } from '../domains/diagnosis.ts';
import { findDomainName } from '../domains/name.ts';
import { recordCheck } from '../domains/record-check.ts';
import { OperatorError } from '../errors.ts';
import { listClaims } from '../store/domains.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage =
  'domain check DOMAIN                Ask the name servers of a domain for its record now, as CheckDomain does, for each claim.';

export const domainCheck: Command = {
  name: 'domain check',
  usage,
  async run(shell, args) {
    const { positional, settings } = readArguments(args, [], usage, 1);
    const [text = ''] = positional;
    const name = findDomainName(text);
    if (name === undefined) throw new OperatorError(`${text} is no domain name. Usage: carillon ${usage}`);
    const { nameServers } = openConnections(readConfig(settings, shell.environment));
    await withDatabase(shell, settings, async (database) => {
      const claims = await database.read('', (tx) => listClaims(tx, name));
      if (claims.length === 0) throw new OperatorError(`No account claims ${name}; \`domain list\` shows what is claimed.`);
      for (const claim of claims) {
        const { newId } = shell.machine;
        const now = shell.machine.now();
        const finding = diagnose(name, claim.token, await nameServers.observe(name, claim.token), now);
        const checked = await database.write('', (tx) => recordCheck(tx, claim, finding, { now, newId }));
        shell.print(`${name}, claimed by account ${claim.account_id}: ${checked?.status ?? 'removed meanwhile'}`);
        for (const line of describe(finding.check)) shell.print(`  ${line}`);
      }
    });
  },
};

function describe({ Diagnosis, Message, Servers }: Check): string[] {
  return [
    `${Diagnosis}: ${Message}`,
    ...Servers.map(({ Server, Address, Outcome, Values }) => {
      const values = Values.map((value) => JSON.stringify(value)).join(', ');
      return `${Server} (${Address ?? 'no address'}): ${Outcome}${values === '' ? '' : `, has ${values}`}`;
    }),
  ];
}
