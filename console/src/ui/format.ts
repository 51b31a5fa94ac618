/** An instant as people read it, in their language and time zone. */
export function formatTime(timestamp: string | number | undefined): string {
  return timestamp === undefined ? '–' : instants.format(new Date(timestamp));
}

/** The day of an instant. */
export function formatDay(timestamp: string | number | undefined): string {
  return timestamp === undefined ? '–' : days.format(new Date(timestamp));
}

// Made once: to make one takes a hundred times as long as to use it, and a table has hundreds of instants.
const instants = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const days = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** How far an instant is from now: “in 4 minutes”, “2 days ago”. */
export function formatDistance(timestamp: string | number, now: number): string {
  const seconds = Math.round((new Date(timestamp).getTime() - now) / 1000);
  const [unit, size] = units.find(([, most]) => Math.abs(seconds) >= most) ?? (['second', 1] as const);
  return new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(Math.trunc(seconds / size), unit);
}

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** `1 user`, `3 users`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString()} ${number === 1 ? one : many}`;
}

/** A file that the browser keeps, made of these lines. */
export function download(name: string, type: string, content: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Rows as CSV that spreadsheets open as text and nothing else. */
export function toCsv(rows: readonly (readonly (string | number | undefined)[])[]): string {
  return `${rows.map((row) => row.map((cell) => quoteCell(String(cell ?? ''))).join(',')).join('\r\n')}\r\n`;
}

/** What begins like a formula would be run by spreadsheets. */
function quoteCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** `512 B`, `1.5 MB`: thousands, as stores and disks count. */
export function formatBytes(bytes: number): string {
  const power = Math.min(sizes.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toLocaleString(undefined, { maximumFractionDigits: power === 0 ? 0 : 1 })} ${sizes[power] ?? ''}`;
}

const sizes = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
