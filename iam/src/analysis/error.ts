/** The policies are too involved to be analysed exactly, and a guess is not given instead. */
export class AnalysisError extends Error {
  override readonly name = 'AnalysisError';
}
