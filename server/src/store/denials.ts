import { createHash } from 'node:crypto';
import { z } from 'zod';
import { invariant } from '../errors.ts';
import type { DenialDetail } from '../iam/denial.ts';
import { dayMs } from '../shapes/timestamp.ts';
import { statement, type Tx } from './database.ts';

/** How long the reasons of a refusal can be read. */
export const denialLifetimeMs = dayMs;

/** Refusals kept for one AWS account; the oldest make room for the newest. */
export const denialsMax = 5_000;

/** How exactly it is known when a policy was last needed: it is not noted with every refusal. */
const useNotedMs = 60 * 60 * 1000;

/** A refusal with everything it follows from. */
export interface Denial {
  /** The authorization id, a UUIDv7. */
  readonly id: string;
  /** Epoch milliseconds. */
  readonly time: number;
  /** Who was refused: `aws:userid`. */
  readonly principalId: string;
  readonly detail: DenialDetail;
}

/** Keeps refusals of the tenant, each policy text once, and forgets the oldest beyond {@link denialsMax}. */
export async function keepDenials(tx: Tx, denials: readonly Denial[]): Promise<void> {
  const { awsAccountId } = tx;
  const documents = new Map<string, Omit<KeptDocument, 'hash'>>();
  const hashOf = hashOnce();
  for (const { detail, time } of denials) {
    for (const { text } of detail.groups.flatMap(({ policies }) => policies))
      documents.set(hashOf(text), { awsAccountId, document: text, usedAt: time });
  }
  for (const [hash, kept] of documents) await tx.run(keepDocument, { ...kept, hash, noted: kept.usedAt - useNotedMs });
  for (const { id, time, principalId, detail } of denials) {
    const groups = detail.groups.map((group) => ({
      ...group,
      policies: group.policies.map(({ kind, name, text }) => ({ kind, name, hash: hashOf(text) })),
    }));
    await tx.run(insertDenial, { awsAccountId, id, time, principalId, detail: JSON.stringify({ ...detail, groups }) });
  }
  if (denials.length > 0) await tx.run(dropOldestDenials, { awsAccountId, kept: denialsMax });
}

/** A refusal of the tenant within its lifetime; undefined if there is none of that id. */
export async function findDenial(tx: Tx, id: string, now: number): Promise<Denial | undefined> {
  const { awsAccountId } = tx;
  const row = await tx.first(selectDenial, { awsAccountId, id, after: now - denialLifetimeMs });
  if (!row) return undefined;
  const stored = StoredDetail.parse(JSON.parse(row.detail));
  const hashes = [...new Set(stored.groups.flatMap(({ policies }) => policies.map(({ hash }) => hash)))];
  const found =
    hashes.length === 0
      ? []
      : await tx.query(
          tx.sql
            .selectFrom('denial_policies')
            .select(['hash', 'document'])
            .where('aws_account_id', '=', awsAccountId)
            .where('hash', 'in', hashes),
        );
  const documents = new Map(found.map(({ hash, document }) => [hash, document]));
  const groups = stored.groups.map((group) => ({
    ...group,
    policies: group.policies.map(({ kind, name, hash }) => ({ kind, name, text: getDocument(documents, hash) })),
  }));
  return { id, time: row.time, principalId: row.principal_id, detail: { ...stored, groups } };
}

/** Forgets refusals past their lifetime, of every tenant, and the policies that only they needed; answers how many. */
export async function forgetDenialsBefore(tx: Tx, before: number): Promise<number> {
  const forgotten = await tx.run(deleteOldDenials, { before });
  // One noted use more: a policy is noted as used at most that much too early.
  await tx.run(deleteUnusedDocuments, { before: before - 2 * useNotedMs });
  return forgotten;
}

const layer = z.enum(['scp', 'identity', 'boundary', 'session', 'trust']);
const kind = z.enum(['identity', 'managed', 'inline-user', 'inline-role', 'inline-group', 'session', 'scp', 'boundary', 'trust']);

/** A detail with the hashes of policy texts in place of the texts. */
const StoredDetail = z.object({
  requestId: z.string(),
  message: z.string(),
  principal: z.object({ id: z.string(), arn: z.string(), name: z.string().optional() }),
  decision: z.enum(['allowed', 'explicitDeny', 'implicitDeny']),
  layer: layer.optional(),
  request: z.object({
    action: z.string(),
    resource: z.string(),
    context: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    principal: z
      .object({
        arns: z.array(z.string()),
        account: z.string().optional(),
        service: z.string().optional(),
        federated: z.string().optional(),
      })
      .optional(),
  }),
  groups: z.array(
    z.object({
      layer,
      level: z.number(),
      mustAllow: z.boolean(),
      policies: z.array(z.object({ kind, name: z.string().optional(), hash: z.string() })),
    }),
  ),
});

function getDocument(documents: ReadonlyMap<string, string>, hash: string): string {
  const document = documents.get(hash);
  invariant(document !== undefined, 'The policies of a refusal are kept longer than the refusal itself.');
  return document;
}

function hashOnce(): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const hash = known.get(text) ?? createHash('sha256').update(text).digest('hex');
    known.set(text, hash);
    return hash;
  };
}

interface KeptDocument {
  readonly awsAccountId: string;
  readonly hash: string;
  readonly document: string;
  readonly usedAt: number;
}

const keepDocument = statement<KeptDocument & { noted: number }>('keepDocument', (sql, param) =>
  sql
    .insertInto('denial_policies')
    .values({ aws_account_id: param('awsAccountId'), hash: param('hash'), document: param('document'), used_at: param('usedAt') })
    .onConflict((conflict) =>
      conflict
        .columns(['aws_account_id', 'hash'])
        .doUpdateSet({ used_at: param('usedAt') })
        .where('denial_policies.used_at', '<', param('noted')),
    ),
);

const insertDenial = statement<{ awsAccountId: string; id: string; time: number; principalId: string; detail: string }>(
  'insertDenial',
  (sql, param) =>
    sql.insertInto('denials').values({
      aws_account_id: param('awsAccountId'),
      id: param('id'),
      time: param('time'),
      principal_id: param('principalId'),
      detail: param('detail'),
    }),
);

const dropOldestDenials = statement<{ awsAccountId: string; kept: number }>('dropOldestDenials', (sql, param) =>
  sql
    .deleteFrom('denials')
    .where('aws_account_id', '=', param('awsAccountId'))
    .where('id', '<=', ({ selectFrom }) =>
      selectFrom('denials')
        .select('id')
        .where('aws_account_id', '=', param('awsAccountId'))
        .orderBy('id', 'desc')
        .limit(1)
        .offset(param('kept')),
    ),
);

const selectDenial = statement<{ awsAccountId: string; id: string; after: number }, { time: number; principal_id: string; detail: string }>(
  'selectDenial',
  (sql, param) =>
    sql
      .selectFrom('denials')
      .select(['time', 'principal_id', 'detail'])
      .where('aws_account_id', '=', param('awsAccountId'))
      .where('id', '=', param('id'))
      .where('time', '>', param('after')),
);

const deleteOldDenials = statement<{ before: number }>('deleteOldDenials', (sql, param) =>
  sql.deleteFrom('denials').where('time', '<=', param('before')),
);

const deleteUnusedDocuments = statement<{ before: number }>('deleteUnusedDocuments', (sql, param) =>
  sql.deleteFrom('denial_policies').where('used_at', '<', param('before')),
);
