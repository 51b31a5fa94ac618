import { measurePolicy, sizeLimit } from '@carillon/iam';
import { catalogueOf } from '../derive/catalogue.ts';
import { NoSuchEntity, OperatorError } from '../errors.ts';
import { entityContext, toLayers, type Entity } from '../iam/entity-layers.ts';
import { compareWithUse, leastPolicy, readCall, type RecordedCall } from '../iam/least-privilege.ts';
import { operations } from '../operations/all.ts';
import { listEventsOfEntity } from '../store/audit-lookup.ts';
import { listAwsAccounts } from '../store/aws-accounts.ts';
import type { Database } from '../store/database.ts';
import { getEntityPolicies } from '../store/entity-policies.ts';
import type { Command } from './command.ts';
import { readArguments } from './flags.ts';
import { withDatabase } from './with-database.ts';
import { dayMs } from '../shapes/timestamp.ts';

const usage =
  'policy least ARN [--days 90]         Print the smallest policy that covers what a user or role did, and what it would change.';
const pageSize = 1_000;

export const policyLeast: Command = {
  name: 'policy least',
  usage,
  async run(shell, args) {
    const { positional, own, settings } = readArguments(args, ['days'], usage, 1);
    const [arn = ''] = positional;
    const days = Number(own.get('days') ?? 90);
    if (!(days > 0)) throw new OperatorError(`--days ${own.get('days')} is no number of days.`);
    await withDatabase(shell, settings, async (database) => {
      const entity = await findEntity(database, arn);
      const calls = await readCalls(database, entity, shell.machine.now() - days * dayMs);
      for (const line of describe(entity, calls, days)) shell.print(line);
    });
  },
};

async function findEntity(database: Database, arn: string): Promise<Entity> {
  const awsAccountId = /^arn:aws:iam::(\d{12}):(?:user|role)\//.exec(arn)?.[1];
  if (awsAccountId === undefined)
    throw new OperatorError(`${arn} is no ARN of a user or role, such as arn:aws:iam::111122223333:user/carol.`);
  const known = await database.read('', listAwsAccounts);
  if (!known.some(({ id }) => id === awsAccountId)) throw new OperatorError(`There is no AWS account ${awsAccountId}.`);
  return database
    .read(awsAccountId, (tx) => getEntityPolicies(tx, arn))
    .catch((error: unknown) => {
      throw error instanceof NoSuchEntity ? new OperatorError(error.message) : error;
    });
}

/** Only what can make a difference is kept of the trail, which may be long. */
async function readCalls(database: Database, { id, arn }: Entity, from: number): Promise<RecordedCall[]> {
  const calls = new Map<string, RecordedCall>();
  for (let after = { time: from, sequence: 0 }; ;) {
    const start = after;
    const page = await database.read(arn.split(':')[4] ?? '', (tx) =>
      listEventsOfEntity(tx, { entityId: id, after: start, limit: pageSize }),
    );
    for (const { event } of page) {
      const call = readCall(event);
      if (call) calls.set(JSON.stringify(call), call);
    }
    const last = page.at(-1);
    if (!last) return [...calls.values()];
    after = last;
  }
}

function describe(entity: Entity, calls: readonly RecordedCall[], days: number): string[] {
  const policy = leastPolicy(calls);
  if (policy === undefined) return [`${entity.arn} has done nothing in the last ${days} days that needs a permission.`];
  const [call] = calls;
  const context = {
    ...entityContext(entity),
    'aws:SourceIp': call?.sourceIp,
    ...(calls.every(({ mfa }) => mfa) && { 'aws:MultiFactorAuthPresent': 'true' }),
  };
  const { unused, lost } = compareWithUse(calls, toLayers(entity), context, catalogueOf(operations));
  const [size, limit] = [measurePolicy(policy), sizeLimit('managed')];
  return [
    policy,
    '',
    ...(size > limit ? [`The policy has ${size} characters, and a managed policy may have ${limit}: split its statements.`, ''] : []),
    `Granted now, and not used in the last ${days} days: ${unused.length}`,
    ...unused.map((action) => `  ${action}`),
    `Used in that time, and not granted now: ${lost.length}`,
    ...lost.map(({ action, resource }) => `  ${action} on ${resource}`),
  ];
}
