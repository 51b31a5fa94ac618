import { isMailAddress } from '../mail/address.ts';
import type { CsvRecord } from './csv-records.ts';
import { FileFault } from './outcome.ts';

/** A row of a list of users: whom to invite, or what is wrong with it. */
export interface UserRow {
  readonly row: string;
  readonly result: { readonly email: string; readonly name: string | undefined } | { readonly problem: string };
  readonly bytesRead: number;
}

const nameMax = 256;

/**
 * Reads a list of users: an address on each line, alone or as `Name <address>`; or a CSV whose heading has a column `email`
 * and perhaps `name`. Throws FileFault if the first row is neither.
 */
export async function* readUserRows(records: AsyncIterable<CsvRecord>): AsyncGenerator<UserRow> {
  let columns: { email: number; name: number } | undefined;
  let isFirst = true;
  for await (const { number, cells, bytesRead } of records) {
    const wasFirst = isFirst;
    isFirst = false;
    if (wasFirst && !cells.some((cell) => cell.includes('@'))) {
      columns = readHeading(cells);
      continue;
    }
    yield { row: String(number), result: readUser(cells, columns), bytesRead };
  }
}

function readHeading(cells: readonly string[]): { email: number; name: number } {
  const names = cells.map((cell) => cell.toLowerCase().replaceAll(/[^a-z]/g, ''));
  const email = names.findIndex((name) => ['email', 'emailaddress', 'mail', 'primaryemail', 'useremail'].includes(name));
  if (email === -1) {
    throw new FileFault(
      `Its first row is neither an address nor a heading with a column "email": ${cells.slice(0, 5).join(', ').slice(0, 100)}. Nothing was imported.`,
    );
  }
  return { email, name: names.findIndex((name) => ['name', 'displayname', 'fullname'].includes(name)) };
}

function readUser(cells: readonly string[], columns: { email: number; name: number } | undefined): UserRow['result'] {
  const text = cells[columns?.email ?? 0] ?? '';
  const [, named = '', bracketed = text] = /^(.*?)<([^<>]+)>$/.exec(text) ?? [];
  const email = bracketed.trim().toLowerCase();
  if (!isMailAddress(email)) return { problem: `"${text.slice(0, 60)}" is no mail address such as ana@example.com` };
  const given = (columns ? (cells[columns.name] ?? '') : named).trim().replace(/^"(.*)"$/, '$1');
  // Spreadsheets put an apostrophe before what must not be a formula; here nothing ever is one.
  const name = given.replace(/^'(?=[=+\-@])/, '').slice(0, nameMax);
  return { email, name: name === '' ? undefined : name };
}
