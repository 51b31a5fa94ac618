import { OperatorError } from '../errors.ts';
import { listExchanges, type ScimLogRow } from '../store/scim-log.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage = 'scim log ACCOUNT-ID [--last NUMBER]   Show what an identity provider sent over SCIM in the last seven days, newest last.';
const shownDefault = 50;
const shownMax = 1_000;

/** For whoever wonders why a user or group did not arrive. */
export const scimLog: Command = {
  name: 'scim log',
  usage,
  async run(shell, args) {
    const { positional, own, settings } = readArguments(args, ['last'], usage, 1);
    const [accountId = ''] = positional;
    const last = Number(own.get('last') ?? shownDefault);
    if (!Number.isInteger(last) || last < 1 || last > shownMax) throw new OperatorError(`--last takes a number from 1 to ${shownMax}.`);
    await withDatabase(shell, settings, async (database) => {
      const exchanges = await database.read('', (tx) => listExchanges(tx, accountId, last));
      if (exchanges.length === 0) shell.print(`No identity provider has sent anything for account ${accountId} in the last seven days.`);
      for (const exchange of exchanges.toReversed()) for (const line of describe(exchange)) shell.print(line);
    });
  },
};

function describe({ time, method, target, status, duration_ms, api_key_id, request, response }: ScimLogRow): string[] {
  return [
    `${new Date(time).toISOString()}  ${status}  ${method} ${target}  (${duration_ms} ms, key ${api_key_id})`,
    ...(request === null ? [] : [`  > ${request}`]),
    ...(response === null ? [] : [`  < ${response}`]),
  ];
}
