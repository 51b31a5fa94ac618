import type { ConditionExplanation, LayerExplanation, PartExplanation, PolicyChange, StatementExplanation } from '@carillon/iam';
import { catalogueOf } from '../derive/catalogue.ts';
import { OperatorError } from '../errors.ts';
import { changeAgainstDenial, explainDenial } from '../iam/denial.ts';
import { operations } from '../operations/all.ts';
import { listAwsAccounts } from '../store/aws-accounts.ts';
import type { Database } from '../store/database.ts';
import { findDenial, type Denial } from '../store/denials.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';

const usage = 'why AUTHORIZATION-ID               Explain why a request of the last 24 hours was refused.';

export const why: Command = {
  name: 'why',
  usage,
  async run(shell, args) {
    const { positional, settings } = readArguments(args, [], usage, 1);
    const [id = ''] = positional;
    await withDatabase(shell, settings, async (database) => {
      const denial = await findAnywhere(database, id, shell.machine.now());
      if (!denial)
        throw new OperatorError(
          `No refusal of the last 24 hours has the id ${id}. It is in the header x-carillon-authorization-id of the answer.`,
        );
      for (const line of describeDenial(denial)) shell.print(line);
    });
  },
};

async function findAnywhere(database: Database, id: string, now: number): Promise<Denial | undefined> {
  for (const tenant of await database.read('', listAwsAccounts)) {
    const denial = await database.read(tenant.id, (tx) => findDenial(tx, id, now));
    if (denial) return denial;
  }
  return undefined;
}

function describeDenial({ time, detail }: Denial): string[] {
  const catalogue = catalogueOf(operations);
  const { layers } = explainDenial(detail, catalogue);
  return [
    detail.message,
    '',
    `Time     ${new Date(time).toISOString()}`,
    `Request  ${detail.requestId}`,
    ...layers.flatMap(describeLayer),
    ...describeChanges(changeAgainstDenial(detail, catalogue)),
    '',
    'What the request carried',
    ...Object.entries(detail.request.context).map(([key, value]) => `  ${key}  ${[value ?? []].flat().join(', ')}`),
  ];
}

const layerNames = {
  scp: 'Service control policies',
  identity: 'Identity-based policies',
  boundary: 'Permissions boundary',
  session: 'Session policies',
  trust: 'Role trust policy',
} as const;

const outcomes = {
  allows: 'allow it',
  denies: 'deny it',
  silent: 'do not allow it',
  waived: 'do not have to allow it',
} as const;

function describeLayer({ layer, level, outcome, statements }: LayerExplanation): string[] {
  const name = layer === 'scp' ? `${layerNames.scp}, level ${level + 1}` : layerNames[layer];
  const none = statements.length === 0 ? ['  No statement is about the action.'] : [];
  return ['', `${name}: ${outcomes[outcome]}`, ...none, ...statements.flatMap(describeStatement)];
}

function describeStatement(one: StatementExplanation): string[] {
  const { policy, statement, sid, effect, applies, position, resource, principal, conditions } = one;
  const where = `line ${position.line}, column ${position.column} of ${policy ?? 'the policy'}`;
  return [
    `  ${applies ? effect : `(${effect})`} statement ${statement + 1}${sid === undefined ? '' : ` "${sid}"`}, ${where}${applies ? '' : ': does not apply'}`,
    ...describePart('resource', resource),
    ...describePart('principal', principal),
    ...conditions.map(describeCondition),
  ];
}

function describePart(name: string, part: PartExplanation | undefined): string[] {
  if (!part || part.matches) return [];
  return [`    ${name}: wants ${part.isNegated ? 'anything but ' : ''}${part.wanted.join(', ')}; the request has ${part.given.join(', ')}`];
}

function describeCondition({ operator, key, wanted, given, holds, why: reason, position }: ConditionExplanation): string {
  const has = given === undefined ? 'nothing' : [given].flat().join(', ');
  return `    ${holds ? 'holds' : 'fails'}: ${operator} ${key} (line ${position.line}): wants ${wanted.join(', ')}; the request has ${has}. ${reason}`;
}

function describeChanges(changes: readonly PolicyChange[] | undefined): string[] {
  if (!changes) return ['', 'No edit of these policies allows the request without allowing something else.'];
  return ['', 'The smallest change that would allow it', ...changes.flatMap(describeChange)];
}

function describeChange({ layer, policy, isCopy, before = '', after = '', summaries }: PolicyChange): string[] {
  const which = policy === undefined ? 'a new policy' : isCopy ? `a copy of ${policy}, which cannot be edited` : policy;
  return [
    `  ${layerNames[layer]}: ${which}`,
    ...summaries.map((summary) => `    ${summary}`),
    ...diff(before, after).map((line) => `      ${line}`),
  ];
}

/** The lines that differ, between what is the same at the start and at the end. */
function diff(before: string, after: string): string[] {
  const [old, young] = [before, after].map((text) => (text === '' ? [] : text.split('\n')));
  if (!old || !young) return [];
  let start = 0;
  while (start < Math.min(old.length, young.length) && old[start] === young[start]) start += 1;
  let end = 0;
  while (end < Math.min(old.length, young.length) - start && old.at(-1 - end) === young.at(-1 - end)) end += 1;
  return [
    ...old.slice(start, old.length - end).map((line) => `- ${line}`),
    ...young.slice(start, young.length - end).map((line) => `+ ${line}`),
  ];
}
