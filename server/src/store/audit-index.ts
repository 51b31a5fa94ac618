import { describe, entriesOf } from './audit-entries.ts';
import { findAuditHead } from './audit.ts';
import { statement, type Tx } from './database.ts';

// Events with a row of their own are looked up by an index that a job fills from the trail: requests do not pay for it.
// The events that it has not come to yet are the newest; a lookup goes through them as well.

/** Brings the tenant's index up to date by at most `limit` events; answers how many there were. */
export async function extendAuditIndex(tx: Tx, limit: number): Promise<number> {
  const { awsAccountId } = tx;
  // Read before the events: whatever has come up to here can be seen.
  const end = (await findAuditHead(tx))?.sequence ?? 0;
  const events = await tx.all(selectUnindexedEvents, { awsAccountId, after: await findIndexHead(tx), end, limit });
  const rows = events.flatMap(({ event, time, sequence }) => {
    const described = describe(event);
    const entries = described ? entriesOf(described) : [];
    return entries.map(({ attribute, value }) => ({ awsAccountId, attribute, value, time, sequence }));
  });
  // In the order of the index, so that neighbours are written together.
  await tx.runEach(
    insertLookup,
    rows.toSorted((a, b) => compare(a.attribute, b.attribute) || compare(a.value, b.value) || a.time - b.time),
  );
  const last = events.length < limit ? end : (events.at(-1)?.sequence ?? end);
  await tx.run(putIndexHead, { awsAccountId, sequence: last });
  return events.length;
}

/** The AWS accounts with events that are not in their index. */
export async function listUnindexedAccounts(tx: Tx): Promise<string[]> {
  const rows = await tx.all(selectUnindexed, {});
  return rows.map(({ aws_account_id }) => aws_account_id);
}

/** The sequence of the last event that is in the index. */
export async function findIndexHead(tx: Tx): Promise<number> {
  return (await tx.first(selectIndexHead, { awsAccountId: tx.awsAccountId }))?.sequence ?? 0;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const selectUnindexedEvents = statement<
  { awsAccountId: string; after: number; end: number; limit: number },
  { sequence: number; time: number; event: string }
>('selectUnindexedEvents', (sql, param) =>
  sql
    .selectFrom('audit_events')
    .select(['sequence', 'time', 'event'])
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('sequence', '>', param('after'))
    .where('sequence', '<=', param('end'))
    .orderBy('sequence')
    .limit(param('limit')),
);

const insertLookup = statement<{ awsAccountId: string; attribute: string; value: string; time: number; sequence: number }>(
  'insertAuditLookup',
  (sql, param) =>
    sql
      .insertInto('audit_lookups')
      .values({
        aws_account_id: param('awsAccountId'),
        attribute: param('attribute'),
        value: param('value'),
        time: param('time'),
        sequence: param('sequence'),
      })
      .onConflict((conflict) => conflict.doNothing()),
);

const selectIndexHead = statement<{ awsAccountId: string }, { sequence: number }>('selectIndexHead', (sql, param) =>
  sql.selectFrom('audit_lookup_heads').select('sequence').where('aws_account_id', '=', param('awsAccountId')),
);

const putIndexHead = statement<{ awsAccountId: string; sequence: number }>('putIndexHead', (sql, param) =>
  sql
    .insertInto('audit_lookup_heads')
    .values({ aws_account_id: param('awsAccountId'), sequence: param('sequence') })
    .onConflict((conflict) => conflict.column('aws_account_id').doUpdateSet({ sequence: param('sequence') })),
);

const selectUnindexed = statement<object, { aws_account_id: string }>('selectUnindexed', (sql) =>
  sql
    .selectFrom('audit_heads')
    .leftJoin('audit_lookup_heads', 'audit_lookup_heads.aws_account_id', 'audit_heads.aws_account_id')
    .select('audit_heads.aws_account_id')
    .where(({ eb, or, ref }) =>
      or([eb('audit_lookup_heads.sequence', 'is', null), eb('audit_lookup_heads.sequence', '<', ref('audit_heads.sequence'))]),
    ),
);
