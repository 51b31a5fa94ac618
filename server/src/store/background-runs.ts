import { statement, type Tx } from './database.ts';
import { listPolicyGenerations } from './policy-generations.ts';

/** One piece of long work, as a list shows it. */
export interface BackgroundRun {
  readonly id: string;
  readonly kind: 'DirectorySynchronisation' | 'DataExport' | 'PolicyGeneration' | 'MeetingRebuild';
  /** undefined = it is of no one account. */
  readonly accountId: string | undefined;
  readonly state: 'Queued' | 'Running' | 'AwaitingApproval' | 'Succeeded' | 'Failed' | 'Canceled';
  /** undefined, as is the total: it is not known how far it is. */
  readonly done: number | undefined;
  readonly total: number | undefined;
  readonly requestedAt: number;
  readonly finishedAt: number | undefined;
  readonly message: string | undefined;
}

/** The newest runs of each kind in the AWS account that `tx` is scoped to, at most `limit` of a kind; the newest first. */
export async function listBackgroundRuns(tx: Tx, limit: number): Promise<BackgroundRun[]> {
  const kinds = [
    await listSynchronisations(tx, limit),
    await listExportRuns(tx, limit),
    await listGenerations(tx, limit),
    await listRebuilds(tx, limit),
  ];
  return kinds.flat().toSorted((a, b) => b.requestedAt - a.requestedAt);
}

interface Listed {
  awsAccountId: string;
  limit: number;
}

interface SynchronisationRow {
  id: string;
  account_id: string;
  state: 'Queued' | 'Running' | 'AwaitingApproval' | 'Succeeded' | 'Failed';
  actions_planned: number;
  actions_done: number;
  message: string | null;
  requested_at: number;
  finished_at: number | null;
}

async function listSynchronisations(tx: Tx, limit: number): Promise<BackgroundRun[]> {
  const rows = await tx.all(selectSynchronisations, { awsAccountId: tx.awsAccountId, limit });
  return rows.map((row) => ({
    ...toRun(row, 'DirectorySynchronisation'),
    state: row.state,
    done: row.actions_done,
    total: row.actions_planned,
    message: row.message ?? undefined,
  }));
}

const selectSynchronisations = statement<Listed, SynchronisationRow>('selectTenantDirectoryRuns', (sql, param) =>
  sql
    .selectFrom('directory_runs')
    .select(['id', 'account_id', 'state', 'actions_planned', 'actions_done', 'message', 'requested_at', 'finished_at'])
    .where('aws_account_id', '=', param('awsAccountId'))
    .orderBy('requested_at', 'desc')
    .limit(param('limit')),
);

interface ExportRow {
  id: string;
  account_id: string;
  state: 'Queued' | 'Running' | 'Ready' | 'Failed';
  total: number;
  count: number;
  message: string | null;
  requested_at: number;
  finished_at: number | null;
}

async function listExportRuns(tx: Tx, limit: number): Promise<BackgroundRun[]> {
  const rows = await tx.all(selectExports, { awsAccountId: tx.awsAccountId, limit });
  return rows.map((row) => ({
    ...toRun(row, 'DataExport'),
    state: row.state === 'Ready' ? 'Succeeded' : row.state,
    done: row.count,
    total: row.total,
    message: row.message ?? undefined,
  }));
}

const selectExports = statement<Listed, ExportRow>('selectTenantDataExports', (sql, param) =>
  sql
    .selectFrom('data_exports')
    .select(['id', 'account_id', 'state', 'total', 'count', 'message', 'requested_at', 'finished_at'])
    .where('aws_account_id', '=', param('awsAccountId'))
    .orderBy('requested_at', 'desc')
    .limit(param('limit')),
);

const generationStates = { IN_PROGRESS: 'Running', SUCCEEDED: 'Succeeded', FAILED: 'Failed', CANCELED: 'Canceled' } as const;

async function listGenerations(tx: Tx, limit: number): Promise<BackgroundRun[]> {
  const found = await listPolicyGenerations(tx, { principalArn: undefined, before: '', limit });
  return found.map(({ id, principalArn, status, startedAt, completedAt, error }) => ({
    id,
    kind: 'PolicyGeneration' as const,
    accountId: undefined,
    state: generationStates[status],
    done: undefined,
    total: undefined,
    requestedAt: startedAt,
    finishedAt: completedAt,
    message: error?.message ?? principalArn,
  }));
}

interface RebuildRow {
  id: string;
  account_id: string;
  events_total: number;
  events_done: number;
  requested_at: number;
  finished_at: number | null;
}

async function listRebuilds(tx: Tx, limit: number): Promise<BackgroundRun[]> {
  const rows = await tx.all(selectRebuilds, { awsAccountId: tx.awsAccountId, limit });
  return rows.map((row) => ({
    ...toRun(row, 'MeetingRebuild'),
    state: row.finished_at === null ? ('Running' as const) : ('Succeeded' as const),
    done: row.events_done,
    total: row.events_total,
    message: undefined,
  }));
}

const selectRebuilds = statement<Listed, RebuildRow>('selectTenantMeetingRebuilds', (sql, param) =>
  sql
    .selectFrom('meeting_rebuilds as rebuild')
    .innerJoin('accounts', 'accounts.id', 'rebuild.account_id')
    .select([
      'rebuild.id as id',
      'rebuild.account_id as account_id',
      'rebuild.events_total as events_total',
      'rebuild.events_done as events_done',
      'rebuild.requested_at as requested_at',
      'rebuild.finished_at as finished_at',
    ])
    .where('accounts.aws_account_id', '=', param('awsAccountId'))
    .orderBy('rebuild.requested_at', 'desc')
    .limit(param('limit')),
);

function toRun<Kind extends BackgroundRun['kind']>(
  row: { readonly id: string; readonly account_id: string; readonly requested_at: number; readonly finished_at: number | null },
  kind: Kind,
) {
  return {
    id: row.id,
    kind,
    accountId: row.account_id,
    requestedAt: row.requested_at,
    finishedAt: row.finished_at ?? undefined,
  };
}
