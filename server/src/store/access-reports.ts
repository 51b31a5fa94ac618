import { InvalidInput, NoSuchEntity } from '../errors.ts';
import { parsePolicyArn, parseRoleArn } from '../iam/arns.ts';
import { parseUserArn } from '../iam/trust.ts';
import { dayMs } from '../shapes/timestamp.ts';
import { listUsesInSegments } from './audit-segment-search.ts';
import { statement, type Tx } from './database.ts';
import { listAttachedRoles, listAttachedUsers } from './iam-attachments.ts';
import { getGroup, listMembers } from './iam-groups.ts';
import { getPolicy } from './iam-policies.ts';
import { getRole } from './iam-roles.ts';
import { getUser } from './iam-users.ts';

/** What was asked for: who used what, as of when. */
export interface AccessReport {
  readonly id: string;
  readonly entityArn: string;
  readonly granularity: 'SERVICE_LEVEL' | 'ACTION_LEVEL';
  readonly createdAt: number;
}

/** Reports can be read for a week. Source: IAM API Reference, GetServiceLastAccessedDetails. */
const reportLifeMs = 7 * dayMs;

export async function insertAccessReport(tx: Tx, report: AccessReport): Promise<void> {
  const { id, entityArn, granularity, createdAt } = report;
  await tx.run(deleteOldReports, { awsAccountId: tx.awsAccountId, before: createdAt - reportLifeMs });
  await tx.run(insertReport, { awsAccountId: tx.awsAccountId, id, entityArn, granularity, createdAt });
}

/** Throws NoSuchEntity. */
export async function getAccessReport(tx: Tx, id: string): Promise<AccessReport> {
  const row = await tx.first(selectReport, { awsAccountId: tx.awsAccountId, id });
  if (!row) throw new NoSuchEntity(`The job ${id} cannot be found.`);
  const granularity = row.granularity === 'ACTION_LEVEL' ? 'ACTION_LEVEL' : 'SERVICE_LEVEL';
  return { id, entityArn: row.entity_arn, granularity, createdAt: row.created_at };
}

/** Entities of a group or a policy that a report looks at. */
const entitiesMax = 1000;

/** The users and roles that a report about an ARN is about. Throws NoSuchEntity, or InvalidInput for an ARN of something else. */
export async function listReportedIds(tx: Tx, arn: string): Promise<string[]> {
  const first = { pathPrefix: '/', after: '', limit: entitiesMax };
  const user = parseUserArn(arn);
  if (user?.awsAccountId === tx.awsAccountId) return [(await getUser(tx, user.name)).id];
  const role = parseRoleArn(arn);
  if (role?.awsAccountId === tx.awsAccountId) return [(await getRole(tx, role.name)).id];
  const [, account, groupName = ''] = /^arn:aws:iam::(\d{12}):group\/(?:.*\/)?([\w+=,.@-]+)$/.exec(arn) ?? [];
  if (account === tx.awsAccountId) {
    const group = await getGroup(tx, groupName);
    return (await listMembers(tx, { groupId: group.id, ...first })).map(({ id }) => id);
  }
  if (!parsePolicyArn(arn)) throw new InvalidInput(`${arn} is not the ARN of a user, a group, a role or a policy of this account.`);
  const policy = await getPolicy(tx, arn);
  const query = { policyArn: policy.arn, ...first };
  return [...(await listAttachedUsers(tx, query)), ...(await listAttachedRoles(tx, query))].map(({ id }) => id);
}

/** One use of an action by an entity: the newest. */
export interface ActionUse {
  readonly service: string;
  readonly action: string;
  readonly entityId: string;
  readonly at: number;
  readonly region: string;
}

/** IAM's tracking period. Source: IAM User Guide, "Refine permissions using last accessed information". */
const trackingMs = 400 * dayMs;

/** The newest use of each action by each of these entities, up to an instant, from the audit trail. */
export async function listActionUses(tx: Tx, entityIds: readonly string[], until: number): Promise<ActionUse[]> {
  if (entityIds.length === 0) return [];
  const newest = await tx.query(
    tx.sql
      .selectFrom('audit_events')
      .select(({ fn }) => fn.max('sequence').as('sequence'))
      .where('aws_account_id', '=', tx.awsAccountId)
      .where('entity_id', 'in', entityIds)
      .where('time', '>=', until - trackingMs)
      .where('time', '<=', until)
      .groupBy(['event_source', 'event_name', 'entity_id']),
  );
  const sequences = newest.map(({ sequence }) => sequence);
  const alone =
    sequences.length === 0
      ? []
      : await tx.query(
          tx.sql
            .selectFrom('audit_events')
            .select(['event_source', 'event_name', 'entity_id', 'time', 'event'])
            .where('aws_account_id', '=', tx.awsAccountId)
            .where('sequence', 'in', sequences),
        );
  const uses = alone.map((row) => toActionUse(row.event_source, row.event_name, row.entity_id ?? '', row));
  for (const id of entityIds) {
    for (const event of await listUsesInSegments(tx, id, { from: until - trackingMs, to: until }))
      uses.push(toActionUse(event.eventSource, event.eventName, id, event));
  }
  const newestOf = new Map<string, ActionUse>();
  for (const use of uses.toSorted((a, b) => a.at - b.at)) newestOf.set(`${use.entityId} ${use.service}:${use.action}`, use);
  return [...newestOf.values()];
}

function toActionUse(source: string, action: string, entityId: string, { time, event }: { time: number; event: string }): ActionUse {
  return { service: source.replace(/\.amazonaws\.com$/, ''), action, entityId, at: time, region: regionOf(event) };
}

function regionOf(event: string): string {
  const parsed: unknown = JSON.parse(event);
  return typeof parsed === 'object' && parsed !== null && 'awsRegion' in parsed ? String(parsed.awsRegion) : '';
}

const insertReport = statement<{ awsAccountId: string; id: string; entityArn: string; granularity: string; createdAt: number }>(
  'insertAccessReport',
  (sql, param) =>
    sql.insertInto('iam_access_reports').values({
      aws_account_id: param('awsAccountId'),
      id: param('id'),
      entity_arn: param('entityArn'),
      granularity: param('granularity'),
      created_at: param('createdAt'),
    }),
);

const selectReport = statement<{ awsAccountId: string; id: string }, { entity_arn: string; granularity: string; created_at: number }>(
  'selectAccessReport',
  (sql, param) =>
    sql
      .selectFrom('iam_access_reports')
      .select(['entity_arn', 'granularity', 'created_at'])
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('id', '=', param('id')),
);

const deleteOldReports = statement<{ awsAccountId: string; before: number }>('deleteOldAccessReports', (sql, param) =>
  sql.deleteFrom('iam_access_reports').where('aws_account_id', '=', param('awsAccountId')).where('created_at', '<', param('before')),
);
