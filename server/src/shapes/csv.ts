/** A report as a table: what spreadsheets open. */
export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly CsvCell[])[];
}

export type CsvCell = string | number | boolean | null | undefined;

/** Cells that a spreadsheet would take for a formula, and carry out. Source: OWASP, "CSV Injection". */
const formula = /^[=+\-@\t\r]/;

/** The table as RFC 4180 writes it. What somebody else has typed is never a formula: an apostrophe stands before it. */
export function toCsv({ columns, rows }: CsvTable): string {
  return [columns, ...rows].map((cells) => `${cells.map(toCell).join(',')}\r\n`).join('');
}

function toCell(value: CsvCell): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const safe = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
