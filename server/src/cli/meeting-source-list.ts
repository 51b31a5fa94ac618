import { listInstalledMeetingSources } from '../store/meeting-sources.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage = 'meeting source list                Show what reports meetings, and to which account.';

/** Never shows a secret. */
export const meetingSourceList: Command = {
  name: 'meeting source list',
  usage,
  async run(shell, args) {
    const { settings } = readArguments(args, [], usage, 0);
    await withDatabase(shell, settings, async (database) => {
      const sources = await database.read('', listInstalledMeetingSources);
      if (sources.length === 0) shell.print('There are no sources. carillon meeting source add registers one.');
      for (const { id, kind, name, account_id, created_at } of sources) {
        shell.print(`${id}  ${kind}  ${name}  of account ${account_id}, since ${new Date(created_at).toISOString()}`);
      }
    });
  },
};
