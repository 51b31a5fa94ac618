import type { AccountRow } from './accounts.ts';
import { statement, type Tx } from './database.ts';
import { toPage, type Page } from './paging.ts';
import type { Tables } from './schema.ts';

export type DataExportRow = Tables['data_exports'];

/** What a new export is about. */
type NewDataExport = Pick<DataExportRow, 'id' | 'aws_account_id' | 'account_id' | 'requested_by' | 'requested_at'>;

/** Queues an export. The caller holds the account, and has seen that it may have one. */
export async function insertDataExport(tx: Tx, request: NewDataExport): Promise<DataExportRow> {
  const row: DataExportRow = {
    ...request,
    state: 'Queued',
    step: 'gather',
    position: '',
    parts: 0,
    file_bytes: 0,
    total: 0,
    count: 0,
    bytes: 0,
    signed_at: null,
    url_sealed: null,
    expires_at: null,
    lease_owner: '',
    lease_until: 0,
    attempts: 0,
    finished_at: null,
    message: null,
  };
  await tx.run(insertExportRow, row);
  return row;
}

const insertExportRow = statement<DataExportRow>('insertDataExport', (sql, param) =>
  sql.insertInto('data_exports').values({
    id: param('id'),
    aws_account_id: param('aws_account_id'),
    account_id: param('account_id'),
    state: param('state'),
    step: param('step'),
    position: param('position'),
    parts: param('parts'),
    file_bytes: param('file_bytes'),
    total: param('total'),
    count: param('count'),
    bytes: param('bytes'),
    signed_at: param('signed_at'),
    url_sealed: param('url_sealed'),
    expires_at: param('expires_at'),
    lease_owner: param('lease_owner'),
    lease_until: param('lease_until'),
    attempts: param('attempts'),
    requested_by: param('requested_by'),
    requested_at: param('requested_at'),
    finished_at: param('finished_at'),
    message: param('message'),
  }),
);

/** The account's newest export that has not failed. */
export async function findNewestExport(tx: Tx, account: AccountRow): Promise<DataExportRow | undefined> {
  return tx.first(selectNewestExport, { accountId: account.id });
}

const selectNewestExport = statement<{ accountId: string }, DataExportRow>('selectNewestDataExport', (sql, param) =>
  sql
    .selectFrom('data_exports')
    .selectAll()
    .where('account_id', '=', param('accountId'))
    .where('state', '<>', 'Failed')
    .orderBy('id', 'desc')
    .limit(1),
);

/** One page of the account's exports, the newest first, before the export `before`. */
export async function listDataExports(tx: Tx, account: AccountRow, before: string, size: number): Promise<Page<DataExportRow>> {
  return toPage(await tx.all(selectExports, { accountId: account.id, before, limit: size + 1 }), size, ({ id }) => id);
}

const selectExports = statement<{ accountId: string; before: string; limit: number }, DataExportRow>('selectDataExports', (sql, param) =>
  sql
    .selectFrom('data_exports')
    .selectAll()
    .where('account_id', '=', param('accountId'))
    .where('id', '<', param('before'))
    .orderBy('id', 'desc')
    .limit(param('limit')),
);

interface Claim {
  readonly owner: string;
  readonly now: number;
  readonly leaseUntil: number;
}

/** Takes an unfinished export that nobody works on: a queued one, or one whose process has died. Undefined = there is none. */
export async function claimExport(tx: Tx, claim: Claim): Promise<DataExportRow | undefined> {
  for (const { id } of await tx.all(selectClaimableExports, { now: claim.now })) {
    const taken = await tx.first(takeExport, { ...claim, id });
    if (taken) return taken;
  }
  return undefined;
}

/** Exports that are tried to be taken in one go: others may be faster for some of them. */
const claimableMax = 20;

const selectClaimableExports = statement<{ now: number }, { id: string }>('selectClaimableDataExports', (sql, param) =>
  sql
    .selectFrom('data_exports')
    .select('id')
    .where('finished_at', 'is', null)
    .where('lease_until', '<=', param('now'))
    .orderBy('requested_at')
    .limit(claimableMax),
);

const takeExport = statement<Claim & { id: string }, DataExportRow>('takeDataExport', (sql, param) =>
  sql
    .updateTable('data_exports')
    .set(({ eb }) => ({
      state: 'Running' as const,
      lease_owner: param('owner'),
      lease_until: param('leaseUntil'),
      attempts: eb('attempts', '+', 1),
    }))
    .where('id', '=', param('id'))
    .where('finished_at', 'is', null)
    .where('lease_until', '<=', param('now'))
    .returningAll(),
);

/** Where an export stands after a step of it. */
export type ExportProgress = Pick<
  DataExportRow,
  'id' | 'lease_owner' | 'lease_until' | 'step' | 'position' | 'parts' | 'file_bytes' | 'total' | 'count' | 'bytes' | 'signed_at'
>;

/** Records a step; answers false if the export is no longer this process's to work on. */
export async function recordExportStep(tx: Tx, progress: ExportProgress): Promise<boolean> {
  return (await tx.run(updateExportStep, progress)) > 0;
}

const updateExportStep = statement<ExportProgress>('recordDataExportStep', (sql, param) =>
  sql
    .updateTable('data_exports')
    .set({
      lease_until: param('lease_until'),
      step: param('step'),
      position: param('position'),
      parts: param('parts'),
      file_bytes: param('file_bytes'),
      total: param('total'),
      count: param('count'),
      bytes: param('bytes'),
      signed_at: param('signed_at'),
      // What went wrong before did not last.
      message: null,
    })
    .where('id', '=', param('id'))
    .where('lease_owner', '=', param('lease_owner'))
    .where('finished_at', 'is', null),
);

/** How an export ends. */
export type ExportEnd = Pick<
  DataExportRow,
  'id' | 'lease_owner' | 'state' | 'step' | 'signed_at' | 'url_sealed' | 'expires_at' | 'finished_at' | 'message' | 'lease_until'
>;

/** Ends an export, or with `finished_at` null puts it off; answers false if it is no longer this process's to work on. */
export async function endExport(tx: Tx, end: ExportEnd): Promise<boolean> {
  return (await tx.run(updateExportEnd, end)) > 0;
}

const updateExportEnd = statement<ExportEnd>('endDataExport', (sql, param) =>
  sql
    .updateTable('data_exports')
    .set({
      state: param('state'),
      step: param('step'),
      signed_at: param('signed_at'),
      url_sealed: param('url_sealed'),
      expires_at: param('expires_at'),
      finished_at: param('finished_at'),
      message: param('message'),
      lease_until: param('lease_until'),
    })
    .where('id', '=', param('id'))
    .where('lease_owner', '=', param('lease_owner'))
    .where('finished_at', 'is', null),
);

/** Removes exports from before `time` that are over, at most `batch`; answers how many. */
export async function forgetExportsBefore(tx: Tx, time: number, batch: number): Promise<number> {
  return tx.run(deleteOldExports, { time, batch });
}

const deleteOldExports = statement<{ time: number; batch: number }>('deleteOldDataExports', (sql, param) =>
  sql
    .deleteFrom('data_exports')
    .where('id', 'in', (nested) =>
      nested.selectFrom('data_exports').select('id').where('finished_at', '<=', param('time')).limit(param('batch')),
    ),
);
