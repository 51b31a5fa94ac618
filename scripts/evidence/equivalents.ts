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
export const equivalents: readonly Equivalent[] = [];
