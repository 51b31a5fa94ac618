/** Ids that one statement names: far below what either engine takes, and few enough to stay quick to compile. */
export const batchMax = 1000;

/** The list in pieces that one statement can name, each item once, sorted: transactions take rows in one order. */
export function toBatches(ids: readonly string[]): string[][] {
  const sorted = [...new Set(ids)].toSorted();
  return Array.from({ length: Math.ceil(sorted.length / batchMax) }, (_, index) => sorted.slice(index * batchMax, (index + 1) * batchMax));
}
