/**
 * How a property is tried: the same draws in every run, so that what passes today passes tomorrow, and what fails can be repeated.
 * Other draws: CARILLON_FUZZ_SEED=7; more of them: CARILLON_FUZZ_RUNS=1000000.
 */
export function draws(runs: number): { readonly seed: number; readonly numRuns: number } {
  return {
    seed: Number(process.env['CARILLON_FUZZ_SEED'] ?? 20_121_017),
    numRuns: Number(process.env['CARILLON_FUZZ_RUNS'] ?? runs),
  };
}
