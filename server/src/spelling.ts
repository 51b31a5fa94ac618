/**
 * The known name that somebody probably meant by a name that is none: one with the same first letters, or at most two
 * letters away. undefined = nothing is near.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const plain = name.toLowerCase();
  const [nearest] = known
    .map((candidate) => ({
      candidate,
      edits: editsBetween(plain, candidate.toLowerCase()),
      sameStart: candidate.toLowerCase().startsWith(plain.slice(0, 4)),
    }))
    .filter(({ edits, sameStart }) => edits <= 2 || sameStart)
    .toSorted((a, b) => a.edits - b.edits);
  return nearest?.candidate;
}

/** How many letters one would have to add, drop or replace to make one word of the other. */
function editsBetween(one: string, other: string): number {
  let previous = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 0; row < one.length; row++) {
    const current = [row + 1];
    for (let column = 0; column < other.length; column++) {
      const replaced = (previous[column] ?? 0) + (one[row] === other[column] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
