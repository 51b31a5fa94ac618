interface Conditions {
  readonly when: readonly string[];
  readonly unless: readonly string[];
}

/** `: if Bool aws:SecureTransport true; unless on …`, or nothing. */
export function describeConditions({ when, unless }: Conditions): string {
  const parts = [when.join(' or '), unless.length === 0 ? '' : `unless ${unless.map((one) => one.replace(/^if /, '')).join(' or ')}`];
  const text = parts.filter((part) => part !== '').join('; ');
  return text === '' ? '' : `: ${text}`;
}

/** Rows as columns of one width each. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
