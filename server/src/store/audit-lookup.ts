import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import type { Tx } from './database.ts';
import type { Tables } from './schema.ts';

/** Which events are looked up, newest first. */
export interface AuditLookup {
  readonly attribute?: { readonly AttributeKey: AuditAttribute; readonly AttributeValue: string } | undefined;
  /** Epoch milliseconds, both inclusive. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** The key of the event after which to go on; '' = from the newest. */
  readonly before: string;
  readonly limit: number;
}

/** What events can be looked up by. */
export type AuditAttribute =
  | 'AccessKeyId'
  | 'EventId'
  | 'EventName'
  | 'EventSource'
  | 'ReadOnly'
  | 'ResourceName'
  | 'ResourceType'
  | 'Username';

/** An event with what it can be looked up by. */
export interface FoundEvent {
  readonly sequence: number;
  readonly id: string;
  readonly time: number;
  readonly name: string;
  readonly source: string;
  readonly userName: string | undefined;
  readonly accessKeyId: string | undefined;
  readonly readOnly: boolean;
  readonly resources: readonly AuditResource[];
  /** CloudTrail-shaped JSON. */
  readonly event: string;
}

/** Something an event has changed. */
export interface AuditResource {
  /** As CloudFormation and CloudTrail call it: `AWS::IAM::User`. */
  readonly type: string;
  readonly name: string;
}

/** Events of the tenant, each lookup along an index of its own. */
export async function lookupAuditEvents(tx: Tx, lookup: AuditLookup): Promise<FoundEvent[]> {
  const sequences = isResource(lookup.attribute?.AttributeKey) ? await listSequencesByResource(tx, lookup) : undefined;
  if (sequences?.length === 0) return [];
  const rows = await tx.query(
    tx.sql
      .selectFrom('audit_events')
      .select(['sequence', 'id', 'time', 'event_name', 'event_source', 'user_name', 'access_key_id', 'read_only', 'event'])
      .where('aws_account_id', '=', tx.awsAccountId)
      .where((builder) => (sequences ? builder('sequence', 'in', sequences) : builder.and(conditions(builder, lookup))))
      .orderBy('time', 'desc')
      .orderBy('sequence', 'desc')
      .limit(lookup.limit),
  );
  const resources = await listResources(
    tx,
    rows.map(({ sequence }) => sequence),
  );
  return rows.map((row) => ({
    sequence: row.sequence,
    id: row.id,
    time: row.time,
    name: row.event_name,
    source: row.event_source,
    userName: row.user_name ?? undefined,
    accessKeyId: row.access_key_id ?? undefined,
    readOnly: row.read_only === 1,
    resources: resources.get(row.sequence) ?? [],
    event: row.event,
  }));
}

/** Events of one user or role after a place in the order of time, the oldest first. */
export async function listEventsOfEntity(
  tx: Tx,
  { entityId, after, limit }: { entityId: string; after: { readonly time: number; readonly sequence: number }; limit: number },
): Promise<{ time: number; sequence: number; event: string }[]> {
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

/** Where an event stands among all, for the page after it. */
export function auditEventKey({ time, sequence }: { readonly time: number; readonly sequence: number }): string {
  return `${time}.${sequence}`;
}

function isResource(attribute: AuditAttribute | undefined): boolean {
  return attribute === 'ResourceName' || attribute === 'ResourceType';
}

function conditions(builder: ExpressionBuilder<Tables, 'audit_events'>, lookup: AuditLookup): Expression<SqlBool>[] {
  const { AttributeKey: key, AttributeValue: value = '' } = lookup.attribute ?? {};
  const column = key && !isResource(key) ? columns[key] : undefined;
  // Not a parameter: only then does the engine see that the index of writes has them all.
  if (column === 'read_only') return [builder(column, '=', builder.lit(readOnlyValues.get(value) ?? -1)), ...between(builder, lookup)];
  return [...(column ? [builder(column, '=', value)] : []), ...between(builder, lookup)];
}

const readOnlyValues = new Map([
  ['true', 1],
  ['false', 0],
]);

const columns = {
  AccessKeyId: 'access_key_id',
  EventId: 'id',
  EventName: 'event_name',
  EventSource: 'event_source',
  ReadOnly: 'read_only',
  ResourceName: undefined,
  ResourceType: undefined,
  Username: 'user_name',
} as const;

/** Within the time range, and before the last event of the page before. */
function between(
  builder: ExpressionBuilder<Tables, 'audit_events' | 'audit_resources'>,
  { from, to, before }: AuditLookup,
): Expression<SqlBool>[] {
  const [time = 0, sequence = 0] = before === '' ? [] : before.split('.').map(Number);
  return [
    ...(from === undefined ? [] : [builder('time', '>=', from)]),
    ...(to === undefined ? [] : [builder('time', '<=', to)]),
    ...(before === '' ? [] : [builder('time', '<=', time), builder.or([builder('time', '<', time), builder('sequence', '<', sequence)])]),
  ];
}

async function listSequencesByResource(tx: Tx, lookup: AuditLookup): Promise<number[]> {
  const column = lookup.attribute?.AttributeKey === 'ResourceName' ? 'resource_name' : 'resource_type';
  const rows = await tx.query(
    tx.sql
      .selectFrom('audit_resources')
      .select(['time', 'sequence'])
      .distinct()
      .where('aws_account_id', '=', tx.awsAccountId)
      .where(column, '=', lookup.attribute?.AttributeValue ?? '')
      .where((builder) => builder.and(between(builder, lookup)))
      .orderBy('time', 'desc')
      .orderBy('sequence', 'desc')
      .limit(lookup.limit),
  );
  return rows.map(({ sequence }) => sequence);
}

async function listResources(tx: Tx, sequences: readonly number[]): Promise<Map<number, AuditResource[]>> {
  if (sequences.length === 0) return new Map();
  const rows = await tx.query(
    tx.sql
      .selectFrom('audit_resources')
      .select(['sequence', 'resource_type as type', 'resource_name as name'])
      .where('aws_account_id', '=', tx.awsAccountId)
      .where('sequence', 'in', sequences)
      .orderBy('resource_type')
      .orderBy('resource_name'),
  );
  return Map.groupBy(rows, ({ sequence }) => sequence);
}
