/** ` Did you mean …?` with the known name nearest to `name`, or nothing when none is within three changes. Ignores case. */
export function suggest(name: string, known: readonly string[]): string {
  let nearest: string | undefined;
  let least = changesMax + 1;
  for (const candidate of known) {
    const changes = countChanges(name.toLowerCase(), candidate.toLowerCase());
    if (changes >= least) continue;
    least = changes;
    nearest = candidate;
  }
  return nearest === undefined ? '' : ` Did you mean ${nearest}?`;
}

const changesMax = 3;

/** The edit distance (Levenshtein), one row of its table at a time. Texts far longer than the other are not compared. */
function countChanges(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > changesMax) return changesMax + 1;
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let line = 1; line <= a.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (row[column - 1] ?? 0) + (a[line - 1] === b[column - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
