import { statement, type Tx } from './database.ts';
import { toPage, type Page } from './paging.ts';
import type { OutboxRow } from './outbox.ts';
import type { Tables } from './schema.ts';

export type SupportRequestRow = Tables['support_requests'];

/** A request, and what became of its mail. */
export type MailedSupportRequest = SupportRequestRow & Pick<OutboxRow, 'status'>;

/** Keeps a request whose mail is in the outbox. @param description in the clear; it is sealed here */
export async function insertSupportRequest(
  tx: Tx,
  { description, ...request }: Omit<SupportRequestRow, 'aws_account_id' | 'description_sealed'> & { readonly description: string },
): Promise<SupportRequestRow> {
  const sealed = tx.vault.seal(description, sealPurpose(request.id));
  const row: SupportRequestRow = { ...request, aws_account_id: tx.awsAccountId, description_sealed: sealed };
  await tx.run(insertSupportRequestRow, row);
  return row;
}

const insertSupportRequestRow = statement<SupportRequestRow>('insertSupportRequest', (sql, param) =>
  sql.insertInto('support_requests').values({
    aws_account_id: param('aws_account_id'),
    id: param('id'),
    account_id: param('account_id'),
    conference_id: param('conference_id'),
    subject: param('subject'),
    description_sealed: param('description_sealed'),
    category: param('category'),
    severity: param('severity'),
    occurred_at: param('occurred_at'),
    diagnostics_attached: param('diagnostics_attached'),
    outbox_id: param('outbox_id'),
    submitted_by: param('submitted_by'),
    created_at: param('created_at'),
  }),
);

/** What the request says. */
export function openDescription(tx: Tx, { id, description_sealed }: SupportRequestRow): string {
  return tx.vault.open(description_sealed, sealPurpose(id));
}

function sealPurpose(id: string): string {
  return `support-request:${id}`;
}

/** One page of the tenant's requests, the newest first, before the request `before`. */
export async function listSupportRequests(tx: Tx, before: string, size: number): Promise<Page<MailedSupportRequest>> {
  return toPage(await tx.all(selectSupportRequests, { awsAccountId: tx.awsAccountId, before, limit: size + 1 }), size, ({ id }) => id);
}

const selectSupportRequests = statement<{ awsAccountId: string; before: string; limit: number }, MailedSupportRequest>(
  'selectSupportRequests',
  (sql, param) =>
    sql
      .selectFrom('support_requests')
      .innerJoin('outbox', 'outbox.id', 'support_requests.outbox_id')
      .selectAll('support_requests')
      .select('outbox.status')
      .where('support_requests.aws_account_id', '=', param('awsAccountId'))
      .where('support_requests.id', '<', param('before'))
      .orderBy('support_requests.id', 'desc')
      .limit(param('limit')),
);

/** How many requests the tenant has submitted since, and when the first of them was. */
export async function countSupportRequestsSince(tx: Tx, since: number): Promise<{ count: number; first: number | null }> {
  return (await tx.first(selectSupportRequestCount, { awsAccountId: tx.awsAccountId, since })) ?? { count: 0, first: null };
}

const selectSupportRequestCount = statement<{ awsAccountId: string; since: number }, { count: number; first: number | null }>(
  'selectSupportRequestCount',
  (sql, param) =>
    sql
      .selectFrom('support_requests')
      .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('created_at').as('first')])
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('created_at', '>', param('since')),
);

/** Removes requests from before `time`, at most `batch`; their mail is free to be forgotten then. Answers how many. */
export async function forgetSupportRequestsBefore(tx: Tx, time: number, batch: number): Promise<number> {
  return tx.run(deleteOldSupportRequests, { time, batch });
}

const deleteOldSupportRequests = statement<{ time: number; batch: number }>('deleteOldSupportRequests', (sql, param) =>
  sql
    .deleteFrom('support_requests')
    .where('id', 'in', (nested) =>
      nested.selectFrom('support_requests').select('id').where('created_at', '<=', param('time')).limit(param('batch')),
    ),
);
