import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { readConfig } from '../config.ts';
import { OperatorError, messageOf } from '../errors.ts';
import { insertMeetingSource } from '../store/meeting-sources.ts';
import { findAccountOfAnyTenant } from '../store/persons.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage =
  'meeting source add KIND --account ID [--name NAME] [--key KEY] [--secret-file FILE]   Take meeting events from livekit, chime-sdk, janus or cloudevents.';

const Kind = z.enum(['livekit', 'chime-sdk', 'janus', 'cloudevents']);
/** A secret is one line; whatever is larger is another file. */
const fileMax = 4096;
const secretBytes = 32;

/** Registers a source of an account's meetings. Its secret is made here, and shown this once, unless the source has one already. */
export const meetingSourceAdd: Command = {
  name: 'meeting source add',
  usage,
  async run(shell, args) {
    const { positional, own, settings } = readArguments(args, ['account', 'name', 'key', 'secret-file'], usage, 1);
    const kind = Kind.safeParse(positional[0]);
    const accountId = own.get('account');
    if (!kind.success || accountId === undefined) throw new OperatorError(`Usage: carillon ${usage}`);
    const file = own.get('secret-file');
    const { now, newId, random } = shell.machine;
    const secret = file === undefined ? Buffer.from(random(secretBytes)).toString('base64url') : readSecret(file);
    const key = own.get('key');
    if (kind.data === 'livekit' && (key === undefined || file === undefined)) {
      throw new OperatorError('LiveKit signs with one of its own API keys: give its name with --key and its secret with --secret-file.');
    }
    const id = newId();
    await withDatabase(shell, settings, async (database) => {
      await database.write('', async (tx) => {
        const account = await findAccountOfAnyTenant(tx, accountId);
        if (!account || account.deleted_at !== null)
          throw new OperatorError(`There is no account ${accountId}. aws chime list-accounts names them.`);
        const source = {
          account_id: accountId,
          id,
          kind: kind.data,
          name: own.get('name') ?? kind.data,
          settings: JSON.stringify(key === undefined ? {} : { key }),
          created_at: now(),
        };
        await insertMeetingSource(tx, source, secret);
      });
      const { publicUrl } = readConfig(settings, shell.environment);
      shell.print(`Source ${id} (${kind.data}) of account ${accountId}. It sends to:`);
      shell.print(`${publicUrl ?? 'https://…'}/ingest/${kind.data}/${id}`);
      if (file === undefined) shell.print(`Its secret, shown this once: ${secret}`);
    });
  },
};

function readSecret(file: string): string {
  let text: string;
  try {
    if (statSync(file).size > fileMax) throw new Error(`it is larger than ${fileMax} bytes`);
    text = readFileSync(file, 'utf8').trim();
  } catch (cause) {
    const why = messageOf(cause);
    throw new OperatorError(`${file} cannot be read: ${why}.`, { cause });
  }
  if (text === '') throw new OperatorError(`${file} is empty. It must hold the secret of the source.`);
  return text;
}
