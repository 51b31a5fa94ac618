import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import { entriesOf, resourcesOf, type AuditEntry, type AuditResource } from './audit-entries.ts';
import { listAuditEventsAfter } from './audit.ts';
import { statement, type Tx } from './database.ts';
import { toPage, type Page } from './paging.ts';
import type { Tables } from './schema.ts';

// Events are looked up by an index of its own, which a job fills from the trail: requests do not pay for it. The events
// that it has not come to yet are the newest; a lookup goes through them as well.

/** Which events are looked up, newest first. */
export interface AuditLookup {
  readonly entry: AuditEntry | undefined;
  /** Epoch milliseconds, both inclusive. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** The key of the event after which to go on; '' = from the newest. */
  readonly before: string;
  readonly pageSize: number;
}

/** An event with what it is shown with. */
export interface FoundEvent extends Place {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly userName: string | undefined;
  readonly accessKeyId: string | undefined;
  readonly readOnly: boolean;
  readonly resources: readonly AuditResource[];
  /** CloudTrail-shaped JSON. */
  readonly event: string;
}

/** Where an event stands among all: in the order of time, and of events of one instant in their own. */
interface Place {
  readonly time: number;
  readonly sequence: number;
}

/** Newest events that a lookup goes through one by one, should the index be far behind. */
const unindexedMax = 5_000;
/** Rows of one insert. */
const rowsPerInsertMax = 1_000;

/** Events of the tenant, in pages. */
export async function lookupAuditEvents(tx: Tx, lookup: AuditLookup): Promise<Page<FoundEvent>> {
  const { entry, pageSize } = lookup;
  const places = entry && entry.attribute !== 'EventId' ? await findPlaces(tx, entry, lookup) : undefined;
  if (places?.length === 0) return { rows: [], lastKey: undefined };
  const rows = await tx.query(
    tx.sql
      .selectFrom('audit_events')
      .select(['sequence', 'id', 'time', 'event_name', 'event_source', 'user_name', 'access_key_id', 'read_only', 'event'])
      .where('aws_account_id', '=', tx.awsAccountId)
      .where((builder) =>
        builder.and(
          places
            ? [
                builder(
                  'sequence',
                  'in',
                  places.map(({ sequence }) => sequence),
                ),
              ]
            : within(builder, lookup),
        ),
      )
      .$if(entry?.attribute === 'EventId', (query) => query.where('id', '=', entry?.value ?? ''))
      .orderBy('time', 'desc')
      .orderBy('sequence', 'desc')
      .limit(pageSize + 1),
  );
  const found = rows.map((row) => ({
    sequence: row.sequence,
    id: row.id,
    time: row.time,
    name: row.event_name,
    source: row.event_source,
    userName: row.user_name ?? undefined,
    accessKeyId: row.access_key_id ?? undefined,
    readOnly: row.read_only === 1,
    resources: resourcesOf(row.event),
    event: row.event,
  }));
  return toPage(found, pageSize, ({ time, sequence }) => `${time}.${sequence}`);
}

/** Brings the tenant's index up to date by at most `limit` events; answers how many there were. */
export async function extendAuditIndex(tx: Tx, limit: number): Promise<number> {
  const { awsAccountId } = tx;
  const events = await listAuditEventsAfter(tx, await findIndexHead(tx), limit);
  const last = events.at(-1);
  if (!last) return 0;
  const rows = events.flatMap(({ event, time, sequence }) =>
    entriesOf(event).map(({ attribute, value }) => ({ aws_account_id: awsAccountId, attribute, value, time, sequence })),
  );
  // In the order of the index, so that neighbours are written together.
  const sorted = rows.toSorted((a, b) => compare(a.attribute, b.attribute) || compare(a.value, b.value) || a.time - b.time);
  for (let from = 0; from < sorted.length; from += rowsPerInsertMax) {
    const part = sorted.slice(from, from + rowsPerInsertMax);
    await tx.query(
      tx.sql
        .insertInto('audit_lookups')
        .values(part)
        .onConflict((conflict) => conflict.doNothing()),
    );
  }
  await tx.run(putIndexHead, { awsAccountId, sequence: last.sequence });
  return events.length;
}

/** The AWS accounts with events that are not in their index. */
export async function listUnindexedAccounts(tx: Tx): Promise<string[]> {
  const rows = await tx.all(selectUnindexed, {});
  return rows.map(({ aws_account_id }) => aws_account_id);
}

/** Events of one user or role after a place in the order of time, the oldest first. */
export async function listEventsOfEntity(
  tx: Tx,
  { entityId, after, limit }: { entityId: string; after: Place; limit: number },
): Promise<(Place & { event: string })[]> {
  return tx.query(
    tx.sql
      .selectFrom('audit_events')
      .select(['time', 'sequence', 'event'])
      .where('aws_account_id', '=', tx.awsAccountId)
      .where('entity_id', '=', entityId)
      .where('time', '>=', after.time)
      .where((builder) => builder.or([builder('time', '>', after.time), builder('sequence', '>', after.sequence)]))
      .orderBy('time')
      .orderBy('sequence')
      .limit(limit),
  );
}

/** The first places of a page and one more, from the index and from the events it has not come to. */
async function findPlaces(tx: Tx, entry: AuditEntry, lookup: AuditLookup): Promise<Place[]> {
  const limit = lookup.pageSize + 1;
  const head = await findIndexHead(tx);
  const indexed = await tx.query(
    tx.sql
      .selectFrom('audit_lookups')
      .select(['time', 'sequence'])
      .where('aws_account_id', '=', tx.awsAccountId)
      .where('attribute', '=', entry.attribute)
      .where('value', '=', entry.value)
      .where((builder) => builder.and(within(builder, lookup)))
      .orderBy('time', 'desc')
      .orderBy('sequence', 'desc')
      .limit(limit),
  );
  const newer = await tx.query(
    tx.sql
      .selectFrom('audit_events')
      .select(['time', 'sequence', 'event'])
      .where('aws_account_id', '=', tx.awsAccountId)
      .where('sequence', '>', head)
      .where((builder) => builder.and(within(builder, lookup)))
      .orderBy('sequence', 'desc')
      .limit(unindexedMax),
  );
  const unindexed = newer.filter(({ event }) =>
    entriesOf(event).some(({ attribute, value }) => attribute === entry.attribute && value === entry.value),
  );
  const places = new Map([...indexed, ...unindexed].map(({ time, sequence }) => [sequence, { time, sequence }]));
  return [...places.values()].toSorted((a, b) => b.time - a.time || b.sequence - a.sequence).slice(0, limit);
}

/** Within the time range, and before the last event of the page before. */
function within(
  builder: ExpressionBuilder<Tables, 'audit_events' | 'audit_lookups'>,
  { from, to, before }: AuditLookup,
): Expression<SqlBool>[] {
  const [time = 0, sequence = 0] = before === '' ? [] : before.split('.').map(Number);
  return [
    ...(from === undefined ? [] : [builder('time', '>=', from)]),
    ...(to === undefined ? [] : [builder('time', '<=', to)]),
    ...(before === '' ? [] : [builder('time', '<=', time), builder.or([builder('time', '<', time), builder('sequence', '<', sequence)])]),
  ];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The sequence of the last event that is in the index. */
async function findIndexHead(tx: Tx): Promise<number> {
  return (await tx.first(selectIndexHead, { awsAccountId: tx.awsAccountId }))?.sequence ?? 0;
}

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
