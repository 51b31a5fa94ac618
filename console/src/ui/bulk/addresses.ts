/** What a pasted or dropped list holds. */
export interface ReadAddresses {
  /** Each address once, folded, in the order of the list. */
  readonly addresses: readonly string[];
  /** What is no address, as it stands there. */
  readonly junk: readonly string[];
  /** Addresses that stand there more than once. */
  readonly repeated: number;
}

/** What is between two addresses of a list, be it a spreadsheet's, a mail program's or a text file's. */
const separators = /[\n\r;,\t]+/;
/** `Ana Lima <ana@example.com>`, `"Lima, Ana" <ana@example.com>`, or a bare address. */
const address = /^[^\s@<>"'(),:;[\]]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}]{2,}$/u;

/** Finds the mail addresses in anything that people paste. */
export function readAddresses(text: string): ReadAddresses {
  const found = new Map<string, number>();
  const junk: string[] = [];
  const isTable = isTableHead(/^[^\n\r]*/.exec(text.trimStart())?.[0] ?? '');
  for (const piece of text.replaceAll(/"[^"\n]*"/g, unquote).split(separators)) {
    const plain = piece.trim();
    if (plain === '') continue;
    const inside = /<([^<>]*)>/.exec(plain)?.[1]?.trim() ?? plain.replace(/^mailto:/i, '');
    const folded = inside.toLowerCase();
    if (address.test(folded)) found.set(folded, (found.get(folded) ?? 0) + 1);
    else if (!isHeading(plain) && (!isTable || plain.includes('@'))) junk.push(plain);
  }
  const repeated = [...found.values()].reduce((sum, times) => sum + times - 1, 0);
  return { addresses: [...found.keys()], junk, repeated };
}

/** A quoted cell is one address, or a name, in which a comma separates nothing. */
function unquote(quoted: string): string {
  const inner = quoted.slice(1, -1);
  return inner.includes('@') ? inner : '';
}

/** The first line of a table names its columns. */
function isHeading(text: string): boolean {
  return /^(e-?mail( ?address)?|name|display ?name|first ?name|last ?name|address|primaryemail|user(name)?)$/i.test(text);
}

/** Below a line that names several columns, what has no @ is in one of the others. */
function isTableHead(line: string): boolean {
  const cells = line.replaceAll('"', '').split(separators);
  return cells.length > 1 && cells.some((cell) => isHeading(cell.trim()));
}
