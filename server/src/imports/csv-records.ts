import { lineLengthMax, type Line } from './lines.ts';
import { FileFault } from './outcome.ts';

/** More cells than any of these files has columns. */
const cellsMax = 64;

/** Lines that the quoted cells of one record may go over. */
const linesMax = 100;

/** A record of a CSV file. */
export interface CsvRecord {
  /** The line it begins on. */
  readonly number: number;
  readonly cells: readonly string[];
  readonly bytesRead: number;
}

/**
 * The records of a CSV file (RFC 4180): cells may be quoted, and then hold commas, line ends and doubled quotes. Empty lines
 * are left out. Throws FileFault for a quote that is never closed and for a record that is too long.
 */
export async function* readCsv(lines: AsyncIterable<Line>): AsyncGenerator<CsvRecord> {
  let open: { number: number; text: string; lines: number } | undefined;
  for await (const { number, text, bytesRead } of lines) {
    const record: typeof open = open ? { ...open, text: `${open.text}\n${text}`, lines: open.lines + 1 } : { number, text, lines: 1 };
    open = undefined;
    if (record.text.trim() === '') continue;
    if (record.text.length > lineLengthMax || record.lines > linesMax) throw tooLong(record.number);
    const cells = splitCells(record.text);
    if (cells) yield { number: record.number, cells, bytesRead };
    else open = record;
  }
  if (open) throw tooLong(open.number);
}

function tooLong(number: number): FileFault {
  return new FileFault(`The record that begins on line ${number} is too long, or a quote in it is never closed.`);
}

/** undefined = a quoted cell goes on on the next line. */
function splitCells(text: string): string[] | undefined {
  const cells: string[] = [];
  let position = 0;
  while (position <= text.length && cells.length < cellsMax) {
    if (text[position] !== '"') {
      const end = text.indexOf(',', position);
      cells.push(text.slice(position, end === -1 ? undefined : end).trim());
      if (end === -1) return cells;
      position = end + 1;
      continue;
    }
    const end = closingQuote(text, position + 1);
    if (end === -1) return undefined;
    cells.push(
      text
        .slice(position + 1, end)
        .replaceAll('""', '"')
        .trim(),
    );
    const comma = text.indexOf(',', end);
    if (comma === -1) return cells;
    position = comma + 1;
  }
  return cells;
}

function closingQuote(text: string, from: number): number {
  let position = text.indexOf('"', from);
  while (position !== -1 && text[position + 1] === '"') position = text.indexOf('"', position + 2);
  return position;
}
