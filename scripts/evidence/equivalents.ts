/** A mutant that no test can tell from the engine. */
export interface Equivalent {
  /** Below iam/src. */
  readonly file: string;
  readonly what: string;
  /** Part of its line. */
  readonly source: string;
  readonly why: string;
}

/** Survivors that were looked at, each with the reason why it decides as the engine does. */
export const equivalents: readonly Equivalent[] = [
  {
    file: 'operators/numeric.ts',
    what: '<= → <',
    source: 'whole.length + fraction.length <= 15',
    why: 'Fifteen digits are then compared digit by digit instead of as doubles, with the same result.',
  },
  {
    file: 'compile.ts',
    what: "'' → 'x'",
    source: 'const emptyDocument',
    why: 'A document is absent only where there are faults, and those are thrown before it is looked at.',
  },
];
