import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { LimitExceeded, MalformedPolicyDocument, OperatorError, messageOf } from '../errors.ts';
import { checkPolicyDocument } from '../iam/policy-document.ts';
import { attachScp, getNode, listMembers } from '../store/organization.ts';
import { beginIdentityChange } from '../store/principals.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage = 'organization attach TARGET FILE    Attach a service control policy to a root, a unit or an AWS account.';

/** Attaches the policy under the file's name, replacing the one that had it. */
export const organizationAttach: Command = {
  name: 'organization attach',
  usage,
  async run(shell, args) {
    const { positional, settings } = readArguments(args, [], usage, 2);
    const [targetId = '', file = ''] = positional;
    const name = basename(file, '.json');
    if (!/^[\w .+=,@-]{1,128}$/.test(name)) throw new OperatorError(`${name} is no name for a policy. Rename the file.`);
    const document = readPolicyFile(file);
    await withDatabase(shell, settings, (database) =>
      database.write('', async (tx) => {
        const change = await beginIdentityChange(tx);
        const isAccount = (await listMembers(change)).some(({ aws_account_id }) => aws_account_id === targetId);
        if (!isAccount) await getNode(change, targetId);
        await attachScp(change, { targetId, name, document, attachedAt: shell.machine.now() });
      }),
    );
    shell.print(`${name} is attached to ${targetId} and counts from the next request on (in other processes within a second).`);
  },
};

function readPolicyFile(file: string): string {
  try {
    const text = readFileSync(file, 'utf8');
    checkPolicyDocument(text, 'scp', (limit) => `has more than ${limit} characters other than white space`);
    return text;
  } catch (cause) {
    if (cause instanceof MalformedPolicyDocument || cause instanceof LimitExceeded)
      throw new OperatorError(`${file} is no service control policy: ${cause.message}.`, { cause });
    const why = messageOf(cause);
    throw new OperatorError(`${file} cannot be read: ${why}.`, { cause });
  }
}
