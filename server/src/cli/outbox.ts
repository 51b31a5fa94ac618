import { listOutbox, openBody } from '../store/outbox.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage = 'outbox                             Show the newest 50 messages that wait to be mailed.';
const shownMax = 50;

/** Without a mail server, this is where an operator finds an invitation's link. */
export const outbox: Command = {
  name: 'outbox',
  usage,
  async run(shell, args) {
    const { settings } = readArguments(args, [], usage, 0);
    await withDatabase(shell, settings, async (database) => {
      for (const message of await database.read('', (tx) => listOutbox(tx, shownMax))) {
        shell.print(
          `To: ${message.recipient}\nDate: ${new Date(message.created_at).toISOString()}\nStatus: ${message.status}\nSubject: ${message.subject}\n`,
        );
        shell.print(`${openBody(database.vault, message)}\n`);
      }
    });
  },
};
