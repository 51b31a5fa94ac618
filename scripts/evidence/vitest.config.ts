import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// The engine's own tests with one source file replaced by a mutant: CARILLON_MUTANT names a file { file, text }.
const { file, text }: { file: string; text: string } = JSON.parse(readFileSync(process.env['CARILLON_MUTANT'] ?? '', 'utf8'));

/** Thousands of draws per property are for the tests of the engine itself; a mutant that tens do not find counts as a survivor. */
function replace(code: string, id: string): { code: string } | undefined {
  const path = id.split('?')[0] ?? '';
  if (path === file) return { code: text };
  return path.endsWith('.test.ts') ? { code: code.replaceAll(/numRuns: [\d_]+/g, 'numRuns: 40') } : undefined;
}

/** Tables kill most mutants at once; what draws thousands of cases comes last. */
class CheapFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const cost = ({ moduleId }: TestSpecification): number => dear.findIndex((name) => moduleId.includes(name));
    return files.toSorted((a, b) => cost(a) - cost(b) || a.moduleId.localeCompare(b.moduleId));
  }
}

const dear = ['findings', 'analysis/', 'parse.test', 'differential', 'laws'];

export default defineConfig({
  plugins: [{ name: 'mutant', enforce: 'pre', transform: replace }],
  test: {
    isolate: false,
    // What a mutant's module became must not be found by the next run.
    fsModuleCache: false,
    include: ['iam/test/*.test.ts', 'iam/test/analysis/*.test.ts'],
    // About other things, or about time, which a busy machine does not keep.
    exclude: ['**/allocation.test.ts', '**/smallest-change.test.ts', '**/naive.test.ts'],
    testNamePattern: /^(?!.*under 5 ms)/,
    // A busy machine must not kill a mutant: one that does not come to an end is stopped from outside.
    testTimeout: 3_600_000,
    bail: 1,
    maxWorkers: 1,
    sequence: { sequencer: CheapFirst },
    reporters: ['dot'],
  },
});
