import { createWriteStream, type WriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { once } from 'node:events';
import { OperatorError, messageOf } from '../errors.ts';
import { FileFault, type Outcome } from '../imports/outcome.ts';
import { toCsv } from '../shapes/csv.ts';
import type { Shell } from './command.ts';

/** Rows that share a transaction: fewer would be slower, more would make the server's own writes wait. */
const rowsPerWrite = 100;
/** Rows that are refused before an import gives up: so many mean that it is the wrong file. */
const refusedMax = 1_000;
/** Refused rows that are shown; the report has all of them. */
const refusedShownMax = 10;
/** How often the bar is drawn. */
const drawEveryMs = 200;
const barWidth = 30;

interface Import<Row> {
  readonly path: string;
  readonly rows: AsyncIterable<Row>;
  readonly isDryRun: boolean;
  /** Where the CSV with one line for each row goes. */
  readonly report: string | undefined;
  /** Carries out some rows in one transaction. */
  carryOut(rows: readonly Row[]): Promise<Outcome[]>;
}

/**
 * Imports rows in batches, however many they are, with a progress bar on terminals, and says what became of them. Throws
 * OperatorError for a file that cannot be read, and when too many rows are refused; what was imported until then stays, and
 * the same file can be imported again.
 */
export async function importRows<Row extends { readonly bytesRead: number }>(shell: Shell, given: Import<Row>): Promise<void> {
  const { path, rows, isDryRun } = given;
  const tally = new Map<Outcome['outcome'], number>();
  const size = await sizeOf(path);
  const report = given.report === undefined ? undefined : await openReport(given.report);
  let shown = 0;
  const finish = async (batch: readonly Row[]): Promise<void> => {
    const outcomes = batch.length === 0 ? [] : await given.carryOut(batch);
    for (const { row, outcome, why } of outcomes) {
      tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
      if (outcome === 'refused' && ++shown <= refusedShownMax) shell.print(`  row ${row}: refused, ${why}`);
    }
    await report?.write(outcomes);
    if ((tally.get('refused') ?? 0) < refusedMax) return;
    throw new OperatorError(
      `${refusedMax} rows were refused, so the import has stopped${isDryRun ? '' : '; what was imported stays'}. Look at the rows above, mend the file, and import it again: what is there already is left alone.`,
    );
  };
  try {
    await eachBatch(shell, rows, size, finish);
  } catch (error) {
    if (error instanceof FileFault) throw new OperatorError(`${path}: ${error.message}`, { cause: error });
    throw error;
  } finally {
    shell.progress?.('');
    await report?.close();
    if (tally.size > 0) shell.print(summary(tally, isDryRun));
  }
}

async function eachBatch<Row extends { readonly bytesRead: number }>(
  { machine: { now }, progress }: Shell,
  rows: AsyncIterable<Row>,
  size: number | undefined,
  finish: (batch: readonly Row[]) => Promise<void>,
): Promise<void> {
  let [batch, done, drawnAt]: [Row[], number, number] = [[], 0, 0];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < rowsPerWrite) continue;
    await finish(batch);
    done += batch.length;
    batch = [];
    if (!progress || now() - drawnAt < drawEveryMs) continue;
    drawnAt = now();
    progress(draw(done, row.bytesRead, size));
  }
  await finish(batch);
}

function draw(rows: number, bytesRead: number, size: number | undefined): string {
  const count = `${rows.toLocaleString('en')} rows`;
  if (size === undefined || size === 0) return count;
  const share = Math.min(1, bytesRead / size);
  return `${'█'.repeat(Math.round(share * barWidth)).padEnd(barWidth, '░')} ${String(Math.floor(share * 100)).padStart(3)} %  ${count}`;
}

/** undefined = how much there is in a folder is not known before it was read. */
async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const found = await stat(path);
    return found.isDirectory() ? undefined : found.size;
  } catch (cause) {
    throw new OperatorError(`${path} cannot be read: ${messageOf(cause)}.`, { cause });
  }
}

function summary(tally: ReadonlyMap<Outcome['outcome'], number>, isDryRun: boolean): string {
  const count = (outcome: Outcome['outcome']): string => (tally.get(outcome) ?? 0).toLocaleString('en');
  const first = isDryRun ? `A dry run: ${count('imported')} would be imported` : `Rows: ${count('imported')} imported`;
  return `${first}, ${count('there already')} there already, ${count('refused')} refused.${isDryRun ? ' Nothing was written.' : ''}`;
}

async function openReport(file: string): Promise<{ write(outcomes: readonly Outcome[]): Promise<void>; close(): Promise<void> }> {
  const stream: WriteStream = createWriteStream(file, { flags: 'wx' });
  try {
    await once(stream, 'open');
  } catch (cause) {
    throw new OperatorError(`The report ${file} cannot be written: ${messageOf(cause)}.`, { cause });
  }
  const columns = ['row', 'outcome', 'why'];
  const put = async (text: string): Promise<void> => {
    if (!stream.write(text)) await once(stream, 'drain');
  };
  await put(`${columns.join(',')}\r\n`);
  return {
    async write(outcomes) {
      const table = toCsv({ columns, rows: outcomes.map(({ row, outcome, why }) => [row, outcome, why]) });
      await put(table.slice(table.indexOf('\n') + 1));
    },
    async close() {
      stream.end();
      await once(stream, 'close');
    },
  };
}
