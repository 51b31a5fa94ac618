import { AnalysisError, describeExample, listAccessChanges, type AccessChange } from '@carillon/iam';
import { catalogueOf } from '../derive/catalogue.ts';
import { OperatorError } from '../errors.ts';
import { operations } from '../operations/all.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { describeConditions } from './permission-text.ts';
import { readKind, readPolicy } from './policy-files.ts';

const usage = 'policy diff OLD NEW                Compare two policies by what they allow, not by their text.';

export const policyDiff: Command = {
  name: 'policy diff',
  usage,
  async run(shell, args) {
    const { positional, own } = readArguments(args, ['type'], usage, 2);
    const [before = '', after = ''] = positional;
    const kind = readKind(own.get('type'));
    const changes = compare(() => listAccessChanges(readPolicy(before, kind), readPolicy(after, kind), catalogueOf(operations)));
    for (const change of changes.toSorted((a, b) => (a.action < b.action ? -1 : 1))) for (const line of describe(change)) shell.print(line);
    if (changes.length === 0) shell.print('The two policies allow the same.');
  },
};

function compare(list: () => AccessChange[]): AccessChange[] {
  try {
    return list();
  } catch (error) {
    if (error instanceof AnalysisError) throw new OperatorError(error.message);
    throw error;
  }
}

function describe(change: AccessChange): string[] {
  const { action, before, after, gained, lost } = change;
  // Of an action that was never allowed and always is now, any request is an example.
  const examples = before === 'sometimes' || after === 'sometimes';
  return [
    ...(gained === undefined ? [] : [`+ ${action}  ${before} → ${after}${describeConditions(change)}`]),
    ...(gained === undefined || !examples ? [] : [`    gained: ${describeProof(gained)}`]),
    ...(lost === undefined ? [] : [`- ${action}  ${before} → ${after}${gained === undefined ? describeConditions(change) : ''}`]),
    ...(lost === undefined || !examples ? [] : [`    lost: ${describeProof(lost)}`]),
  ];
}

function describeProof(request: NonNullable<AccessChange['gained']>): string {
  return request === 'unproved' ? 'perhaps; variables keep an example from being found' : `for example ${describeExample(request)}`;
}
