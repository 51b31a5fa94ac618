import { z } from 'zod';
import { BadRequestException } from '../errors.ts';
import { dayMs } from '../shapes/timestamp.ts';
import { statement, type Tx } from './database.ts';

/** A policy that is being made, or was made, from what a user or a role did. */
export interface PolicyGeneration {
  readonly id: string;
  readonly principalArn: string;
  readonly entityId: string;
  readonly status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED' | 'CANCELED';
  readonly startedAt: number;
  readonly completedAt: number | undefined;
  readonly request: GenerationRequest;
  readonly policies: readonly string[];
  readonly error: GenerationError | undefined;
}

/** Whose events count. Times are epoch milliseconds. */
const Request = z.object({
  from: z.number(),
  to: z.number(),
  /** As the request names them; one without regions means all regions. */
  trails: z.array(z.object({ arn: z.string(), regions: z.array(z.string()).optional() })),
});

export type GenerationRequest = z.output<typeof Request>;

const GenerationError = z.object({ code: z.enum(['SERVICE_QUOTA_EXCEEDED_ERROR', 'SERVICE_ERROR']), message: z.string() });

export type GenerationError = z.output<typeof GenerationError>;

/** How far the work has come: after which event to go on, and what was found up to there. */
const Progress = z.object({
  time: z.number(),
  sequence: z.number(),
  calls: z.array(
    z.object({
      required: z.array(z.object({ action: z.string(), resource: z.string() })).readonly(),
      sourceIp: z.string(),
      mfa: z.boolean(),
    }),
  ),
});

export type GenerationProgress = z.output<typeof Progress>;

/** Jobs can be read for seven days. Source: Service Authorization Reference, ListPolicyGenerations. */
const lifeMs = 7 * dayMs;

export async function insertPolicyGeneration(
  tx: Tx,
  generation: Pick<PolicyGeneration, 'id' | 'principalArn' | 'entityId' | 'startedAt' | 'request'>,
): Promise<void> {
  const { awsAccountId } = tx;
  const { id, principalArn, entityId, startedAt, request } = generation;
  await tx.run(deleteOldGenerations, { awsAccountId, before: startedAt - lifeMs });
  const progress: GenerationProgress = { time: request.from, sequence: 0, calls: [] };
  const row = { awsAccountId, id, principalArn, entityId, startedAt, request: JSON.stringify(request), progress: JSON.stringify(progress) };
  await tx.run(insertGeneration, row);
}

/** Throws BadRequestException: the published model knows no other error for a job that is not there. */
export async function getPolicyGeneration(tx: Tx, id: string): Promise<PolicyGeneration> {
  const row = await tx.first(selectGeneration, { awsAccountId: tx.awsAccountId, id });
  if (!row) throw new BadRequestException(`The policy generation ${id} cannot be found. Jobs are kept for seven days.`);
  return toGeneration(row);
}

/** Jobs, the newest first. @param before the key of the job after which to go on; '' = from the newest */
export async function listPolicyGenerations(
  tx: Tx,
  { principalArn, before, limit }: { principalArn: string | undefined; before: string; limit: number },
): Promise<PolicyGeneration[]> {
  const [at = '', id = ''] = before.split(' ');
  const rows = await tx.query(
    tx.sql
      .selectFrom('policy_generations')
      .select(columns)
      .where('aws_account_id', '=', tx.awsAccountId)
      .$if(principalArn !== undefined, (query) => query.where('principal_arn', '=', principalArn ?? ''))
      .$if(before !== '', (query) =>
        query.where(({ eb, and, or }) =>
          or([eb('started_at', '<', Number(at)), and([eb('started_at', '=', Number(at)), eb('id', '<', id)])]),
        ),
      )
      .orderBy('started_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit),
  );
  return rows.map(toGeneration);
}

/** Where a job stands among all, for `listPolicyGenerations`. */
export function generationKey({ startedAt, id }: PolicyGeneration): string {
  return `${startedAt} ${id}`;
}

export async function countGenerationsInProgress(tx: Tx): Promise<number> {
  return (await tx.first(countInProgress, { awsAccountId: tx.awsAccountId }))?.count ?? 0;
}

/** Ends a job that has not ended yet, one way or another. */
export async function endPolicyGeneration(
  tx: Tx,
  id: string,
  end: { status: 'SUCCEEDED' | 'FAILED' | 'CANCELED'; completedAt: number; policies?: readonly string[]; error?: GenerationError },
): Promise<void> {
  const { status, completedAt, policies = [], error } = end;
  const row = { status, completedAt, policies: JSON.stringify(policies), error: error ? JSON.stringify(error) : null };
  await tx.run(endGeneration, { awsAccountId: tx.awsAccountId, id, ...row });
}

/** A job of some AWS account that has not ended, whichever waits longest. */
export async function findOldestGeneration(tx: Tx): Promise<{ readonly awsAccountId: string; readonly id: string } | undefined> {
  const row = await tx.first(selectOldest, {});
  return row && { awsAccountId: row.aws_account_id, id: row.id };
}

/** A job as the work goes on from here; undefined if it has ended, or was cancelled, meanwhile. */
export async function findOpenGeneration(
  tx: Tx,
  id: string,
): Promise<(Pick<PolicyGeneration, 'entityId' | 'request'> & { progress: GenerationProgress }) | undefined> {
  const row = await tx.first(selectOpen, { awsAccountId: tx.awsAccountId, id });
  if (!row) return undefined;
  const request = Request.parse(JSON.parse(row.request));
  return { entityId: row.entity_id, request, progress: Progress.parse(JSON.parse(row.progress)) };
}

export async function keepProgress(tx: Tx, id: string, progress: GenerationProgress): Promise<void> {
  await tx.run(updateProgress, { awsAccountId: tx.awsAccountId, id, progress: JSON.stringify(progress) });
}

interface GenerationRow {
  id: string;
  principal_arn: string;
  entity_id: string;
  status: PolicyGeneration['status'];
  started_at: number;
  completed_at: number | null;
  request: string;
  policies: string;
  error: string | null;
}

function toGeneration(row: GenerationRow): PolicyGeneration {
  return {
    id: row.id,
    principalArn: row.principal_arn,
    entityId: row.entity_id,
    status: row.status,
    startedAt: row.started_at,
    completedAt: row.completed_at ?? undefined,
    request: Request.parse(JSON.parse(row.request)),
    policies: z.array(z.string()).parse(JSON.parse(row.policies)),
    error: row.error === null ? undefined : GenerationError.parse(JSON.parse(row.error)),
  };
}

const columns = ['id', 'principal_arn', 'entity_id', 'status', 'started_at', 'completed_at', 'request', 'policies', 'error'] as const;

interface Named {
  awsAccountId: string;
  id: string;
}

const selectGeneration = statement<Named, GenerationRow>('selectPolicyGeneration', (sql, param) =>
  sql.selectFrom('policy_generations').select(columns).where('aws_account_id', '=', param('awsAccountId')).where('id', '=', param('id')),
);

const selectOpen = statement<Named, { entity_id: string; request: string; progress: string }>('selectOpenGeneration', (sql, param) =>
  sql
    .selectFrom('policy_generations')
    .select(['entity_id', 'request', 'progress'])
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('id', '=', param('id'))
    .where('status', '=', 'IN_PROGRESS'),
);

const selectOldest = statement<object, { aws_account_id: string; id: string }>('selectOldestGeneration', (sql) =>
  sql
    .selectFrom('policy_generations')
    .select(['aws_account_id', 'id'])
    .where('status', '=', 'IN_PROGRESS')
    .orderBy('started_at')
    .orderBy('id')
    .limit(1),
);

const countInProgress = statement<{ awsAccountId: string }, { count: number }>('countGenerationsInProgress', (sql, param) =>
  sql
    .selectFrom('policy_generations')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('status', '=', 'IN_PROGRESS'),
);

const insertGeneration = statement<
  Named & { principalArn: string; entityId: string; startedAt: number; request: string; progress: string }
>('insertPolicyGeneration', (sql, param) =>
  sql.insertInto('policy_generations').values({
    aws_account_id: param('awsAccountId'),
    id: param('id'),
    principal_arn: param('principalArn'),
    status: 'IN_PROGRESS',
    started_at: param('startedAt'),
    completed_at: null,
    entity_id: param('entityId'),
    request: param('request'),
    progress: param('progress'),
    policies: '[]',
    error: null,
  }),
);

const updateProgress = statement<Named & { progress: string }>('updateGenerationProgress', (sql, param) =>
  sql
    .updateTable('policy_generations')
    .set({ progress: param('progress') })
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('id', '=', param('id'))
    .where('status', '=', 'IN_PROGRESS'),
);

const endGeneration = statement<
  Named & { status: PolicyGeneration['status']; completedAt: number; policies: string; error: string | null }
>('endPolicyGeneration', (sql, param) =>
  sql
    .updateTable('policy_generations')
    .set({
      status: param('status'),
      completed_at: param('completedAt'),
      policies: param('policies'),
      error: param('error'),
      progress: '{}',
    })
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('id', '=', param('id'))
    .where('status', '=', 'IN_PROGRESS'),
);

const deleteOldGenerations = statement<{ awsAccountId: string; before: number }>('deleteOldGenerations', (sql, param) =>
  sql.deleteFrom('policy_generations').where('aws_account_id', '=', param('awsAccountId')).where('started_at', '<', param('before')),
);
