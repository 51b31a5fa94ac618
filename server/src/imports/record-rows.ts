import type { MeetingEvent } from '../meetings/event.ts';
import { recordMeetingEvents, retentionMs } from '../meetings/record.ts';
import type { Database, Tx } from '../store/database.ts';
import { eventKey, listKnownEventKeys } from '../store/meeting-events.ts';
import { findImportSource, insertMeetingSource } from '../store/meeting-sources.ts';
import type { Outcome, ReadRow } from './outcome.ts';

export interface Importing {
  readonly database: Database;
  readonly accountId: string;
  readonly isDryRun: boolean;
  now(): number;
  newId(): string;
  random(bytes: number): Uint8Array;
}

/**
 * Records the events of some rows in the account's log of meetings, in one transaction, and answers what became of each row.
 * The same rows again change nothing. A dry run answers the same, and writes nothing.
 */
export async function recordRows(importing: Importing, rows: readonly ReadRow[]): Promise<Outcome[]> {
  const { database, accountId, isDryRun, now } = importing;
  const run = isDryRun ? database.rehearse : database.write;
  return run('', async (tx) => {
    const sourceId = await importSource(tx, importing);
    const keyOf = ({ id }: MeetingEvent): string => eventKey(accountId, sourceId, id);
    const events = rows.flatMap(({ result }) => ('events' in result ? result.events : []));
    const known = await listKnownEventKeys(tx, accountId, events.map(keyOf));
    const outcomes = rows.map((row) => toOutcome(row, known, keyOf, now()));
    // Who was called in a record that is imported was in a call detail record before, and gets no second one.
    await recordMeetingEvents(tx, accountId, sourceId, events, now(), { recordsCalls: false });
    return outcomes;
  });
}

/** Also notes the row's events as known: a row may come twice in one file. */
function toOutcome({ row, result }: ReadRow, known: Set<string>, keyOf: (event: MeetingEvent) => string, now: number): Outcome {
  if ('problem' in result) return { row, outcome: 'refused', why: result.problem };
  if (result.events.length === 0) return { row, outcome: 'there already', why: 'nothing happened in that week' };
  const timely = result.events.filter(({ time }) => time <= now && time >= now - retentionMs);
  if (timely.length === 0) return { row, outcome: 'refused', why: 'it is of the future, or older than what is kept' };
  const isNew = timely.some((event) => !known.has(keyOf(event)));
  for (const event of timely) known.add(keyOf(event));
  return isNew ? { row, outcome: 'imported', why: '' } : { row, outcome: 'there already', why: '' };
}

/** All imports of an account are of one source, so that what was imported before is recognised. */
async function importSource(tx: Tx, { accountId, now, newId, random }: Importing): Promise<string> {
  const known = await findImportSource(tx, accountId);
  if (known !== undefined) return known;
  const id = newId();
  const source = { account_id: accountId, id, kind: 'import', name: 'Imported files', settings: '{}', created_at: now() } as const;
  // Nobody delivers in its name: the secret is thrown away.
  await insertMeetingSource(tx, source, Buffer.from(random(32)).toString('base64url'));
  return id;
}
