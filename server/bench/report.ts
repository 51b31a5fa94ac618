/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly target: string;
  readonly measured: string;
  readonly pass: boolean;
}

/** A part of the benchmark ends by printing its rows for whoever started it. */
export function print(rows: readonly Row[]): void {
  console.log(JSON.stringify(rows));
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

export function whole(number: number): string {
  return Math.round(number).toLocaleString('en');
}
