import { z } from 'zod';
import type { Outside } from '../../operation.ts';
import { judge, overall, type Findings, type Part } from '../../support/health/parts.ts';
import { detailsWithheld } from '../../support/health/withheld.ts';
import { toWireDate } from '../../iam/wire.ts';
import { ObjectStoreError } from '../../objects/object-store-error.ts';
import { queryOperation } from '../../operation.ts';
import { date } from '../../shapes/iam.ts';
import { HealthPart, HealthQueue, healthStatus, whyWithheld } from '../../shapes/server-health.ts';
import { isOperators } from '../../store/aws-accounts.ts';
import { findSchemaVersion, listJobStates } from '../../store/diagnostics.ts';
import { findMailTrouble, readDatabaseTime, readMeetingSources, readQueues, type QueueName } from '../../store/health.ts';

/** Ours: what an operator wants to know who has no shell on the machine. */
export const GetServerHealth = queryOperation('iam', {
  action: {
    name: 'GetServerHealth',
    access: 'Read',
    summary: 'Grants permission to retrieve how the parts of this installation fare and what waits in its queues',
    dependsOn: [],
  },
  input: z.object({}),
  output: z.object({
    Status: healthStatus,
    Version: z.string(),
    Engine: z.enum(['sqlite', 'postgres']).meta({ id: 'DatabaseEngine' }),
    Date: date,
    StartDate: date,
    Parts: z.array(HealthPart),
    Queues: z.array(HealthQueue),
    DetailsWithheld: whyWithheld.optional(),
  }),
  errors: [],
  example: {},
  // Before any transaction: to count, and to ask an object store, takes a while.
  ask: look,
  async handler({ tx, build, sendsMail, now }, _input, { queues, startedAt, ...found }) {
    const mail = queues.get('Mail') ?? { count: 0, oldestAt: undefined };
    const parts = judge({ ...found, build, sendsMail, mail });
    const isOwn = await isOperators(tx);
    return {
      Status: overall(parts),
      Version: build.version,
      Engine: build.engine,
      Date: toWireDate(now),
      StartDate: toWireDate(startedAt),
      Parts: parts.map((part) => toPart(part, isOwn)),
      Queues: isOwn ? [...queues].map(([Queue, { count, oldestAt }]) => toQueue(Queue, count, oldestAt)) : [],
      ...(!isOwn && { DetailsWithheld: detailsWithheld }),
    };
  },
});

type Found = Omit<Findings, 'build' | 'sendsMail' | 'mail'> & {
  readonly queues: Awaited<ReturnType<typeof readQueues>>;
  readonly startedAt: number;
};

async function look({ connections: { objects, host }, read }: Outside): Promise<Found> {
  const before = host.now();
  const schemaVersion = await read(findSchemaVersion);
  const now = host.now();
  const databaseTime = await read(readDatabaseTime);
  const [store, disk] = await Promise.all([
    objects.own.list('', { limit: 1 }).then(() => undefined, describeTrouble),
    // Where the machine does not tell, nothing else is the worse for it.
    host.readDisk().catch(() => undefined),
  ]);
  return {
    schemaVersion,
    takesChanges: host.takesChanges(),
    answerMs: now - before,
    store: { kind: objects.kind, place: objects.place, trouble: store },
    ...(await read(async (tx) => ({
      queues: await readQueues(tx, now),
      mailTrouble: await findMailTrouble(tx),
      sources: await readMeetingSources(tx),
      jobs: await listJobStates(tx),
    }))),
    disk,
    databaseTime,
    now,
    startedAt: host.startedAt,
  };
}

/** A bucket that is not there yet is made with the first object. */
function describeTrouble(error: unknown): string | undefined {
  if (!(error instanceof ObjectStoreError)) throw error;
  return error.kind === 'no-such-bucket' ? undefined : error.message;
}

function toPart({ part, status, summary, nextStep }: Part, isOwn: boolean): z.input<typeof HealthPart> {
  return { Part: part, Status: status, ...(isOwn && { Summary: summary, NextStep: nextStep }) };
}

function toQueue(Queue: QueueName, Waiting: number, oldestAt: number | undefined): z.input<typeof HealthQueue> {
  return { Queue, Waiting, OldestDate: oldestAt === undefined ? undefined : toWireDate(oldestAt) };
}
