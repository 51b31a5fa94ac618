import { completeLinks } from '../mail/links.ts';
import { listOutbox, openBody, type OutboxRow } from '../store/outbox.ts';
import { readConfig } from '../config.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage = 'outbox                             Show the newest 50 messages: sent, waiting to be sent, failed.';
const shownMax = 50;

/** Shows what became of mail. Without a mail server, this is where an operator finds an invitation's link. */
export const outbox: Command = {
  name: 'outbox',
  usage,
  async run(shell, args) {
    const { settings } = readArguments(args, [], usage, 0);
    const { publicUrl, host, port } = readConfig(settings, shell.environment);
    // A port that the server picks itself is not known here: the link's path is.
    const base = publicUrl ?? (port === 0 ? '' : `http://${host}:${port}`);
    await withDatabase(shell, settings, async (database) => {
      for (const message of await database.read('', (tx) => listOutbox(tx, shownMax))) {
        shell.print(`${headOf(message).join('\n')}\n`);
        const body = openBody(database.vault, message);
        if (body !== '') shell.print(`${completeLinks(body, base)}\n`);
      }
    });
  },
};

function headOf({ recipient, created_at, status, attempts, sent_at, next_attempt_at, error, subject }: OutboxRow): string[] {
  return [
    `To: ${recipient === '' ? 'the support address (CARILLON_SUPPORT_ADDRESS)' : recipient}`,
    `Date: ${toIso(created_at)}`,
    `Status: ${status}${sent_at === null ? '' : ` ${toIso(sent_at)}`}`,
    ...(status === 'NotSent' && attempts > 0 ? [`Attempts: ${attempts}, the next one ${toIso(next_attempt_at)}`] : []),
    ...(error === null ? [] : [`Reason: ${error}`]),
    `Subject: ${subject}`,
  ];
}

function toIso(time: number): string {
  return new Date(time).toISOString();
}
