import { statement, type Tx } from './database.ts';
import type { Tables } from './schema.ts';

/** Something outside that reports what happens in an account's meetings. */
export type MeetingSourceRow = Tables['meeting_sources'];

export type MeetingSourceKind = MeetingSourceRow['kind'];

/** Registers a source. @param secret what its deliveries are verified with */
export async function insertMeetingSource(
  tx: Tx,
  source: Omit<MeetingSourceRow, 'secret_sealed' | 'removed_at'>,
  secret: string,
): Promise<void> {
  await tx.run(insertSource, { ...source, secret_sealed: tx.vault.seal(secret, secretPurpose(source.id)) });
}

const insertSource = statement<Omit<MeetingSourceRow, 'removed_at'>>('insertMeetingSource', (sql, param) =>
  sql.insertInto('meeting_sources').values({
    account_id: param('account_id'),
    id: param('id'),
    kind: param('kind'),
    name: param('name'),
    settings: param('settings'),
    secret_sealed: param('secret_sealed'),
    created_at: param('created_at'),
    removed_at: null,
  }),
);

function secretPurpose(id: string): string {
  return `meeting-source:${id}`;
}

/** What a source's deliveries are verified with. */
export function openMeetingSourceSecret({ vault }: Pick<Tx, 'vault'>, source: MeetingSourceRow): string {
  return vault.open(source.secret_sealed, secretPurpose(source.id));
}

/** The source of this id, whosever it is, unless it was removed or its account was deleted. */
export async function findMeetingSource(tx: Tx, id: string): Promise<MeetingSourceRow | undefined> {
  return tx.first(selectSource, { id });
}

const selectSource = statement<{ id: string }, MeetingSourceRow>('selectMeetingSource', (sql, param) =>
  sql
    .selectFrom('meeting_sources')
    .innerJoin('accounts', 'accounts.id', 'meeting_sources.account_id')
    .selectAll('meeting_sources')
    .where('meeting_sources.id', '=', param('id'))
    .where('meeting_sources.removed_at', 'is', null)
    .where('accounts.deleted_at', 'is', null),
);

/** The source that imports of an account are filed under, if there were any. */
export async function findImportSource(tx: Tx, accountId: string): Promise<string | undefined> {
  return (await tx.first(selectImportSource, { accountId }))?.id;
}

const selectImportSource = statement<{ accountId: string }, { id: string }>('selectImportSource', (sql, param) =>
  sql
    .selectFrom('meeting_sources')
    .select('id')
    .where('account_id', '=', param('accountId'))
    .where('kind', '=', 'import')
    .where('removed_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .limit(1),
);

/** Sources of the installation that are not removed, by account. */
export async function listInstalledMeetingSources(tx: Tx): Promise<MeetingSourceRow[]> {
  return tx.all(selectInstalledSources, {});
}

const selectInstalledSources = statement<object, MeetingSourceRow>('selectInstalledMeetingSources', (sql) =>
  sql.selectFrom('meeting_sources').selectAll().where('removed_at', 'is', null).orderBy('account_id').orderBy('created_at').orderBy('id'),
);

/** The kinds of an account's sources by id, removed ones too: what they said is still there. */
export async function listMeetingSourceKinds(tx: Tx, accountId: string): Promise<ReadonlyMap<string, MeetingSourceKind>> {
  const rows = await tx.all(selectSourceKinds, { accountId });
  return new Map(rows.map(({ id, kind }) => [id, kind]));
}

const selectSourceKinds = statement<{ accountId: string }, Pick<MeetingSourceRow, 'id' | 'kind'>>(
  'selectMeetingSourceKinds',
  (sql, param) => sql.selectFrom('meeting_sources').select(['id', 'kind']).where('account_id', '=', param('accountId')),
);

/** Takes nothing from the source any more; answers whether there was one to remove. */
export async function removeMeetingSource(tx: Tx, id: string, now: number): Promise<boolean> {
  return (await tx.run(updateSourceRemoved, { id, now })) === 1;
}

const updateSourceRemoved = statement<{ id: string; now: number }>('removeMeetingSource', (sql, param) =>
  sql
    .updateTable('meeting_sources')
    .set({ removed_at: param('now'), secret_sealed: '' })
    .where('id', '=', param('id'))
    .where('removed_at', 'is', null),
);
